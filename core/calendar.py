"""Days of work and rest in China, and periods counted in them.

Which days depart from the plain week comes from holiday sources: the package
of known holidays by default, and rows that an operator keeps, registered by
the package that owns them. Years that no source knows follow the plain week
and are provisional.
"""

import calendar
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Protocol

from chinese_calendar import constants
from django.db import models
from django.utils.translation import pgettext_lazy

ONE_DAY = timedelta(days=1)
MONTHS_IN_YEAR = 12
SATURDAY = 5
# How far ahead exceptions are read at once while days are counted.
WINDOW = timedelta(days=120)


class PeriodUnit(models.TextChoices):
    """What a period is counted in."""

    WORKING_DAY = "working_day", pgettext_lazy("period unit", "working days")
    DAY = "day", pgettext_lazy("period unit", "calendar days")
    MONTH = "month", pgettext_lazy("period unit", "months")
    YEAR = "year", pgettext_lazy("period unit", "years")


class HolidaySource(Protocol):
    """Somebody who knows which days depart from the plain week."""

    def exceptions(self, first: date, last: date) -> Mapping[date, bool]:
        """Return the departing days from first to last: True where worked."""

    def knows(self, year: int) -> bool:
        """Tell whether the holidays of the year have been announced."""


class AnnouncedHolidays:
    """The holidays that the State Council has announced, as packaged."""

    def exceptions(self, first: date, last: date) -> Mapping[date, bool]:
        """Return the announced holidays and make-up days."""
        return {
            day: day in constants.workdays
            for day in days_between(first, last)
            if day in constants.workdays or day in constants.holidays
        }

    def knows(self, year: int) -> bool:
        """Tell whether the package holds the year."""
        return date(year, 1, 1) in constants.holidays


_sources: list[HolidaySource] = [AnnouncedHolidays()]


def add_holiday_source(source: HolidaySource) -> None:
    """Let a source speak too; what it says overrides the earlier ones."""
    _sources.append(source)


def is_provisional(year: int) -> bool:
    """Tell whether no source knows the holidays of a year yet."""
    return not any(source.knows(year) for source in reversed(_sources))


def is_working_day(day: date) -> bool:
    """Tell whether people work on a day."""
    return _is_worked(day, _exceptions(day, day))


def working_days_between(first: date, last: date) -> int:
    """Return how many working days lie from ``first`` to ``last``, both counted."""
    exceptions = _exceptions(first, last)
    return sum(_is_worked(day, exceptions) for day in days_between(first, last))


def nth_working_day(start: date, n: int) -> date:
    """Return the n-th working day from ``start`` on; ``start`` itself may be one.

    Raises ValueError if ``n`` is less than one.
    """
    if n < 1:
        message = f"There is no working day number {n}."
        raise ValueError(message)
    for day in _working_days_from(start):
        n -= 1
        if not n:
            return day
    raise AssertionError  # working days never end


def working_deadline(start: date, days: int) -> date:
    """Return the last day of a period of ``days`` working days."""
    # The term runs from the day after service, so the start is skipped.
    return nth_working_day(start + ONE_DAY, days)


def add_months(start: date, months: int) -> date:
    """Return the same day ``months`` later, or that month's last day.

    That is how the Civil Code counts months.
    """
    years, month = divmod(start.month - 1 + months, MONTHS_IN_YEAR)
    year = start.year + years
    last_of_month = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last_of_month))


def period_end(start: date, amount: int, unit: str) -> date:
    """Return the last day of a period that runs from the day after ``start``.

    The day is not moved off a holiday: see ``next_working_day`` for periods
    within which somebody must act.
    """
    match PeriodUnit(unit):
        case PeriodUnit.WORKING_DAY:
            return working_deadline(start, amount)
        case PeriodUnit.DAY:
            return start + timedelta(days=amount)
        case PeriodUnit.MONTH:
            return add_months(start, amount)
        case _:
            return add_months(start, amount * MONTHS_IN_YEAR)


def next_working_day(day: date) -> date:
    """Return the day, or the first working day after a holiday it falls on."""
    return nth_working_day(day, 1)


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield every day from first to last."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def _working_days_from(start: date) -> Iterator[date]:
    first = start
    while True:
        last = first + WINDOW
        exceptions = _exceptions(first, last)
        yield from (d for d in days_between(first, last) if _is_worked(d, exceptions))
        first = last + ONE_DAY


def _exceptions(first: date, last: date) -> dict[date, bool]:
    known: dict[date, bool] = {}
    for source in _sources:
        known.update(source.exceptions(first, last))
    return known


def _is_worked(day: date, exceptions: Mapping[date, bool]) -> bool:
    return exceptions.get(day, day.weekday() < SATURDAY)
