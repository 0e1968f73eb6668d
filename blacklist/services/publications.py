"""Names go onto the register, are corrected, and leave it."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from blacklist import notifications
from blacklist.enums import EndReason, Tier
from blacklist.facts import (
    CORRECTABLE,
    CORRECTED,
    ENDED,
    PUBLISHED,
    comparable,
    current_facts,
    shown_on,
)
from blacklist.journal import PublicationAction
from blacklist.models import Correction, Decision, NamePublication, ViolationCase
from blacklist.periods import (
    PUBLICITY_END,
    REPAIR_FROM,
    WITHDRAWAL,
    finish_periods,
    last_day,
    start_publicity,
)
from blacklist.permissions import can_publish_name
from blacklist.search import KIND as PUBLICATION_KIND
from blacklist.services.cases import locked_case, require_basis
from blacklist.services.refusals import NotCurrent, NotPublishable
from blacklist.states import CASE_FLOW
from core.clock import shanghai_day
from core.journal import record
from core.models import LogLeaf
from core.numbers import next_number
from core.refusals import require
from core.search import touch
from core.templatetags.portal import day
from core.translog import append_leaf, erase_payload


@transaction.atomic
def publish_name(
    *, case_id: int, summary: str, actor: User, at: datetime
) -> NamePublication:
    """Put the party's name on the register.

    Needs a recorded decision, somebody other than its proposer, and a basis in
    force when the conduct ended; the decision itself could only be recorded
    after the statement period. The period runs from the decision (law row
    ``repair.tiers``). Raises NotPublishable for a minor case or when the period
    is over, NoLegalBasis, MoveRefused.
    """
    today = shanghai_day(at)
    case = locked_case(case_id)
    require(can_publish_name(actor, case, on=today))
    state = CASE_FLOW.after("publish", case.state)
    decision = case.decision
    require_basis(case.sanction_basis, case.conduct_until, field="summary")
    min_until, max_until = publicity_period(decision)
    if max_until <= today:
        raise NotPublishable(
            _("The publicity period of this decision ended on %(day)s.")
            % {"day": day(max_until)}
        )

    publication = _draft(case, decision, summary=summary, actor=actor)
    publication.number = next_number("N", today)
    publication.published_at = at
    publication.published_on = today
    publication.min_until = min_until
    publication.max_until = max_until
    publication.leaf = append_leaf(PUBLISHED, current_facts(publication), at=at)
    publication.save(force_insert=True)
    touch(PUBLICATION_KIND, publication.pk)
    case.state = state
    case.save(update_fields=["state"])
    start_publicity(case, decision.tier, decided_on=decision.decided_on)

    record(
        PublicationAction.PUBLISHED,
        case,
        actor=actor,
        at=at,
        publication=publication.number,
        leaf=publication.leaf.index,
    )
    notifications.tell_party(case, "name_published", at=at)
    notifications.tell_subscribers(publication, "register_added", at=at)
    return publication


@transaction.atomic
def correct_publication(
    *,
    publication_id: int,
    changes: Mapping[str, str],
    reason: str,
    actor: User,
    at: datetime,
) -> Correction:
    """Correct published facts; what stood there before is kept and logged.

    Raises NotCurrent when the name is not shown any more, NotPublishable when
    nothing would change, KeyError for a fact that only the decision can change.
    """
    case, publication = _locked(publication_id)
    require(can_publish_name(actor, case, on=shanghai_day(at)))
    _require_current(publication, shanghai_day(at))
    before = current_facts(publication)
    for name, value in changes.items():
        if name not in CORRECTABLE:
            raise KeyError(name)
        setattr(publication, name, value)
    if current_facts(publication) == before:
        raise NotPublishable(_("Nothing would change."))

    publication.name_key = comparable(publication.party_name)
    publication.save(update_fields=[*CORRECTABLE, "name_key"])
    finish_periods(case, WITHDRAWAL, on=shanghai_day(at))
    touch(PUBLICATION_KIND, publication.pk)
    correction = _log_correction(
        publication, before=before, reason=reason, actor=actor, at=at
    )
    record(
        PublicationAction.CORRECTED,
        case,
        actor=actor,
        at=at,
        publication=publication.number,
        reason=reason,
        leaf=correction.leaf.index,
    )
    return correction


@transaction.atomic
def end_publication(
    *,
    publication_id: int,
    reason: EndReason,
    explanation: str,
    actor: User,
    at: datetime,
) -> NamePublication:
    """Take a name off the register because it was wrong or is replaced.

    Raises NotCurrent when it is not shown any more.
    """
    case, publication = _locked(publication_id)
    require(can_publish_name(actor, case, on=shanghai_day(at)))
    _require_current(publication, shanghai_day(at))

    take_down(publication, case, reason=reason, explanation=explanation, at=at)
    if reason == EndReason.ERROR:
        _erase_published_payloads(publication, actor=actor, at=at)
    record_end(publication, case, actor=actor, at=at)
    return publication


def expire_publications(*, at: datetime, on: date) -> int:
    """End every publication whose period is over; return how many ended.

    Safe to run twice: each one ends in a transaction of its own.
    """
    due = NamePublication.objects.filter(ended_at__isnull=True, max_until__lte=on)
    return sum(
        _expire(pk, today=on, at=at)
        for pk in due.order_by("pk").values_list("pk", flat=True)
    )


def publicity_period(decision: Decision) -> tuple[date, date]:
    """Return the first day of a possible repair and the first day after the end.

    Counted from the decision, by the terms in force on its day. Raises
    NotPublishable for the minor tier, which is not published.
    """
    if decision.tier == Tier.MINOR:
        raise NotPublishable(
            _("Names in minor cases are not published; conclude the case instead.")
        )
    day = decision.decided_on
    earliest = last_day(f"publicity.{decision.tier}.min", start=day, on=day)
    latest = last_day(f"publicity.{decision.tier}.max", start=day, on=day)
    return earliest, latest


def take_down(
    publication: NamePublication,
    case: ViolationCase,
    *,
    reason: EndReason,
    explanation: str,
    at: datetime,
    move: str = "end",
) -> LogLeaf:
    """End a locked publication and its case; the caller records the step."""
    publication.ended_at = at
    publication.end_reason = reason
    publication.end_explanation = explanation
    payload = {
        "number": publication.number,
        "ended_at": at,
        "reason": reason,
        "explanation": explanation,
    }
    publication.end_leaf = append_leaf(ENDED, payload, at=at)
    publication.save(
        update_fields=["ended_at", "end_reason", "end_explanation", "end_leaf"]
    )
    touch(PUBLICATION_KIND, publication.pk)
    over = (WITHDRAWAL, *REPAIR_FROM, *PUBLICITY_END)
    finish_periods(case, *over, on=shanghai_day(at))
    case.state = CASE_FLOW.after(move, case.state)
    case.save(update_fields=["state", "annulled_at"])
    notifications.tell_party(case, "name_removed", at=at)
    notifications.tell_subscribers(publication, "register_removed", at=at)
    return publication.end_leaf


def record_end(
    publication: NamePublication,
    case: ViolationCase,
    *,
    actor: User | None,
    at: datetime,
) -> None:
    """Write the journal entry of an end."""
    record(
        PublicationAction.ENDED,
        case,
        actor=actor,
        at=at,
        publication=publication.number,
        reason=publication.end_reason,
        reason_label=str(EndReason(publication.end_reason).label),
        explanation=publication.end_explanation,
        leaf=publication.end_leaf.index if publication.end_leaf else None,
    )


@transaction.atomic
def _expire(publication_id: int, *, today: date, at: datetime) -> bool:
    case, publication = _locked(publication_id)
    if publication.ended_at is not None or publication.max_until > today:
        return False
    take_down(publication, case, reason=EndReason.EXPIRED, explanation="", at=at)
    record_end(publication, case, actor=None, at=at)
    return True


def _locked(publication_id: int) -> tuple[ViolationCase, NamePublication]:
    """Lock the case first, then its publication."""
    found = NamePublication.objects.only("case_id").get(pk=publication_id)
    case = locked_case(found.case_id)
    return case, NamePublication.objects.locked().get(pk=publication_id)


def _require_current(publication: NamePublication, today: date) -> None:
    if not shown_on(publication, today):
        raise NotCurrent(_("This publication is not current any more."))


def _draft(
    case: ViolationCase, decision: Decision, *, summary: str, actor: User
) -> NamePublication:
    return NamePublication(
        case=case,
        party=case.party,
        party_name=case.party_name,
        name_key=comparable(case.party_name),
        party_credit_code=case.party_credit_code,
        kind=case.kind,
        summary=summary,
        outcome=decision.outcome,
        conduct_from=case.conduct_from,
        conduct_until=case.conduct_until,
        document_number=decision.document_number,
        decided_on=decision.decided_on,
        authority=case.authority,
        authority_name=case.authority.name,
        jurisdiction=case.jurisdiction,
        rectification_standard=case.rectification_standard,
        sanction_basis=case.sanction_basis,
        tier=decision.tier,
        proposed_by_id=decision.proposed_by_id,
        published_by=actor,
    )


def _log_correction(
    publication: NamePublication,
    *,
    before: dict[str, object],
    reason: str,
    actor: User,
    at: datetime,
) -> Correction:
    payload = {
        "number": publication.number,
        "correction": publication.corrections.count() + 1,
        "reason": reason,
        "corrected_at": at,
        "facts": current_facts(publication),
    }
    return Correction.objects.create(
        publication=publication,
        before=before,
        reason=reason,
        corrected_at=at,
        corrected_by=actor,
        leaf=append_leaf(CORRECTED, payload, at=at),
    )


def _erase_published_payloads(
    publication: NamePublication, *, actor: User, at: datetime
) -> None:
    """Let nobody read in the log what was published in error."""
    leaves = [publication.leaf, *(c.leaf for c in publication.corrections.all())]
    for leaf in leaves:
        erase_payload(leaf, reason=str(EndReason.ERROR.value), actor=actor, at=at)
