"""The party answers: statements, waivers, hearings."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from blacklist import notifications
from blacklist.enums import StatementKind
from blacklist.journal import CaseAction
from blacklist.models import CaseFile, Hearing, Statement, ViolationCase
from blacklist.periods import (
    HEARING_NOTICE,
    HEARING_REQUEST,
    STATEMENT,
    finish_periods,
    last_day,
)
from blacklist.permissions import can_answer_case, can_handle_case
from blacklist.services.cases import locked_case
from blacklist.services.refusals import AlreadyOpen, DayRefused, TooLate
from blacklist.states import HEARING_FLOW, CaseState
from core.clock import shanghai_day
from core.files import store_upload
from core.journal import record
from core.refusals import MoveRefused, Refusal, require
from core.templatetags.portal import day

_HEARING = "hearing"


@transaction.atomic
def file_statement(
    *,
    case_id: int,
    text: str,
    uploads: Iterable[UploadedFile] = (),
    actor: User,
    at: datetime,
) -> Statement:
    """File the party's statement; late ones are taken and marked as late.

    Raises MoveRefused when the decision was recorded meanwhile.
    """
    case = _answerable(case_id, "state", actor=actor)
    statement = Statement.objects.create(
        case=case,
        kind=StatementKind.STATEMENT,
        text=text,
        filed_at=at,
        filed_by=actor,
        late=shanghai_day(at) > case.notice.statement_due_on,
    )
    for upload in uploads:
        keep_party_file(case, upload, actor=actor, at=at)
    record(CaseAction.STATED, case, actor=actor, at=at, late=statement.late)
    notifications.tell_handler(case, "statement_filed", at=at)
    return statement


@transaction.atomic
def waive_defence(*, case_id: int, actor: User, at: datetime) -> Statement:
    """Declare that the party makes no statement and asks for no hearing.

    Raises MoveRefused when the decision was recorded meanwhile, AlreadyOpen
    when a hearing was asked for or the waiver was given before.
    """
    case = _answerable(case_id, "waive", actor=actor)
    if Hearing.objects.filter(case=case).exclude(state="withdrawn").exists():
        raise AlreadyOpen(_("Withdraw the request for a hearing first."))
    if case.statements.filter(kind=StatementKind.WAIVER).exists():
        raise AlreadyOpen(_("Statement and hearing were waived before."))

    waiver = Statement.objects.create(
        case=case, kind=StatementKind.WAIVER, filed_at=at, filed_by=actor
    )
    finish_periods(case, STATEMENT, HEARING_REQUEST, on=shanghai_day(at))
    record(CaseAction.WAIVED, case, actor=actor, at=at)
    notifications.tell_handler(case, "statement_filed", at=at)
    return waiver


@transaction.atomic
def request_hearing(
    *, case_id: int, request: str, actor: User, at: datetime
) -> Hearing:
    """Ask for a hearing.

    Raises TooLate after the period, AlreadyOpen when one was asked for or the
    defence was waived. See law row ``penalty.64``.
    """
    case = _answerable(case_id, "request_hearing", actor=actor)
    due_on = case.notice.hearing_due_on or case.notice.statement_due_on
    if shanghai_day(at) > due_on:
        raise TooLate(_("The period for requesting a hearing is over."))
    if Hearing.objects.filter(case=case).exists():
        raise AlreadyOpen(_("A hearing was requested before."))
    if case.statements.filter(kind=StatementKind.WAIVER).exists():
        raise AlreadyOpen(_("Statement and hearing were waived before."))

    hearing = Hearing.objects.create(
        case=case, request=request, requested_at=at, requested_by=actor
    )
    finish_periods(case, HEARING_REQUEST, on=shanghai_day(at))
    record(CaseAction.HEARING_REQUESTED, case, actor=actor, at=at)
    notifications.tell_handler(case, "hearing_requested", at=at)
    return hearing


@transaction.atomic
def withdraw_hearing(*, case_id: int, actor: User, at: datetime) -> Hearing:
    """Take back the request for a hearing.

    Raises MoveRefused when none was requested or it is over.
    """
    case = _answerable(case_id, "withdraw_hearing", actor=actor)
    hearing = _requested(case)

    hearing.state = HEARING_FLOW.after("withdraw", hearing.state)
    hearing.save(update_fields=["state"])

    record(CaseAction.HEARING_WITHDRAWN, case, actor=actor, at=at)
    return hearing


@transaction.atomic
def schedule_hearing(
    *, case_id: int, scheduled_on: date, place: str, actor: User, at: datetime
) -> Hearing:
    """Set day and place, far enough ahead. See law row ``penalty.64``.

    Raises DayRefused when the day leaves the party too little time.
    """
    case, hearing = _hearing(case_id, actor=actor, at=at)
    state = HEARING_FLOW.after("schedule", hearing.state)
    today = shanghai_day(at)
    earliest = last_day(HEARING_NOTICE, start=today, on=case.conduct_until)
    if scheduled_on < earliest:
        raise DayRefused(
            _("The party needs notice: choose %(day)s or later.")
            % {"day": day(earliest)},
            field="scheduled_on",
        )

    hearing.state = state
    hearing.notified_on = today
    hearing.scheduled_on = scheduled_on
    hearing.place = place
    hearing.save(update_fields=["state", "notified_on", "scheduled_on", "place"])

    record(
        CaseAction.HEARING_SCHEDULED,
        case,
        actor=actor,
        at=at,
        scheduled_on=scheduled_on,
        place=place,
    )
    notifications.tell_party(case, "hearing_scheduled", at=at)
    return hearing


@transaction.atomic
def hold_hearing(
    *, case_id: int, held_on: date, minutes: str, actor: User, at: datetime
) -> Hearing:
    """Record that the hearing took place, with its minutes.

    Raises DayRefused for a day before the announced one or after today.
    """
    case, hearing = _hearing(case_id, actor=actor, at=at)
    state = HEARING_FLOW.after("hold", hearing.state)
    announced = hearing.scheduled_on or held_on
    if not announced <= held_on <= shanghai_day(at):
        raise DayRefused(
            _(
                "The hearing takes place on the announced day or later, and no later "
                "than today."
            ),
            field="held_on",
        )

    hearing.state = state
    hearing.held_on = held_on
    hearing.minutes = minutes
    hearing.save(update_fields=["state", "held_on", "minutes"])

    record(CaseAction.HEARING_HELD, case, actor=actor, at=at, held_on=held_on)
    return hearing


@transaction.atomic
def refuse_hearing(*, case_id: int, reason: str, actor: User, at: datetime) -> Hearing:
    """Refuse a hearing to which the notice gave no right.

    Raises Refusal when the party has a right to it.
    """
    case, hearing = _hearing(case_id, actor=actor, at=at)
    if case.notice.hearing_right:
        raise Refusal(_("The notice gave the party a right to this hearing."))

    hearing.state = HEARING_FLOW.after("refuse", hearing.state)
    hearing.refusal = reason
    hearing.save(update_fields=["state", "refusal"])

    record(CaseAction.HEARING_REFUSED, case, actor=actor, at=at, reason=reason)
    notifications.tell_party(case, "hearing_refused", at=at)
    return hearing


def keep_party_file(
    case: ViolationCase, upload: UploadedFile, *, actor: User, at: datetime
) -> CaseFile:
    """Keep a file the party handed in."""
    stored = store_upload(upload, kind="blacklist.ViolationCase", actor=actor, at=at)
    return CaseFile.objects.create(
        case=case, file=stored, title=stored.original_name, by_party=True
    )


def _answerable(case_id: int, step: str, *, actor: User) -> ViolationCase:
    case = locked_case(case_id)
    require(can_answer_case(actor, case))
    if case.state != CaseState.NOTICED:
        raise MoveRefused(step, case.state)
    return case


def _hearing(
    case_id: int, *, actor: User, at: datetime
) -> tuple[ViolationCase, Hearing]:
    case = locked_case(case_id)
    require(can_handle_case(actor, case, on=shanghai_day(at)))
    if case.state != CaseState.NOTICED:
        raise MoveRefused(_HEARING, case.state)
    return case, _requested(case)


def _requested(case: ViolationCase) -> Hearing:
    hearing = Hearing.objects.locked().filter(case=case).first()
    if hearing is None:
        raise MoveRefused(_HEARING, case.state)
    return hearing
