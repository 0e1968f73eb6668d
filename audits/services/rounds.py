"""A round's own steps, from its opening to the beginning of the investment."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind
from accounts.models import Organisation, User
from accounts.permissions import is_member
from audits import deadlines, search, selectors
from audits.enums import Basis, Mode, ReviewKind
from audits.journal import RoundAction
from audits.models import CoveredEnterprise, Disclosure, Round
from audits.permissions import (
    can_oversee_round,
    can_represent_enterprise,
)
from audits.services.lists import add_phases
from audits.states import ROUND_FLOW, WORKING, RoundState, SessionState
from core.clock import shanghai_day
from core.journal import record
from core.money import Money
from core.numbers import next_number
from core.refusals import MoveRefused, Refusal, require


@transaction.atomic
def open_voluntary_round(
    *, enterprise: Organisation, mode: Mode, actor: User, at: datetime
) -> Round:
    """Open a round that nobody obliged the enterprise to; it starts at once."""
    require(
        enterprise.kind == OrganisationKind.ENTERPRISE and is_member(actor, enterprise)
    )
    audit_round = Round.objects.create(
        number=next_number("A", shanghai_day(at)),
        enterprise=enterprise,
        basis=Basis.VOLUNTARY,
        mode=mode,
        state=RoundState.STARTED,
        opened_at=at,
        started_at=at,
    )
    add_phases(audit_round)
    record(
        RoundAction.OPENED, audit_round, actor=actor, at=at, number=audit_round.number
    )
    return audit_round


@transaction.atomic
def open_follow_up(*, round_id: int, actor: User, at: datetime) -> Round:
    """Open the new audit that an unqualified acceptance leads to; staff decide.

    What the enterprise published stays published. Raises MoveRefused for a round
    that was not found unqualified, Refusal when the new one is open already.
    """
    previous = Round.objects.locked().select_related("enterprise").get(pk=round_id)
    require(can_oversee_round(actor, previous))
    if not selectors.was_unqualified(previous):
        raise MoveRefused(move="open_follow_up", state=previous.state)
    if previous.followers.exists():
        raise Refusal(_("The new round is open already."))
    mandatory = previous.basis == Basis.MANDATORY
    audit_round = Round.objects.create(
        number=next_number("A", shanghai_day(at)),
        enterprise=previous.enterprise,
        previous=previous,
        basis=previous.basis,
        mode=previous.mode,
        state=RoundState.INFO_PUBLISHED if mandatory else RoundState.STARTED,
        opened_at=at,
        info_published_at=at if mandatory else None,
        started_at=None if mandatory else at,
    )
    add_phases(audit_round)
    record(
        RoundAction.FOLLOW_UP_OPENED,
        audit_round,
        actor=actor,
        at=at,
        number=audit_round.number,
        previous=previous.number,
    )
    search.touch_round(audit_round)
    return audit_round


@transaction.atomic
def publish_information(
    *,
    round_id: int,
    legal_representative: str,
    address: str,
    actor: User,
    at: datetime,
    pollutants: str = "",
    energy: str = "",
    toxics: str = "",
) -> Disclosure:
    """Publish what a listed enterprise must publish about itself (`measures.11`).

    Raises MoveRefused when it was published before and Refusal when the ground
    of listing asks for a part that is empty.
    """
    audit_round = Round.objects.locked().get(pk=round_id)
    require(can_represent_enterprise(actor, audit_round))
    audit_round.state = ROUND_FLOW.after("publish_information", audit_round.state)
    _refuse_missing_parts(
        audit_round,
        {"pollutants": pollutants, "energy": energy, "toxics": toxics},
    )
    audit_round.info_published_at = at
    audit_round.save(update_fields=["state", "info_published_at"])
    disclosure = Disclosure.objects.create(
        round=audit_round,
        name=audit_round.enterprise.name,
        legal_representative=legal_representative,
        address=address,
        pollutants=pollutants,
        energy=energy,
        toxics=toxics,
        published_at=at,
    )
    deadlines.meet(audit_round, "audit.info_published", at=at)
    record(RoundAction.INFORMATION_PUBLISHED, audit_round, actor=actor, at=at)
    search.touch_round(audit_round)
    return disclosure


@transaction.atomic
def start_round(*, round_id: int, actor: User, at: datetime) -> Round:
    """Start a listed audit (`measures.12`).

    Raises MoveRefused unless its information is out and it has not started.
    """
    audit_round = Round.objects.locked().get(pk=round_id)
    require(can_represent_enterprise(actor, audit_round))
    audit_round.state = ROUND_FLOW.after("start", audit_round.state)
    audit_round.started_at = at
    audit_round.save(update_fields=["state", "started_at"])
    deadlines.meet(audit_round, "audit.started", at=at)
    record(RoundAction.STARTED, audit_round, actor=actor, at=at)
    return audit_round


@transaction.atomic
def appoint_provider(
    *, round_id: int, provider: Organisation | None, actor: User, at: datetime
) -> Round:
    """Name the provider that helps with the round, or none for an own audit.

    Absence from the directory blocks nothing: whom to hire is the enterprise's
    choice. Raises Refusal once a report is filed.
    """
    audit_round = Round.objects.locked().get(pk=round_id)
    require(can_represent_enterprise(actor, audit_round))
    if audit_round.report_submitted_at is not None:
        raise Refusal(_("The report is filed; its provider stays named."))
    if provider is not None and provider.kind != OrganisationKind.PROVIDER:
        raise Refusal(_("Choose a service provider."), field="provider")
    audit_round.provider = provider
    audit_round.save(update_fields=["provider"])
    if provider is None:
        record(RoundAction.OWN_AUDIT_CHOSEN, audit_round, actor=actor, at=at)
    else:
        record(
            RoundAction.PROVIDER_APPOINTED,
            audit_round,
            actor=actor,
            at=at,
            provider=provider,
            provider_id=provider.pk,
        )
    return audit_round


@transaction.atomic
def set_particulars(
    *,
    round_id: int,
    mode: Mode,
    baseline_year: int,
    cost_threshold: Money,
    actor: User,
    at: datetime,
) -> Round:
    """Set how the audit is done and what its figures are held against.

    Raises MoveRefused outside the states in which the round is worked on.
    """
    audit_round = Round.objects.locked().get(pk=round_id)
    require(can_represent_enterprise(actor, audit_round))
    if audit_round.state not in WORKING:
        raise MoveRefused(move="set_particulars", state=audit_round.state)
    if baseline_year > shanghai_day(at).year:
        raise Refusal(
            _("The last baseline year is not over yet."), field="baseline_year"
        )
    audit_round.mode = mode
    audit_round.baseline_year = baseline_year
    audit_round.cost_threshold = cost_threshold
    audit_round.save(update_fields=["mode", "baseline_year", "cost_threshold"])
    record(
        RoundAction.PARTICULARS_SET,
        audit_round,
        actor=actor,
        at=at,
        mode=mode,
        baseline_year=baseline_year,
        cost_threshold=cost_threshold,
    )
    return audit_round


@transaction.atomic
def cover_enterprise(
    *,
    round_id: int,
    enterprise: Organisation,
    counts_as_audit: bool,
    actor: User,
    at: datetime,
) -> CoveredEnterprise:
    """Enter an enterprise that a whole-area round covers; staff decide.

    Raises Refusal for a round of another mode or the audited enterprise itself.
    """
    audit_round = Round.objects.locked().get(pk=round_id)
    require(can_oversee_round(actor, audit_round))
    if audit_round.mode != Mode.WHOLE_AREA:
        raise Refusal(_("Only a whole-area audit covers further enterprises."))
    if enterprise.pk == audit_round.enterprise_id:
        raise Refusal(_("This enterprise is the one audited."), field="enterprise")
    covered, _created = CoveredEnterprise.objects.update_or_create(
        round=audit_round,
        enterprise=enterprise,
        defaults={"counts_as_audit": counts_as_audit},
    )
    record(
        RoundAction.ENTERPRISE_COVERED,
        audit_round,
        actor=actor,
        at=at,
        enterprise=enterprise,
        counts_as_audit=counts_as_audit,
    )
    return covered


@transaction.atomic
def begin_implementation(*, round_id: int, actor: User, at: datetime) -> Round:
    """Begin to invest, after the evaluation and what it asked to be supplemented.

    Raises MoveRefused before the evaluation and Refusal while a supplement that
    was asked for is not filed.
    """
    audit_round = Round.objects.locked().get(pk=round_id)
    require(can_represent_enterprise(actor, audit_round))
    _refuse_missing_supplement(audit_round)
    audit_round.state = ROUND_FLOW.after("begin_implementation", audit_round.state)
    audit_round.implementing_at = at
    audit_round.save(update_fields=["state", "implementing_at"])
    record(RoundAction.IMPLEMENTATION_BEGUN, audit_round, actor=actor, at=at)
    return audit_round


# Which part of the information each ground of listing asks for.
PARTS_BY_REASON = {
    "over_limit": "pollutants",
    "energy_intensive": "energy",
    "high_energy_total": "energy",
    "toxic": "toxics",
}


def required_parts(audit_round: Round) -> set[str]:
    """Return the parts of the information that the grounds of listing ask for."""
    if audit_round.listing is None:
        return set()
    keys = audit_round.listing.reasons.values_list("key", flat=True)
    return {PARTS_BY_REASON[key] for key in keys if key in PARTS_BY_REASON}


def _refuse_missing_parts(audit_round: Round, parts: dict[str, str]) -> None:
    for name in sorted(required_parts(audit_round)):
        if not parts[name].strip():
            raise Refusal(
                _("The ground on which the enterprise is listed asks for this part."),
                field=name,
            )


def _refuse_missing_supplement(audit_round: Round) -> None:
    if audit_round.state != RoundState.EVALUATION_SUPPLEMENT:
        return
    reviewed = audit_round.sessions.filter(
        kind=ReviewKind.EVALUATION, state=SessionState.CONCLUDED
    ).latest("concluded_at")
    newer = audit_round.reports.filter(
        version__gt=reviewed.report.version, submitted_at__isnull=False
    )
    if not newer.exists():
        raise Refusal(_("File the supplemented report first."))
