from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import daily
from core.calendar import is_working_day, period_end, working_days_between
from core.clocks import (
    ClockRefused,
    Term,
    clocks_of,
    deadline_of,
    deadlines_by_subject,
    deadlines_of,
    finish_clock,
    pause_clock,
    resume_clock,
    start_clock,
)
from core.clocks.services import recount_clocks, ring_clocks
from core.models import JournalEntry, StatutoryClock
from reference.models import Jurisdiction
from reference.selectors import legal_term
from tests.conftest import NOON
from tests.factories.core import StatutoryClockFactory
from tests.factories.reference import HolidayFactory

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 9)
FIVE_DAYS = Term(
    5, "working_day", "陈述申辩", "Statement", basis="依据", basis_en="Basis"
)
ONE_MONTH = Term(1, "month", "公布信息")
per_example = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
terms = st.builds(
    Term,
    amount=st.integers(1, 40),
    unit=st.sampled_from(["working_day", "day", "month"]),
    label=st.just("x"),
    rolls=st.booleans(),
)


@pytest.fixture
def lanzhou():
    return Jurisdiction.objects.get(pk="620100")


def started(subject, term=FIVE_DAYS, on=MONDAY):
    return start_clock(kind="example", subject=subject, term=term, starts_on=on)


def test_a_clock_is_due_at_the_end_of_its_term(lanzhou):
    assert started(lanzhou).due_on == date(2026, 3, 16)


def test_a_last_day_on_a_holiday_moves_to_the_next_working_day(lanzhou):
    clock = started(lanzhou, ONE_MONTH, on=date(2026, 9, 1))

    assert (clock.ends_on, clock.due_on) == (date(2026, 10, 1), date(2026, 10, 8))


def test_a_term_that_does_not_roll_ends_on_the_holiday(lanzhou):
    term = Term(1, "month", "公示", rolls=False)

    assert started(lanzhou, term, on=date(2026, 9, 1)).due_on == date(2026, 10, 1)


def test_setting_an_open_clock_again_changes_nothing(lanzhou):
    first = started(lanzhou)

    again = started(lanzhou, on=MONDAY + timedelta(days=3))

    assert again == first
    assert StatutoryClock.objects.get().starts_on == MONDAY


def test_a_finished_clock_may_be_followed_by_another(lanzhou):
    started(lanzhou)
    finish_clock(kind="example", subject=lanzhou, on=MONDAY)

    started(lanzhou)

    assert StatutoryClock.objects.about(lanzhou).count() == 2


def test_a_clock_into_an_unknown_year_is_provisional(lanzhou):
    clock = started(lanzhou, Term(1, "year", "完成审核"), on=date(2026, 12, 1))

    assert clock.provisional


def test_calendar_terms_that_do_not_roll_are_never_provisional(lanzhou):
    term = Term(1, "year", "公示", rolls=False)

    assert not started(lanzhou, term, on=date(2026, 12, 1)).provisional


def test_a_provisional_clock_is_counted_again_when_the_holidays_are_known(lanzhou):
    clock = started(lanzhou, on=date(2027, 2, 1))
    HolidayFactory(day=date(2027, 2, 8))

    moved = recount_clocks(year=2027)

    clock.refresh_from_db()
    assert (moved, clock.due_on, clock.provisional) == (1, date(2027, 2, 9), False)


def test_a_stopped_clock_keeps_what_was_left(lanzhou):
    clock = started(lanzhou)
    pause_clock(clock_id=clock.pk, reason="鉴定", on=date(2026, 3, 12))

    clock = resume_clock(clock_id=clock.pk, on=date(2026, 3, 26))

    assert clock.due_on == date(2026, 3, 30)


@pytest.mark.parametrize("on", [MONDAY - timedelta(days=1), date(2026, 3, 17)])
def test_a_clock_stops_only_while_it_runs(lanzhou, on):
    clock = started(lanzhou)

    with pytest.raises(ClockRefused):
        pause_clock(clock_id=clock.pk, reason="鉴定", on=on)

    assert not clock.pauses.exists()


