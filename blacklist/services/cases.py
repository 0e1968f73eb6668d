"""A case from filing to the notice."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from guardian.shortcuts import assign_perm

from accounts.enums import StaffRole
from accounts.models import Organisation, User
from accounts.permissions import staff_covers
from blacklist import notifications
from blacklist.enums import ConductKind, ServiceWay, Tier
from blacklist.journal import CaseAction
from blacklist.models import CaseFile, Notice, Tip, ViolationCase
from blacklist.periods import (
    BEFORE_DECISION,
    DECISION,
    HEARING_REQUEST,
    STATEMENT,
    finish_periods,
    last_day,
    start_period,
)
from blacklist.permissions import (
    HANDLE,
    can_assign_case,
    can_file_case,
    can_handle_case,
    can_review_case,
)
from blacklist.services.refusals import DayRefused, NoLegalBasis
from blacklist.states import CASE_FLOW, TIP_FLOW
from core.clock import shanghai_day
from core.files import store_upload
from core.journal import record
from core.numbers import next_number
from core.refusals import Refusal, require
from core.templatetags.portal import day
from reference.models import Article, Jurisdiction


@dataclass(frozen=True, slots=True)
class Charge:
    """What a case is about when it is filed."""

    party_name: str
    kind: ConductKind
    conduct_from: date
    conduct_until: date
    findings: str
    jurisdiction: Jurisdiction
    authority: Organisation
    rectification_standard: Article
    sanction_basis: Article
    party: Organisation | None = None
    party_credit_code: str = ""
    enterprise_name: str = ""


@dataclass(frozen=True, slots=True)
class NoticeText:
    """What a notice tells the party."""

    facts: str
    reasons: str
    outcome: str
    rights: str
    served_on: date
    way: ServiceWay
    hearing_right: bool = False


@transaction.atomic
def file_case(
    charge: Charge, *, actor: User, at: datetime, tip_id: int | None = None
) -> ViolationCase:
    """Open a case; its handler is whoever files it.

    Raises DayRefused when the conduct lies in the future or runs backwards,
    NoLegalBasis when an article was not in force when it ended, MoveRefused
    when the tip was dealt with meanwhile.
    """
    today = shanghai_day(at)
    tip = Tip.objects.locked().get(pk=tip_id) if tip_id else None
    require(can_file_case(actor, charge.jurisdiction, on=today))
    _check_conduct(charge, today)
    require_basis(charge.rectification_standard, charge.conduct_until)
    require_basis(charge.sanction_basis, charge.conduct_until, field="sanction_basis")

    due_on = last_day(DECISION, start=today, on=charge.conduct_until)
    case = ViolationCase.objects.create(
        number=next_number("V", today),
        party=charge.party,
        party_name=charge.party_name,
        party_credit_code=charge.party_credit_code,
        enterprise_name=charge.enterprise_name,
        kind=charge.kind,
        conduct_from=charge.conduct_from,
        conduct_until=charge.conduct_until,
        findings=charge.findings,
        rectification_standard=charge.rectification_standard,
        sanction_basis=charge.sanction_basis,
        authority=charge.authority,
        jurisdiction=charge.jurisdiction,
        handler=actor,
        filed_at=at,
        decision_due_on=due_on,
    )
    start_period(DECISION, case, starts_on=today, law_day=charge.conduct_until)
    assign_perm(HANDLE, actor, case)
    if tip is not None:
        _accept(tip, case, actor=actor, at=at)
    record(
        CaseAction.FILED,
        case,
        actor=actor,
        at=at,
        number=case.number,
        party=case.party_name,
        tip=tip.number if tip else None,
    )
    return case


@transaction.atomic
def add_handler(
    *, case_id: int, handler_id: int, actor: User, at: datetime
) -> ViolationCase:
    """Let another handler of the place work on the case.

    Raises Refusal (field ``handler``) when that person is no handler there.
    """
    today = shanghai_day(at)
    case = locked_case(case_id)
    require(can_assign_case(actor, case, on=today))
    handler = User.objects.get(pk=handler_id)
    if not staff_covers(handler, case.jurisdiction, StaffRole.HANDLER, on=today):
        message = _("This person is not a handler for this place.")
        raise Refusal(message, field="handler")

    assign_perm(HANDLE, handler, case)
    record(CaseAction.HANDLER_ADDED, case, actor=actor, at=at, person=handler.name)
    return case


@transaction.atomic
def add_evidence(
    *,
    case_id: int,
    upload: UploadedFile,
    title: str,
    shared: bool,
    actor: User,
    at: datetime,
) -> CaseFile:
    """Add a file to the case; ``shared`` opens it to the party.

    Raises Refusal (field ``file``) for a file that is not accepted.
    """
    case = locked_case(case_id)
    require(can_handle_case(actor, case, on=shanghai_day(at)))

    stored = store_upload(upload, kind="blacklist.ViolationCase", actor=actor, at=at)
    kept = CaseFile.objects.create(case=case, file=stored, title=title, shared=shared)
    record(
        CaseAction.EVIDENCE_ADDED,
        case,
        actor=actor,
        at=at,
        title=title,
        sha256=stored.sha256,
    )
    return kept


@transaction.atomic
def propose_outcome(
    *, case_id: int, tier: Tier, proposal: str, actor: User, at: datetime
) -> ViolationCase:
    """Propose tier and outcome to the reviewer."""
    case = locked_case(case_id)
    require(can_handle_case(actor, case, on=shanghai_day(at)))

    case.state = CASE_FLOW.after("propose", case.state)
    case.tier = tier
    case.proposal = proposal
    case.proposed_at = at
    case.proposed_by = actor
    case.save(update_fields=["state", "tier", "proposal", "proposed_at", "proposed_by"])

    record(
        CaseAction.PROPOSED,
        case,
        actor=actor,
        at=at,
        tier=tier,
        tier_label=str(Tier(tier).label),
    )
    return case


@transaction.atomic
def return_proposal(
    *, case_id: int, reason: str, actor: User, at: datetime
) -> ViolationCase:
    """Send the proposal back to the handler."""
    case = locked_case(case_id)
    require(can_review_case(actor, case, on=shanghai_day(at)))

    case.state = CASE_FLOW.after("return", case.state)
    case.save(update_fields=["state"])

    record(CaseAction.RETURNED, case, actor=actor, at=at, reason=reason)
    return case


@transaction.atomic
def approve_proposal(*, case_id: int, actor: User, at: datetime) -> ViolationCase:
    """Confirm the proposal, as a reviewer other than its author."""
    case = locked_case(case_id)
    require(can_review_case(actor, case, on=shanghai_day(at)))

    case.state = CASE_FLOW.after("approve", case.state)
    case.reviewed_at = at
    case.reviewed_by = actor
    case.save(update_fields=["state", "reviewed_at", "reviewed_by"])

    record(CaseAction.APPROVED, case, actor=actor, at=at)
    return case


@transaction.atomic
def serve_notice(
    text: NoticeText, *, case_id: int, actor: User, at: datetime
) -> ViolationCase:
    """Record that the party was told facts, reasons, outcome and rights.

    The periods for statement and hearing start on the day after service. See
    law rows ``penalty.44``, ``penalty.45`` and ``penalty.64``. Raises
    DayRefused for a day of service before the review or after today.
    """
    today = shanghai_day(at)
    case = locked_case(case_id)
    require(can_handle_case(actor, case, on=today))
    state = CASE_FLOW.after("serve_notice", case.state)
    earliest = shanghai_day(case.reviewed_at) if case.reviewed_at else today
    if not earliest <= text.served_on <= today:
        raise DayRefused(
            _("The notice is served after the review and no later than today."),
            field="served_on",
        )

    notice = _write_notice(case, text, actor=actor)
    case.state = state
    case.noticed_at = at
    case.save(update_fields=["state", "noticed_at"])

    record(
        CaseAction.NOTICED,
        case,
        actor=actor,
        at=at,
        served_on=text.served_on,
        statement_due_on=notice.statement_due_on,
    )
    notifications.tell_party(case, "notice_served", at=at)
    return case


@transaction.atomic
def close_case(
    *, case_id: int, reason: str, actor: User, at: datetime
) -> ViolationCase:
    """Close a case that leads to no decision."""
    case = locked_case(case_id)
    require(can_handle_case(actor, case, on=shanghai_day(at)))

    case.state = CASE_FLOW.after("close", case.state)
    case.closed_at = at
    case.closing_reason = reason
    case.save(update_fields=["state", "closed_at", "closing_reason"])
    finish_periods(case, *BEFORE_DECISION, on=shanghai_day(at))

    record(CaseAction.CLOSED, case, actor=actor, at=at, reason=reason)
    if case.noticed_at is not None:
        notifications.tell_party(case, "case_closed", at=at)
    return case


def locked_case(case_id: int) -> ViolationCase:
    """Return the case, locked until the transaction ends."""
    return (
        ViolationCase.objects.locked()
        .select_related("jurisdiction", "party", "authority")
        .get(pk=case_id)
    )


def require_basis(
    article: Article, on: date, *, field: str = "rectification_standard"
) -> None:
    """Raise NoLegalBasis unless the article was in force on a day."""
    if Article.objects.filter(pk=article.pk).valid_on(on).exists():
        return
    raise NoLegalBasis(
        _("%(article)s was not in force on %(day)s, when the conduct ended.")
        % {"article": article.citation, "day": day(on)},
        field=field,
    )


def _check_conduct(charge: Charge, today: date) -> None:
    if charge.conduct_until < charge.conduct_from:
        message = _("The conduct cannot end before it began.")
        raise DayRefused(message, field="conduct_until")
    if charge.conduct_until > today:
        message = _("The conduct cannot lie in the future.")
        raise DayRefused(message, field="conduct_until")


def _accept(tip: Tip, case: ViolationCase, *, actor: User, at: datetime) -> None:
    tip.state = TIP_FLOW.after("accept", tip.state)
    tip.case = case
    tip.closed_at = at
    tip.closed_by = actor
    tip.save(update_fields=["state", "case", "closed_at", "closed_by"])


def _write_notice(case: ViolationCase, text: NoticeText, *, actor: User) -> Notice:
    law_day, served = case.conduct_until, text.served_on
    due_on = start_period(STATEMENT, case, starts_on=served, law_day=law_day)
    hearing_due_on = (
        start_period(HEARING_REQUEST, case, starts_on=served, law_day=law_day)
        if text.hearing_right
        else None
    )
    return Notice.objects.create(
        case=case,
        facts=text.facts,
        reasons=text.reasons,
        outcome=text.outcome,
        rights=text.rights,
        tier=case.tier or Tier.GENERAL,
        served_on=served,
        served_by=actor,
        way=text.way,
        hearing_right=text.hearing_right,
        statement_due_on=due_on,
        hearing_due_on=hearing_due_on,
    )
