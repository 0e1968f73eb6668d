"""Review sessions: planned, seated, opened, scored, signed, concluded."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from guardian.shortcuts import assign_perm, remove_perm

from accounts.models import Organisation, User
from accounts.permissions import is_staff_of
from audits import notifications
from audits.enums import ReviewKind
from audits.journal import SessionAction
from audits.models import (
    PanelSeat,
    Report,
    ReviewSession,
    Round,
    Rubric,
    ScoreSheet,
    SessionConclusion,
    SheetDraft,
)
from audits.permissions import can_oversee_round, can_score
from audits.rubric_data import digest_of, items_of, rule_of, sheet_data
from audits.rubric_engine import Conclusion, RubricError, check_sheet, conclude
from audits.services.panels import open_panel_names
from audits.states import (
    ACCEPTED,
    EVALUATED,
    OPEN_SESSIONS,
    ROUND_FLOW,
    SESSION_FLOW,
    RoundState,
    SessionState,
)
from core.clock import shanghai_day
from core.journal import record
from core.numbers import next_number
from core.refusals import MoveRefused, Refusal, require

REVIEWABLE = {
    ReviewKind.EVALUATION: RoundState.REPORT_SUBMITTED,
    ReviewKind.ACCEPTANCE: RoundState.IMPLEMENTING,
}


class SheetRefused(Refusal):
    """The sheet has a gap, or points an item cannot give."""


@transaction.atomic
def plan_session(
    *,
    round_id: int,
    kind: ReviewKind,
    rubric: Rubric,
    organiser: Organisation,
    meets_on: date,
    actor: User,
    at: datetime,
    place: str = "",
) -> ReviewSession:
    """Plan an evaluation or an acceptance of a round's latest filed report.

    Raises MoveRefused when the round is not ready for it, Refusal when a session
    of the kind is open, the rubric is of another kind, or the day is past.
    """
    audit_round = Round.objects.locked().get(pk=round_id)
    require(can_oversee_round(actor, audit_round) and is_staff_of(actor, organiser))
    if audit_round.state != REVIEWABLE[kind]:
        raise MoveRefused(move="plan_session", state=audit_round.state)
    _refuse_bad_plan(audit_round, kind, rubric, meets_on, shanghai_day(at))
    session = ReviewSession.objects.create(
        number=next_number("S", shanghai_day(at)),
        round=audit_round,
        report=_report_under_review(audit_round),
        kind=kind,
        rubric=rubric,
        organiser=organiser,
        meets_on=meets_on,
        place=place,
        planned_at=at,
    )
    record(
        SessionAction.PLANNED,
        session,
        actor=actor,
        at=at,
        number=session.number,
        round=audit_round.number,
        kind=kind,
        meets_on=meets_on,
        rubric=rubric.key,
    )
    return session


@transaction.atomic
def seat_expert(
    *, session_id: int, expert: User, actor: User | None, at: datetime
) -> PanelSeat:
    """Seat an expert who was drawn and accepted; the round opens to the expert.

    The caller has drawn the expert: nobody is seated by hand. Seating twice
    changes nothing. Raises MoveRefused once the session is over.
    """
    session = _locked(session_id)
    if session.state not in OPEN_SESSIONS:
        raise MoveRefused(move="seat", state=session.state)
    seat, created = PanelSeat.objects.get_or_create(
        session=session, user=expert, defaults={"seated_at": at}
    )
    if not created:
        return seat
    # The entry about the seat stands for the grant too: an entry on the round
    # would name the expert before the meeting.
    assign_perm("review_round", expert, session.round)
    record(
        SessionAction.SEAT_TAKEN,
        session,
        actor=actor,
        at=at,
        number=session.number,
        seat=seat.pk,
    )
    return seat


@transaction.atomic
def leave_seat(
    *, session_id: int, expert: User, reason: str, actor: User | None, at: datetime
) -> PanelSeat:
    """Empty the seat of an expert whose place in the draw passed on.

    The caller has passed it on. Raises Refusal for an expert who has signed.
    """
    session = _locked(session_id)
    seat = session.seats.get(user=expert)
    if ScoreSheet.objects.filter(seat=seat).exists():
        raise Refusal(_("The sheet is signed; the expert stays on the panel."))
    seat.left_at = at
    seat.reason = reason
    seat.save(update_fields=["left_at", "reason"])
    if not session.round.sessions.seated(expert).exists():
        remove_perm("review_round", expert, session.round)
    record(
        SessionAction.SEAT_LEFT,
        session,
        actor=actor,
        at=at,
        number=session.number,
        seat=seat.pk,
        reason=reason,
    )
    return seat


@transaction.atomic
def open_session(*, session_id: int, actor: User, at: datetime) -> ReviewSession:
    """Open the meeting: from now on the panel scores and its names are shown.

    Raises Refusal before its day or with fewer experts than the rubric asks for.
    """
    session = _locked(session_id)
    require(is_staff_of(actor, session.organiser))
    state = SESSION_FLOW.after("open", session.state)
    if shanghai_day(at) < session.meets_on:
        raise Refusal(_("The day of the meeting has not come yet."))
    needed = rule_of(session.rubric).minimum_sheets
    if session.seats.filter(left_at__isnull=True).count() < needed:
        raise Refusal(
            _("The rubric asks for at least {count} experts.").format(count=needed)
        )
    session.state = SessionState(state)
    session.opened_at = at
    session.save(update_fields=["state", "opened_at"])
    record(SessionAction.OPENED, session, actor=actor, at=at, number=session.number)
    open_panel_names(session, actor=actor, at=at)
    return session


@transaction.atomic
def save_sheet(
    *,
    seat_id: int,
    scores: Mapping[str, Decimal],
    vetoes: list[str],
    opinion: str,
    actor: User,
    at: datetime,
) -> SheetDraft:
    """Keep what an expert has filled in so far; gaps are allowed.

    Raises SheetRefused once the sheet is signed.
    """
    seat = _seat_to_score(seat_id, actor)
    draft, _created = SheetDraft.objects.update_or_create(
        seat=seat,
        defaults={
            "scores": {key: str(value) for key, value in scores.items()},
            "vetoes": sorted(vetoes),
            "opinion": opinion,
            "saved_at": at,
        },
    )
    record(SessionAction.SHEET_DRAFTED, seat.session, actor=actor, at=at, seat=seat.pk)
    return draft


@transaction.atomic
def sign_sheet(
    *,
    seat_id: int,
    scores: Mapping[str, Decimal],
    vetoes: list[str],
    opinion: str,
    actor: User,
    at: datetime,
) -> ScoreSheet:
    """Sign a sheet for good: the database refuses to change it afterwards.

    Raises SheetRefused for gaps, for points beyond an item's most, for a veto
    without an opinion, and for a second signature.
    """
    seat = _seat_to_score(seat_id, actor)
    data = sheet_data(scores, vetoes)
    try:
        check_sheet(items_of(seat.session.rubric), data)
    except RubricError as error:
        raise SheetRefused(
            _("Give every item points between zero and its most."), field=str(error)
        ) from error
    _refuse_bad_vetoes(seat.session.rubric, vetoes, opinion)
    sheet = ScoreSheet(
        seat=seat,
        scores={key: str(value) for key, value in scores.items()},
        vetoes=sorted(vetoes),
        opinion=opinion,
        total=sum(data.scores.values(), Decimal(0)),
        signed_at=at,
    )
    sheet.sha256 = digest_of(sheet)
    sheet.save(force_insert=True)
    SheetDraft.objects.filter(seat=seat).delete()
    record(
        SessionAction.SHEET_SIGNED,
        seat.session,
        actor=actor,
        at=at,
        seat=seat.pk,
        sha256=sheet.sha256,
    )
    return sheet


@transaction.atomic
def conclude_session(
    *, session_id: int, opinion: str, actor: User, at: datetime
) -> SessionConclusion:
    """Conclude from the signed sheets by the rubric's rule, and move the round.

    Nobody types the outcome in. Raises Refusal while a seated expert has not
    signed.
    """
    session = _locked(session_id)
    audit_round = Round.objects.locked().get(pk=session.round_id)
    require(is_staff_of(actor, session.organiser))
    state = SESSION_FLOW.after("conclude", session.state)
    result = _result_of(session)
    session.state = SessionState(state)
    session.concluded_at = at
    session.save(update_fields=["state", "concluded_at"])
    conclusion = SessionConclusion.objects.create(
        session=session,
        score=result.score,
        outcome=result.outcome,
        vetoes=list(result.vetoes),
        section_means={key: str(mean) for key, mean in result.section_means.items()},
        opinion=opinion,
        concluded_by=actor,
        concluded_at=at,
    )
    _move_round(audit_round, result.outcome, at)
    session.round = audit_round
    record(
        SessionAction.CONCLUDED,
        session,
        actor=actor,
        at=at,
        number=session.number,
        round=audit_round.number,
        outcome=result.outcome,
        score=result.score,
    )
    notifications.tell_concluded(session, at=at)
    return conclusion


@transaction.atomic
def cancel_session(
    *, session_id: int, reason: str, actor: User, at: datetime
) -> ReviewSession:
    """Call a session off, with the reason; the round waits for another."""
    session = _locked(session_id)
    require(is_staff_of(actor, session.organiser))
    session.state = SessionState(SESSION_FLOW.after("cancel", session.state))
    session.cancelled_at = at
    session.save(update_fields=["state", "cancelled_at"])
    record(
        SessionAction.CANCELLED,
        session,
        actor=actor,
        at=at,
        number=session.number,
        reason=reason,
    )
    return session


def _locked(session_id: int) -> ReviewSession:
    sessions = ReviewSession.objects.locked()
    return sessions.select_related("round__enterprise", "rubric").get(pk=session_id)


def _refuse_bad_plan(
    audit_round: Round, kind: ReviewKind, rubric: Rubric, meets_on: date, today: date
) -> None:
    if rubric.kind != kind:
        raise Refusal(_("This rubric is for another review."), field="rubric")
    if meets_on < today:
        raise Refusal(_("This day is past."), field="meets_on")
    opened = audit_round.sessions.filter(kind=kind, state__in=OPEN_SESSIONS)
    if opened.exists():
        raise Refusal(_("A session of this kind is open already."))


def _report_under_review(audit_round: Round) -> Report:
    return audit_round.reports.filter(submitted_at__isnull=False).latest("version")


def _seat_to_score(seat_id: int, actor: User) -> PanelSeat:
    seat = (
        PanelSeat.objects.locked()
        .select_related("session__rubric", "user")
        .get(pk=seat_id)
    )
    require(can_score(actor, seat))
    if ScoreSheet.objects.filter(seat=seat).exists():
        raise SheetRefused(_("The sheet is signed and stays as it is."))
    return seat


def _refuse_bad_vetoes(rubric: Rubric, vetoes: list[str], opinion: str) -> None:
    known = set(rubric.vetoes.values_list("key", flat=True))
    if not set(vetoes) <= known:
        raise SheetRefused(_("The rubric has no such veto item."), field="vetoes")
    if vetoes and not opinion.strip():
        raise SheetRefused(_("Say why a veto item applies."), field="opinion")


def _result_of(session: ReviewSession) -> Conclusion:
    seats = session.seats.filter(left_at__isnull=True).select_related("sheet")
    sheets = [seat.sheet for seat in seats if hasattr(seat, "sheet")]
    if len(sheets) < len(seats):
        raise Refusal(_("Some experts have not signed their sheets yet."))
    data = [sheet_data(sheet.scores, sheet.vetoes) for sheet in sheets]
    try:
        return conclude(items_of(session.rubric), rule_of(session.rubric), data)
    except RubricError as error:
        raise Refusal(_("There are fewer sheets than the rubric asks for.")) from error


def _move_round(audit_round: Round, outcome: str, at: datetime) -> None:
    audit_round.state = RoundState(ROUND_FLOW.after(outcome, audit_round.state))
    if audit_round.state in EVALUATED:
        audit_round.evaluated_at = at
    if audit_round.state in ACCEPTED:
        audit_round.accepted_at = at
    audit_round.save(update_fields=["state", "evaluated_at", "accepted_at"])
