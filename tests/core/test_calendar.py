from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.calendar import (
    add_months,
    is_provisional,
    is_working_day,
    next_working_day,
    nth_working_day,
    period_end,
    working_days_between,
    working_deadline,
)
from tests.factories.reference import HolidayFactory

pytestmark = pytest.mark.django_db

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
per_example = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 3, 10), True),  # a Tuesday
        (date(2026, 3, 14), False),  # a Saturday
        (date(2026, 10, 1), False),  # National Day, a Thursday
        (date(2026, 10, 10), True),  # a Saturday worked for National Day
    ],
)
def test_days_of_rest_and_make_up_days_are_known(day, worked):
    assert is_working_day(day) is worked


def test_an_operators_row_overrides_what_is_packaged():
    HolidayFactory(day=date(2027, 2, 8))
    HolidayFactory(day=date(2027, 2, 13), worked=True)

    assert not is_working_day(date(2027, 2, 8))
    assert is_working_day(date(2027, 2, 13))


def test_an_unknown_year_is_provisional_until_its_holidays_are_entered():
    before = is_provisional(2027)
    HolidayFactory(day=date(2027, 1, 1))

    assert (before, is_provisional(2027), is_provisional(2026)) == (True, False, False)


def test_an_unknown_year_follows_the_plain_week():
    assert is_working_day(date(2031, 10, 1))
    assert not is_working_day(date(2031, 10, 4))


def test_a_working_deadline_skips_the_day_it_starts_on():
    assert working_deadline(date(2026, 3, 9), 5) == date(2026, 3, 16)


def test_a_working_deadline_crosses_a_holiday():
    assert working_deadline(date(2026, 9, 30), 3) == date(2026, 10, 10)


@pytest.mark.parametrize("n", [0, -1])
def test_there_is_no_working_day_before_the_first(n):
    with pytest.raises(ValueError, match="no working day"):
        nth_working_day(date(2026, 3, 9), n)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(start, months, end):
    assert add_months(start, months) == end


@pytest.mark.parametrize(
    ("unit", "end"),
    [
        ("working_day", date(2026, 3, 12)),
        ("day", date(2026, 3, 12)),
        ("month", date(2026, 5, 10)),
        ("year", date(2028, 3, 10)),
    ],
)
def test_each_unit_counts_in_its_own_way(unit, end):
    assert period_end(date(2026, 3, 10), 2, unit) == end


def test_an_unknown_unit_is_an_error():
    with pytest.raises(ValueError, match="fortnight"):
        period_end(date(2026, 3, 10), 2, "fortnight")


@per_example
@given(start=days, n=st.integers(1, 200))
def test_the_nth_working_day_is_worked_and_has_n_working_days_up_to_it(start, n):
    end = nth_working_day(start, n)

    assert is_working_day(end)
    assert working_days_between(start, end) == n


@per_example
@given(start=days, n=st.integers(1, 60), more=st.integers(1, 60))
def test_a_longer_period_ends_later(start, n, more):
    assert working_deadline(start, n) < working_deadline(start, n + more)


@per_example
@given(start=days, n=st.integers(1, 60), more=st.integers(1, 60))
def test_working_periods_add_up(start, n, more):
    assert working_deadline(working_deadline(start, n), more) == (
        working_deadline(start, n + more)
    )


@per_example
@given(start=days)
def test_the_next_working_day_is_the_first_one(start):
    found = next_working_day(start)

    assert found >= start
    assert is_working_day(found)
    assert found == start or not is_working_day(found - timedelta(days=1))


@given(start=days, months=st.integers(0, 120))
def test_months_never_leave_the_month_they_land_in(start, months):
    end = add_months(start, months)

    passed = (end.year - start.year) * 12 + end.month - start.month
    assert passed == months
    assert end.day <= start.day
    assert end.day == start.day or (end + timedelta(days=1)).day == 1


@given(start=days, earlier=st.integers(0, 400), months=st.integers(0, 36))
def test_a_later_start_never_ends_earlier(start, earlier, months):
    assert add_months(start - timedelta(days=earlier), months) <= (
        add_months(start, months)
    )