def test_a_stopped_clock_cannot_be_stopped_again(lanzhou):
    clock = started(lanzhou)
    pause_clock(clock_id=clock.pk, reason="鉴定", on=MONDAY)

    with pytest.raises(ClockRefused):
        pause_clock(clock_id=clock.pk, reason="公告", on=MONDAY)

    assert clock.pauses.count() == 1


def test_a_running_clock_cannot_resume(lanzhou):
    clock = started(lanzhou)

    with pytest.raises(ClockRefused):
        resume_clock(clock_id=clock.pk, on=MONDAY)

    clock.refresh_from_db()
    assert clock.due_on == date(2026, 3, 16)


def test_a_clock_cannot_resume_before_it_stopped(lanzhou):
    clock = started(lanzhou)
    pause_clock(clock_id=clock.pk, reason="鉴定", on=date(2026, 3, 12))

    with pytest.raises(ClockRefused):
        resume_clock(clock_id=clock.pk, on=date(2026, 3, 11))

    assert clock.pauses.get().until_on is None


@pytest.mark.parametrize("step", [pause_clock, resume_clock])
def test_a_finished_clock_stays_as_it_is(step):
    clock = StatutoryClockFactory(finished=True)
    extra = {"reason": "鉴定"} if step is pause_clock else {}

    with pytest.raises(ClockRefused):
        step(clock_id=clock.pk, on=MONDAY, **extra)

    assert not clock.pauses.exists()


def test_finishing_what_never_started_does_nothing(lanzhou):
    assert finish_clock(kind="example", subject=lanzhou, on=MONDAY) is None


def test_a_law_row_sets_a_clock(lanzhou):
    term = legal_term("audit.completed", MONDAY).as_term()

    clock = started(lanzhou, term)

    assert clock.due_on == date(2027, 3, 9)
    assert clock.basis_key == "measures.17"
    assert clock.basis == "《清洁生产审核办法》第十七条"
    assert clock.lateness


@pytest.mark.parametrize(
    ("language", "label", "basis"),
    [("zh-hans", "陈述申辩", "依据"), ("en", "Statement", "Basis")],
)
def test_a_deadline_speaks_the_readers_language(lanzhou, language, label, basis):
    clock = started(lanzhou)

    with override(language):
        deadline = deadline_of(clock, MONDAY)

    assert (deadline.label, deadline.basis) == (label, basis)
    assert deadline.days_left == 7


@pytest.mark.parametrize(
    ("on", "late"), [(date(2026, 3, 16), False), (date(2026, 3, 17), True)]
)
def test_a_matter_is_late_from_the_day_after_it_was_due(lanzhou, on, late):
    started(lanzhou)

    assert [deadline.late for deadline in deadlines_of(lanzhou, on)] == [late]


def test_a_stopped_matter_is_never_late(lanzhou):
    clock = started(lanzhou)
    pause_clock(clock_id=clock.pk, reason="鉴定", on=MONDAY)

    (deadline,) = deadlines_of(lanzhou, date(2027, 1, 1))

    assert (deadline.paused, deadline.late) == (True, False)


def test_a_matter_finished_late_stays_late_and_leaves_the_open_ones(lanzhou):
    started(lanzhou)
    finish_clock(kind="example", subject=lanzhou, on=date(2026, 3, 20))

    (clock,) = clocks_of(lanzhou)

    assert deadline_of(clock, date(2026, 6, 1)).late
    assert deadlines_of(lanzhou, date(2026, 6, 1)) == []


@pytest.mark.parametrize("count", [1, 10])
def test_deadlines_of_many_rows_take_two_queries(count, django_assert_num_queries):
    places = list(Jurisdiction.objects.units()[:count])
    for place in places:
        started(place)

    with django_assert_num_queries(2):
        found = deadlines_by_subject(places, MONDAY)

    assert [len(found[place.pk]) for place in places] == [1] * count


