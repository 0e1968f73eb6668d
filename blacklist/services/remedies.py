"""After the decision: credit repair, reconsideration, litigation, annulment."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from blacklist import notifications
from blacklist.enums import EndReason, RemedyKind, RemedyOutcome
from blacklist.facts import shown_on
from blacklist.journal import CaseAction, PublicationAction
from blacklist.models import (
    NamePublication,
    Reconsideration,
    RepairApplication,
    ViolationCase,
)
from blacklist.periods import (
    LITIGATION,
    RECONSIDERATION,
    WITHDRAWAL,
    finish_periods,
    start_period,
)
from blacklist.permissions import (
    can_annul_decision,
    can_answer_case,
    can_publish_name,
)
from blacklist.services.cases import locked_case
from blacklist.services.defence import keep_party_file
from blacklist.services.publications import record_end, take_down
from blacklist.services.refusals import (
    AlreadyOpen,
    DayRefused,
    NotCurrent,
    TooEarly,
    TooLate,
)
from blacklist.states import (
    CASE_FLOW,
    REMEDY_FLOW,
    REPAIR_FLOW,
    CaseState,
    RemedyState,
    RepairState,
)
from core.calendar import next_working_day
from core.clock import shanghai_day
from core.journal import record
from core.refusals import MoveRefused, Refusal, require
from core.templatetags.portal import day
from reference.selectors import legal_term

_CHALLENGE = "challenge"
TERM_OF = {
    RemedyKind.RECONSIDERATION: RECONSIDERATION,
    RemedyKind.LITIGATION: LITIGATION,
}


@transaction.atomic
def apply_for_repair(
    *,
    case_id: int,
    performance: str,
    pledged: bool,
    uploads: Iterable[UploadedFile] = (),
    actor: User,
    at: datetime,
) -> RepairApplication:
    """Apply for credit repair with proof of performance and a pledge.

    Raises NotCurrent when the name is not shown, TooEarly before the shortest
    period is over (law row ``repair.tiers``), AlreadyOpen while another
    application waits, Refusal (field ``pledged``) without the pledge.
    """
    today = shanghai_day(at)
    case = locked_case(case_id)
    require(can_answer_case(actor, case))
    publication = NamePublication.objects.locked().filter(case=case).first()
    if publication is None or not shown_on(publication, today):
        raise NotCurrent(_("This publication is not current any more."))
    if today < publication.min_until:
        raise TooEarly(
            _("Credit repair is possible from %(day)s.")
            % {"day": day(publication.min_until)}
        )
    if publication.repairs.filter(state=RepairState.SUBMITTED).exists():
        raise AlreadyOpen(_("An application is already being examined."))
    if not pledged:
        raise Refusal(_("Repair needs the credit pledge."), field="pledged")

    repair = RepairApplication.objects.create(
        publication=publication,
        performance=performance,
        pledged=pledged,
        applied_at=at,
        applied_by=actor,
    )
    for upload in uploads:
        keep_party_file(case, upload, actor=actor, at=at)
    record(PublicationAction.REPAIR_REQUESTED, case, actor=actor, at=at)
    notifications.tell_handler(case, "repair_requested", at=at)
    return repair


@transaction.atomic
def grant_repair(
    *, repair_id: int, answer: str, actor: User, at: datetime
) -> RepairApplication:
    """Grant credit repair, which ends the publication at once."""
    case, repair = _locked_repair(repair_id)
    require(can_publish_name(actor, case, on=shanghai_day(at)))
    publication = NamePublication.objects.locked().get(pk=repair.publication_id)
    if not shown_on(publication, shanghai_day(at)):
        raise NotCurrent(_("This publication is not current any more."))

    _answer_repair(repair, "grant", answer=answer, actor=actor, at=at)
    take_down(publication, case, reason=EndReason.REPAIRED, explanation=answer, at=at)
    record_end(publication, case, actor=actor, at=at)
    return repair


@transaction.atomic
def refuse_repair(
    *, repair_id: int, answer: str, actor: User, at: datetime
) -> RepairApplication:
    """Refuse credit repair with reasons; the party may apply again."""
    case, repair = _locked_repair(repair_id)
    require(can_publish_name(actor, case, on=shanghai_day(at)))

    _answer_repair(repair, "refuse", answer=answer, actor=actor, at=at)
    record(PublicationAction.REPAIR_REFUSED, case, actor=actor, at=at, answer=answer)
    notifications.tell_party(case, "repair_refused", at=at)
    return repair


@transaction.atomic
def report_challenge(
    *,
    case_id: int,
    kind: RemedyKind,
    request: str,
    requested_on: date,
    actor: User,
    at: datetime,
) -> Reconsideration:
    """Report that the party asked for reconsideration or went to court.

    The reviewing body receives the request itself; the portal keeps the term
    (law rows ``reconsideration.request``, ``litigation.direct``). It does not
    suspend the publication. Raises TooLate for a request after the period,
    DayRefused for one before service or after today, AlreadyOpen.
    """
    case = locked_case(case_id)
    require(can_answer_case(actor, case))
    if case.decided_at is None or case.state == CaseState.ANNULLED:
        raise MoveRefused(_CHALLENGE, case.state)
    served_on = case.decision.served_on
    due_on = challenge_due_on(case, kind)
    if not served_on <= requested_on <= shanghai_day(at):
        raise DayRefused(
            _("The day lies between the service of the decision and today."),
            field="requested_on",
        )
    if requested_on > due_on:
        raise TooLate(
            _("The period ended on %(day)s.") % {"day": day(due_on)},
            field="requested_on",
        )
    if case.reconsiderations.filter(kind=kind, state=RemedyState.REQUESTED).exists():
        raise AlreadyOpen(_("A challenge of this kind is already pending."))

    challenge = Reconsideration.objects.create(
        case=case,
        kind=kind,
        request=request,
        requested_on=requested_on,
        requested_at=at,
        requested_by=actor,
        due_on=due_on,
    )
    finish_periods(case, TERM_OF[kind], on=requested_on)
    record(
        CaseAction.CHALLENGED,
        case,
        actor=actor,
        at=at,
        kind=kind,
        kind_label=str(RemedyKind(kind).label),
    )
    notifications.tell_handler(case, "challenge_reported", at=at)
    return challenge


@transaction.atomic
def conclude_challenge(
    *,
    challenge_id: int,
    outcome: RemedyOutcome,
    outcome_on: date,
    document_number: str,
    explanation: str,
    actor: User,
    at: datetime,
) -> Reconsideration:
    """Record how a challenge ended; an annulment takes the name down at once.

    A changed decision sets the clock within which the publication is corrected
    or ended.

    See law row ``penalty.48``. Raises DayRefused for a day before the request
    or after today.
    """
    case, challenge = _locked_challenge(challenge_id)
    require(can_publish_name(actor, case, on=shanghai_day(at)))
    state = REMEDY_FLOW.after("conclude", challenge.state)
    if not challenge.requested_on <= outcome_on <= shanghai_day(at):
        message = _("The day lies between the request and today.")
        raise DayRefused(message, field="outcome_on")

    challenge.state = state
    challenge.outcome = outcome
    challenge.outcome_on = outcome_on
    challenge.outcome_document = document_number
    challenge.outcome_text = explanation
    challenge.recorded_at = at
    challenge.recorded_by = actor
    challenge.save()
    if outcome == RemedyOutcome.ANNULLED:
        _annul(case, explanation=explanation, at=at)
    elif outcome == RemedyOutcome.CHANGED and case.state == CaseState.PUBLISHED:
        start_period(WITHDRAWAL, case, starts_on=outcome_on, law_day=outcome_on)
    record(
        CaseAction.CHALLENGE_CONCLUDED,
        case,
        actor=actor,
        at=at,
        outcome=outcome,
        outcome_label=str(RemedyOutcome(outcome).label),
        document_number=document_number,
        explanation=explanation,
    )
    return challenge


@transaction.atomic
def annul_decision(
    *, case_id: int, reason: str, actor: User, at: datetime
) -> ViolationCase:
    """Record that the authority withdrew its own decision.

    A name that is shown is taken down at once. See law row ``penalty.48``.
    """
    case = locked_case(case_id)
    require(can_annul_decision(actor, case, on=shanghai_day(at)))

    _annul(case, explanation=reason, at=at)
    record(CaseAction.ANNULLED, case, actor=actor, at=at, reason=reason)
    return case


def challenge_due_on(case: ViolationCase, kind: RemedyKind) -> date:
    """Return the last day on which a decision can be challenged."""
    decision = case.decision
    term = legal_term(TERM_OF[kind], decision.decided_on)
    return next_working_day(term.last_day(decision.served_on))


def _annul(case: ViolationCase, *, explanation: str, at: datetime) -> None:
    publication = NamePublication.objects.locked().filter(case=case).first()
    case.annulled_at = at
    if publication is not None and publication.ended_at is None:
        take_down(
            publication,
            case,
            reason=EndReason.ANNULLED,
            explanation=explanation,
            at=at,
            move="annul",
        )
        return
    case.state = CASE_FLOW.after("annul", case.state)
    case.save(update_fields=["state", "annulled_at"])
    notifications.tell_party(case, "decision_annulled", at=at)


def _answer_repair(
    repair: RepairApplication, move: str, *, answer: str, actor: User, at: datetime
) -> None:
    repair.state = REPAIR_FLOW.after(move, repair.state)
    repair.answer = answer
    repair.decided_at = at
    repair.decided_by = actor
    repair.save(update_fields=["state", "answer", "decided_at", "decided_by"])


def _locked_repair(repair_id: int) -> tuple[ViolationCase, RepairApplication]:
    found = RepairApplication.objects.select_related("publication").get(pk=repair_id)
    case = locked_case(found.publication.case_id)
    return case, RepairApplication.objects.locked().get(pk=repair_id)


def _locked_challenge(challenge_id: int) -> tuple[ViolationCase, Reconsideration]:
    found = Reconsideration.objects.only("case_id").get(pk=challenge_id)
    case = locked_case(found.case_id)
    return case, Reconsideration.objects.locked().get(pk=challenge_id)
