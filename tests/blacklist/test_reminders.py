"""Periods of a case are announced before they end, once each."""

from datetime import UTC, datetime, time, timedelta

import pytest

from blacklist import periods, services
from core import daily
from core.clocks import clocks_of
from core.models import OutboxMessage
from tests.blacklist.conftest import DAYS

pytestmark = pytest.mark.django_db

REMINDERS = ("blacklist/period_handler", "blacklist/period_party")


def run_daily(day):
    """Do the daily work of a day at nine o'clock in China."""
    at = datetime.combine(day, time(1), tzinfo=UTC)
    daily.run(at=at, on=day)


def reminders():
    return OutboxMessage.objects.filter(template__in=REMINDERS).order_by("pk")


def clock(case, kind):
    return clocks_of(case).get(kind=kind)


def told(about):
    """Return who was told of a period, by address."""
    return sorted(reminders().filter(body__contains=about).values_list("to_address"))


def addresses(*users):
    return sorted((user.email,) for user in users)


@pytest.mark.parametrize(
    ("kind", "ahead", "label", "to_party"),
    [
        (periods.DECISION, 30, "立案后作出决定的期限", False),
        (periods.DECISION, 7, "立案后作出决定的期限", False),
        (periods.STATEMENT, 1, "陈述、申辩期限", True),
        (periods.HEARING_REQUEST, 1, "要求听证的期限", True),
    ],
)
def test_the_end_of_a_period_is_announced_to_whom_it_concerns(
    people, steps, kind, ahead, label, to_party
):
    case = steps.noticed(hearing_right=True)
    due_on = clock(case, kind).due_on

    run_daily(due_on - timedelta(days=ahead))

    readers = [people.handler, people.owner] if to_party else [people.handler]
    assert told(f"{label}将于{due_on.year}年") == addresses(*readers)


def test_a_second_run_of_a_day_announces_nothing_again(steps):
    case = steps.noticed(hearing_right=True)
    day = clock(case, periods.STATEMENT).due_on - timedelta(days=1)
    run_daily(day)
    letters = set(reminders())

    run_daily(day)

    assert letters
    assert set(reminders()) == letters


def test_a_period_the_party_waived_is_announced_no_more(people, steps):
    case = steps.noticed()
    due_on = clock(case, periods.STATEMENT).due_on
    services.waive_defence(case_id=case.pk, actor=people.owner, at=DAYS[6])

    run_daily(due_on - timedelta(days=1))

    assert not reminders().filter(body__contains="陈述、申辩期限").exists()


def test_each_reads_in_their_own_language(people, steps):
    people.owner.language = "en"
    people.owner.save(update_fields=["language"])
    case = steps.noticed()

    run_daily(clock(case, periods.STATEMENT).due_on - timedelta(days=1))

    (english,) = reminders().filter(to_user=people.owner)
    assert "Time for the party’s statement: this period ends on" in english.body
    assert "1 day is left." in english.body
    assert f"/en{case.get_absolute_url()}" in english.body.replace("/en/en/", "/en/")


def test_a_late_decision_is_the_handlers_to_know(people, steps):
    case = steps.noticed()
    due_on = clock(case, periods.DECISION).due_on

    run_daily(due_on + timedelta(days=1))
    run_daily(due_on + timedelta(days=2))

    assert told("立案后作出决定的期限已于") == addresses(people.handler)


def test_the_party_learns_when_it_may_apply_for_repair(people, steps):
    publication = steps.published()
    kind = f"publicity.{publication.tier}.min"
    assert clock(publication.case, kind).due_on == publication.min_until

    run_daily(publication.min_until - timedelta(days=7))

    day = publication.min_until
    about = f"自{day.year}年{day.month}月{day.day}日起，你单位可以申请信用修复。"
    assert told(about) == addresses(people.owner)


def test_the_end_of_a_publication_is_announced_and_then_happens(people, steps):
    publication = steps.published()
    kind = f"publicity.{publication.tier}.max"
    assert clock(publication.case, kind).due_on == publication.max_until

    run_daily(publication.max_until - timedelta(days=1))
    run_daily(publication.max_until)
    run_daily(publication.max_until + timedelta(days=1))

    ends = told("最长公示期将于")
    assert ends == addresses(people.handler, people.owner)
    assert not told("最长公示期已于")
    publication.refresh_from_db()
    assert publication.ended_at is not None
    assert clock(publication.case, kind).finished_on == publication.max_until


def test_a_right_that_ran_out_is_over_and_nobody_is_late(people, steps):
    case = steps.decided()
    found = clock(case, periods.RECONSIDERATION)
    letters = reminders().count()

    run_daily(found.due_on + timedelta(days=1))

    found.refresh_from_db()
    assert found.finished_on == found.due_on + timedelta(days=1)
    assert not told("已于")
    assert letters == 0