def test_a_clock_rings_ahead_and_once_when_it_lapses(lanzhou):
    started(lanzhou)
    rung = []
    for offset in range(12):
        on = MONDAY + timedelta(days=offset)
        if ring_clocks(at=NOON, on=on):
            rung.append(on)
        assert ring_clocks(at=NOON, on=on) == 0

    actions = list(JournalEntry.objects.values_list("action", flat=True))

    assert rung == [date(2026, 3, 15), date(2026, 3, 17)]
    assert actions == ["core.clock.reminded", "core.clock.lapsed"]


def test_a_reminder_missed_on_its_day_comes_on_the_next(lanzhou):
    started(lanzhou, Term(3, "month", "x"))

    assert ring_clocks(at=NOON, on=date(2026, 5, 13)) == 1
    assert ring_clocks(at=NOON, on=date(2026, 5, 14)) == 0


def test_stopped_and_finished_clocks_do_not_ring(lanzhou):
    clock = started(lanzhou)
    pause_clock(clock_id=clock.pk, reason="鉴定", on=MONDAY)
    StatutoryClockFactory(finished=True)

    assert ring_clocks(at=NOON, on=date(2026, 5, 1)) == 0


def test_the_daily_command_names_what_it_did_and_may_run_twice(lanzhou):
    started(lanzhou)
    out = StringIO()

    call_command("daily", "--on", "2026-04-01", stdout=out)
    call_command("daily", "--on", "2026-04-01", stdout=out)

    lines = [line for line in out.getvalue().splitlines() if "core.clocks" in line]
    assert lines == ["core.clocks: 1", "core.clocks: 0"]


def test_a_failing_chore_keeps_no_other_from_running():
    ran = []

    def breaks(*, at, on):
        raise LookupError

    def works(*, at, on):
        ran.append(on)
        return 1

    with pytest.raises(ExceptionGroup) as failure:
        daily.run(at=NOON, on=MONDAY, todo={"breaks": breaks, "works": works})

    assert ran == [MONDAY]
    assert [type(error) for error in failure.value.exceptions] == [LookupError]


@per_example
@given(term=terms, start=st.dates(date(2024, 1, 1), date(2026, 6, 30)), data=st.data())
def test_a_stop_of_no_length_changes_no_day(lanzhou, term, start, data):
    StatutoryClock.objects.all().delete()
    clock = started(lanzhou, term, on=start)
    length = (clock.ends_on - start).days
    on = start + timedelta(days=data.draw(st.integers(0, length)))

    pause_clock(clock_id=clock.pk, reason="x", on=on)
    resumed = resume_clock(clock_id=clock.pk, on=on)

    assert (resumed.ends_on, resumed.due_on) == (clock.ends_on, clock.due_on)


@per_example
@given(
    start=st.dates(date(2024, 1, 1), date(2026, 6, 30)),
    amount=st.integers(1, 40),
    data=st.data(),
)
def test_a_stop_takes_no_working_day_away(lanzhou, start, amount, data):
    StatutoryClock.objects.all().delete()
    clock = started(lanzhou, Term(amount, "working_day", "x"), on=start)
    length = (clock.ends_on - start).days
    stopped = start + timedelta(days=data.draw(st.integers(0, length)))
    back = stopped + timedelta(days=data.draw(st.integers(0, 90)))

    pause_clock(clock_id=clock.pk, reason="x", on=stopped)
    resumed = resume_clock(clock_id=clock.pk, on=back)

    first = start + timedelta(days=1)
    eve = stopped - timedelta(days=1)
    before = working_days_between(first, eve) if eve >= first else 0
    after = working_days_between(max(back, first), resumed.due_on)
    assert before + after == amount
    assert is_working_day(resumed.due_on)


@per_example
@given(term=terms, start=st.dates(date(2024, 1, 1), date(2026, 6, 30)))
def test_a_due_day_is_never_before_the_period_ends(lanzhou, term, start):
    StatutoryClock.objects.all().delete()

    clock = started(lanzhou, term, on=start)

    assert clock.ends_on == period_end(start, term.amount, term.unit)
    assert clock.due_on >= clock.ends_on
    assert not term.rolls or is_working_day(clock.due_on)
