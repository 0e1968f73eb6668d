"""Milestones: delivered by the provider, accepted by the enterprise."""

from collections.abc import Collection
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.files import store_upload
from core.journal import record
from core.refusals import Refusal, require
from marketplace.journal.contracts import MilestoneAction
from marketplace.models import Milestone
from marketplace.permissions.contracts import can_act_for
from marketplace.selectors.contracts import periods_measured
from marketplace.services.notices import tell
from marketplace.services.parties import locked_contract
from marketplace.settlement import Trigger
from marketplace.states.contracts import (
    CONTRACT_FLOW,
    MILESTONE_FLOW,
    Side,
)

EVIDENCE = "marketplace.milestone"


@transaction.atomic
def submit_milestone(
    *,
    milestone_id: int,
    note: str,
    upload: UploadedFile | None,
    actor: User,
    at: datetime,
) -> Milestone:
    """Say that a milestone is reached, for the provider."""
    milestone = _locked(milestone_id)
    contract = milestone.contract
    require(can_act_for(actor, contract, Side.PROVIDER))
    CONTRACT_FLOW.after("perform", contract.state)
    milestone.state = MILESTONE_FLOW.after("submit", milestone.state)
    if not note.strip():
        raise Refusal(_("Say what was delivered."), field="note")
    milestone.note = note
    milestone.submitted_at = at
    if upload is not None:
        milestone.evidence = store_upload(upload, kind=EVIDENCE, actor=actor, at=at)
    milestone.save()

    record(
        MilestoneAction.SUBMITTED, milestone, actor=actor, at=at, title=milestone.title
    )
    tell(
        "milestone_submitted",
        contract,
        [contract.enterprise],
        at=at,
        milestone=milestone,
    )
    return milestone


@transaction.atomic
def return_milestone(
    *, milestone_id: int, reason: str, actor: User, at: datetime
) -> Milestone:
    """Send a milestone back and say what is missing, for the enterprise."""
    milestone = _locked(milestone_id)
    contract = milestone.contract
    require(can_act_for(actor, contract, Side.ENTERPRISE))
    milestone.state = MILESTONE_FLOW.after("return", milestone.state)
    if not reason.strip():
        raise Refusal(_("Say what is missing."), field="reason")
    milestone.submitted_at = None
    milestone.save(update_fields=["state", "submitted_at"])

    record(
        MilestoneAction.RETURNED,
        milestone,
        actor=actor,
        at=at,
        title=milestone.title,
        reason=reason,
    )
    tell(
        "milestone_returned",
        contract,
        [contract.provider],
        at=at,
        milestone=milestone,
        reason=reason,
    )
    return milestone


@transaction.atomic
def accept_milestone(
    *, milestone_id: int, happened: Collection[str], actor: User, at: datetime
) -> Milestone:
    """Accept a milestone, for the enterprise; its fee becomes payable.

    ``happened`` names what the enterprise saw happen. Raises Refusal unless
    that covers every trigger, and while a measurement it hangs on is missing.
    """
    milestone = _locked(milestone_id)
    contract = milestone.contract
    require(can_act_for(actor, contract, Side.ENTERPRISE))
    CONTRACT_FLOW.after("perform", contract.state)
    milestone.state = MILESTONE_FLOW.after("accept", milestone.state)
    if set(milestone.triggers) - set(happened):
        raise Refusal(
            _("Not everything that makes this payable has happened."), field="happened"
        )
    if Trigger.MEASUREMENT in milestone.triggers and not periods_measured(contract):
        raise Refusal(
            _("No measurement period has been verified yet."), field="happened"
        )
    milestone.accepted_at = at
    milestone.accepted_by = actor
    milestone.save(update_fields=["state", "accepted_at", "accepted_by"])

    record(
        MilestoneAction.ACCEPTED, milestone, actor=actor, at=at, title=milestone.title
    )
    tell(
        "milestone_accepted",
        contract,
        [contract.provider],
        at=at,
        milestone=milestone,
    )
    return milestone


def _locked(milestone_id: int) -> Milestone:
    """Lock the contract first, then its milestone."""
    contract_id = Milestone.objects.values_list("contract_id", flat=True).get(
        pk=milestone_id
    )
    contract = locked_contract(contract_id)
    milestone = Milestone.objects.locked().get(pk=milestone_id)
    milestone.contract = contract
    return milestone
