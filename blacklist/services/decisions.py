"""Decisions as they are recorded: the portal decides nothing."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from blacklist import notifications
from blacklist.enums import StatementKind, Tier
from blacklist.journal import CaseAction
from blacklist.models import Decision, Hearing, ViolationCase
from blacklist.periods import (
    BEFORE_DECISION,
    LITIGATION,
    RECONSIDERATION,
    finish_periods,
    start_period,
)
from blacklist.permissions import can_handle_case, can_publish_name, can_sign_decision
from blacklist.services.cases import locked_case, require_basis
from blacklist.services.refusals import (
    AlreadyOpen,
    DayRefused,
    DefenceNotConsidered,
    HearingPending,
    HeavierThanAnnounced,
    PeriodRunning,
)
from blacklist.states import CASE_FLOW, CaseState, HearingState
from core.clock import shanghai_day
from core.journal import record
from core.refusals import MoveRefused, require
from core.templatetags.portal import day

_DECIDE = "decide"


@dataclass(frozen=True, slots=True)
class DecisionText:
    """What a written decision says."""

    document_number: str
    tier: Tier
    facts: str
    outcome: str
    performance: str
    remedies: str
    decided_on: date
    served_on: date
    considered: str = ""
    rectification_due_on: date | None = None


@transaction.atomic
def record_decision(
    text: DecisionText, *, case_id: int, actor: User, at: datetime
) -> Decision:
    """Record a signed decision, by a signatory who neither proposed nor reviewed.

    Raises PeriodRunning while the party may still answer, HearingPending while
    a hearing is open, DefenceNotConsidered when a statement got no answer,
    HeavierThanAnnounced for a tier above the notice's, NoLegalBasis when the
    basis was not in force when the conduct ended, DayRefused for other days,
    AlreadyOpen for a document number that is taken. See law rows
    ``penalty.44``, ``penalty.45``, ``penalty.62``.
    """
    today = shanghai_day(at)
    case = locked_case(case_id)
    require(can_sign_decision(actor, case, on=today))
    state = CASE_FLOW.after("decide", case.state)
    _check_defence(case, text)
    _check_days(text, today)
    require_basis(case.sanction_basis, case.conduct_until, field="document_number")
    if Decision.objects.filter(document_number=text.document_number).exists():
        raise AlreadyOpen(
            _("Another decision has this document number."), field="document_number"
        )

    decision = _write_decision(case, text, actor=actor, at=at)
    case.state = state
    case.decided_at = at
    case.save(update_fields=["state", "decided_at"])
    finish_periods(case, *BEFORE_DECISION, on=text.decided_on)
    for remedy in (RECONSIDERATION, LITIGATION):
        start_period(remedy, case, starts_on=text.served_on, law_day=text.decided_on)

    record(
        CaseAction.DECIDED,
        case,
        actor=actor,
        at=at,
        document_number=text.document_number,
        decided_on=text.decided_on,
        tier=text.tier,
    )
    notifications.tell_party(case, "decision_recorded", at=at)
    return decision


@transaction.atomic
def record_rectification(
    *, case_id: int, rectified_on: date, actor: User, at: datetime
) -> Decision:
    """Record that the authority verified the fault as put right.

    Raises DayRefused for a day before the decision or after today.
    """
    today = shanghai_day(at)
    case = locked_case(case_id)
    require(can_handle_case(actor, case, on=today))
    decision = Decision.objects.select_for_update().get(case=case)
    if not decision.decided_on <= rectified_on <= today:
        raise DayRefused(
            _("The day lies between the decision and today."), field="rectified_on"
        )

    decision.rectified_on = rectified_on
    decision.rectified_by = actor
    decision.save(update_fields=["rectified_on", "rectified_by"])
    record(CaseAction.RECTIFIED, case, actor=actor, at=at, rectified_on=rectified_on)
    return decision


@transaction.atomic
def conclude_case(*, case_id: int, actor: User, at: datetime) -> ViolationCase:
    """End a decided case without publishing the name, as minor ones usually do."""
    case = locked_case(case_id)
    require(can_publish_name(actor, case, on=shanghai_day(at)))

    case.state = CASE_FLOW.after("conclude", case.state)
    case.concluded_at = at
    case.save(update_fields=["state", "concluded_at"])

    record(CaseAction.CONCLUDED, case, actor=actor, at=at)
    return case


def _check_defence(case: ViolationCase, text: DecisionText) -> None:
    notice = case.notice
    if not _waived(case):
        open_until = max(notice.statement_due_on, notice.hearing_due_on or date.min)
        if text.decided_on <= open_until:
            raise PeriodRunning(
                _("The party may answer until %(day)s; the decision is later.")
                % {"day": day(open_until)},
                field="decided_on",
            )
    _check_hearing(case, text)
    stated = case.statements.filter(kind=StatementKind.STATEMENT).exists()
    if stated and not text.considered.strip():
        raise DefenceNotConsidered(
            _("Say how the party's statement was considered."), field="considered"
        )
    if Tier(text.tier).weight > Tier(notice.tier).weight:
        raise HeavierThanAnnounced(
            _("The notice announced a lighter tier; a graver one needs a new notice."),
            field="tier",
        )


def _check_hearing(case: ViolationCase, text: DecisionText) -> None:
    hearing = Hearing.objects.filter(case=case).first()
    if hearing is None:
        return
    if hearing.state in {HearingState.REQUESTED, HearingState.SCHEDULED}:
        raise HearingPending(_("The hearing the party asked for is still open."))
    if hearing.held_on and text.decided_on < hearing.held_on:
        raise DayRefused(
            _("The decision cannot be older than the hearing."), field="decided_on"
        )


def _check_days(text: DecisionText, today: date) -> None:
    if text.decided_on > today:
        message = _("The decision cannot be dated in the future.")
        raise DayRefused(message, field="decided_on")
    if not text.decided_on <= text.served_on <= today:
        message = _("The decision is served on its day or later, no later than today.")
        raise DayRefused(message, field="served_on")


def _waived(case: ViolationCase) -> bool:
    return case.statements.filter(kind=StatementKind.WAIVER).exists()


def _write_decision(
    case: ViolationCase, text: DecisionText, *, actor: User, at: datetime
) -> Decision:
    return Decision.objects.create(
        case=case,
        document_number=text.document_number,
        tier=text.tier,
        facts=text.facts,
        outcome=text.outcome,
        performance=text.performance,
        remedies=text.remedies,
        considered=text.considered,
        decided_on=text.decided_on,
        served_on=text.served_on,
        statement_due_on=case.notice.statement_due_on,
        statement_waived=_waived(case),
        proposed_by=_known(case.proposed_by),
        reviewed_by=_known(case.reviewed_by),
        signed_by=actor,
        signed_at=at,
        rectification_due_on=text.rectification_due_on,
    )


def _known(person: User | None) -> User:
    if person is None:  # the case's constraints do not let this happen
        raise MoveRefused(_DECIDE, CaseState.NOTICED)
    return person
