"""Setting, stopping, resuming and finishing clocks.

A clock moves as part of a step that its caller records in the journal; only
reminders and lapses, which nobody took a step for, are recorded here.
"""

from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from core.calendar import (
    ONE_DAY,
    PeriodUnit,
    is_provisional,
    next_working_day,
    nth_working_day,
    period_end,
    working_days_between,
)
from core.clocks.actions import ClockAction
from core.clocks.terms import Term
from core.journal import record
from core.models.clocks import ClockPause, StatutoryClock
from core.models.journal import label_of
from core.refusals import Refusal

REMIND_AHEAD = (30, 7, 1)


class ClockRefused(Refusal):
    """A clock cannot be set, stopped or resumed in this way."""


@transaction.atomic
def start_clock(
    *,
    kind: str,
    subject: models.Model,
    term: Term,
    starts_on: date,
    remind_ahead: tuple[int, ...] = REMIND_AHEAD,
) -> StatutoryClock:
    """Set a clock for a row; the period runs from the day after ``starts_on``.

    One clock of a kind is open for a row at a time: setting it again returns
    the open one unchanged.
    """
    opened = StatutoryClock.objects.about(subject).filter(kind=kind, finished_on=None)
    if (clock := opened.first()) is not None:
        return clock
    clock = StatutoryClock(
        kind=kind,
        subject_type=label_of(subject),
        subject_id=str(subject.pk),
        starts_on=starts_on,
        remind_ahead=sorted(remind_ahead, reverse=True),
        **{name: getattr(term, name) for name in term.__dataclass_fields__},
    )
    _end(clock, period_end(starts_on, term.amount, term.unit))
    clock.save()
    return clock


@transaction.atomic
def pause_clock(*, clock_id: int, reason: str, on: date) -> StatutoryClock:
    """Stop a clock from a day on, that day included, for a stated reason.

    Raises ClockRefused if it is finished, stopped already, or past its day.
    """
    clock = StatutoryClock.objects.locked().get(pk=clock_id)
    _refuse_finished(clock)
    if clock.pauses.filter(until_on=None).exists():
        raise ClockRefused(_("This clock is stopped already."))
    if not clock.starts_on <= on <= clock.due_on:
        raise ClockRefused(_("A clock can be stopped only while its period runs."))
    if clock.pauses.filter(until_on__gt=on).exists():
        raise ClockRefused(_("This clock was already stopped on that day."))
    ClockPause.objects.create(clock=clock, from_on=on, reason=reason)
    return clock


@transaction.atomic
def resume_clock(*, clock_id: int, on: date) -> StatutoryClock:
    """Let a stopped clock run again from a day on; what was left is left still.

    Raises ClockRefused if it is finished or runs already, or if the day lies
    before the stop.
    """
    clock = StatutoryClock.objects.locked().get(pk=clock_id)
    _refuse_finished(clock)
    pause = clock.pauses.filter(until_on=None).first()
    if pause is None:
        raise ClockRefused(_("This clock is not stopped."))
    if on < pause.from_on:
        raise ClockRefused(_("A clock cannot resume before the day it was stopped."))
    _end(clock, _moved_end(clock, stopped=pause.from_on, resumed=on))
    pause.until_on = on
    pause.save(update_fields=["until_on"])
    clock.reminded_on = None
    clock.save(update_fields=["ends_on", "due_on", "provisional", "reminded_on"])
    return clock


@transaction.atomic
def finish_clock(
    *, kind: str, subject: models.Model, on: date
) -> StatutoryClock | None:
    """Finish a row's open clock of a kind; return None where there is none."""
    opened = StatutoryClock.objects.locked().about(subject)
    clock = opened.filter(kind=kind, finished_on=None).first()
    if clock is None:
        return None
    clock.pauses.filter(until_on=None).update(until_on=models.F("from_on"))
    clock.finished_on = on
    clock.save(update_fields=["finished_on"])
    return clock


@transaction.atomic
def recount_clocks(*, year: int) -> int:
    """Count provisional clocks again once the holidays of a year are known.

    Returns how many moved. Clocks that were stopped meanwhile keep their day.
    """
    moved = 0
    waiting = StatutoryClock.objects.locked().filter(
        finished_on=None, provisional=True, pauses=None, due_on__year__gte=year
    )
    for clock in waiting:
        before = clock.due_on
        _end(clock, period_end(clock.starts_on, clock.amount, clock.unit))
        clock.save(update_fields=["ends_on", "due_on", "provisional"])
        moved += clock.due_on != before
    return moved


@transaction.atomic
def ring_clocks(*, at: datetime, on: date) -> int:
    """Record reminders that are due and clocks that ran out; safe to repeat.

    Upper floors subscribe to the two actions and write the letters. Returns
    how many clocks rang.
    """
    clocks = StatutoryClock.objects.locked().running()
    last_to_remind = on + timedelta(days=max(REMIND_AHEAD) * 2)
    rang = 0
    for clock in clocks.filter(due_on__lte=last_to_remind, lapsed_on=None):
        if clock.due_on < on:
            clock.lapsed_on = on
            _ring(clock, ClockAction.LAPSED, at=at, on=on)
            rang += 1
        elif _reminder_is_due(clock, on):
            clock.reminded_on = on
            _ring(clock, ClockAction.REMINDED, at=at, on=on)
            rang += 1
    return rang


def _ring(
    clock: StatutoryClock, action: ClockAction, *, at: datetime, on: date
) -> None:
    clock.save(update_fields=["lapsed_on", "reminded_on"])
    record(
        action,
        clock,
        actor=None,
        at=at,
        kind=clock.kind,
        subject_type=clock.subject_type,
        subject_id=clock.subject_id,
        label=clock.label,
        due_on=clock.due_on,
        days_left=(clock.due_on - on).days,
    )


def _reminder_is_due(clock: StatutoryClock, on: date) -> bool:
    days = [clock.due_on - timedelta(days=ahead) for ahead in clock.remind_ahead]
    passed = [day for day in days if clock.starts_on < day <= on]
    return bool(passed) and (
        clock.reminded_on is None or clock.reminded_on < max(passed)
    )


def _end(clock: StatutoryClock, ends_on: date) -> None:
    clock.ends_on = ends_on
    clock.due_on = next_working_day(ends_on) if clock.rolls else ends_on
    counts_holidays = clock.rolls or clock.unit == PeriodUnit.WORKING_DAY
    years = range(clock.starts_on.year, clock.due_on.year + 1)
    clock.provisional = counts_holidays and any(map(is_provisional, years))


def _moved_end(clock: StatutoryClock, *, stopped: date, resumed: date) -> date:
    if clock.unit != PeriodUnit.WORKING_DAY:
        return clock.ends_on + (resumed - stopped)
    # The start never counts, so a stop on that very day takes nothing away.
    first_left = max(stopped, clock.starts_on + ONE_DAY)
    left = working_days_between(first_left, clock.ends_on)
    return nth_working_day(max(resumed, first_left), left) if left else resumed


def _refuse_finished(clock: StatutoryClock) -> None:
    if clock.finished_on is not None:
        raise ClockRefused(_("This clock is finished."))
