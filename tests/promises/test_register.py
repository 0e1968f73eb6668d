"""Promises about published names: how they appear, end, and leave traces."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from blacklist.facts import shown_on
from blacklist.models import NamePublication
from blacklist.search import document_of
from blacklist.selectors import (
    current_publications,
    publications_matching,
    standing_of,
)
from blacklist.services.refusals import NoLegalBasis, PeriodRunning
from blacklist.views.feeds import register_changes
from core.refusals import MoveRefused
from reference.models import Article
from tests.blacklist.conftest import lanzhou, later, people, steps
from tests.factories.blacklist import NamePublicationFactory

__all__ = ["lanzhou", "people", "steps"]  # fixtures of the register's own tests
pytestmark = pytest.mark.django_db


def nothing_published():
    return not NamePublication.objects.exists()


def test_a_publication_needs_a_recorded_decision(steps):
    case = steps.noticed()

    with pytest.raises(MoveRefused):
        steps.publish(case)

    assert nothing_published()


def test_a_publication_needs_two_different_people(steps, people):
    case = steps.decided()

    with pytest.raises(PermissionDenied):
        steps.publish(case, actor=people.handler)

    assert nothing_published()


def test_a_publication_needs_the_statement_period_to_be_over(steps):
    case = steps.noticed()
    last_day = case.notice.statement_due_on

    with pytest.raises(PeriodRunning):
        steps.decide(case, decided_on=last_day, served_on=last_day)

    assert nothing_published()


def test_a_publication_needs_a_basis_in_force_at_the_conduct(steps):
    case = steps.decided()
    Article.objects.filter(pk=case.sanction_basis_id).update(
        valid_from=case.conduct_until + timedelta(days=1)
    )

    with pytest.raises(NoLegalBasis):
        steps.publish(case)

    assert nothing_published()


@given(day=st.dates(date(2026, 9, 1), date(2028, 1, 1)))
def test_a_day_shows_a_name_exactly_within_its_period(day):
    row = NamePublication(
        published_on=date(2026, 10, 2), max_until=date(2027, 10, 1), ended_at=None
    )

    assert shown_on(row, day) == (date(2026, 10, 2) <= day < date(2027, 10, 1))


def test_every_question_agrees_when_a_name_is_shown(set_clock, client):
    row = NamePublicationFactory()
    ends_on = row.max_until
    days = {
        row.published_on - timedelta(days=1): False,
        row.published_on: True,
        ends_on - timedelta(days=1): True,
        ends_on: False,
    }

    for day, shown in days.items():
        set_clock(later((day - START).days))
        listed = client.get("/register/").content.decode()
        fed = client.get("/register/feed/").content.decode()
        logged = client.get("/register/log/entries").content.decode()
        searched = current_publications(day).filter(pk=document_of(row).key)
        answers = {
            current_publications(day).exists(),
            publications_matching(name=row.party_name, on=day).exists(),
            publications_matching(credit_code=row.party_credit_code, on=day).exists(),
            not standing_of(row.party, day).is_clear,
            client.get(row.get_absolute_url()).status_code == 200,
            row.party_name in listed,
            row.party_name in fed,
            row.party_name in logged,
            searched.exists(),
        }
        assert answers == {shown}, day


def test_the_feed_carries_the_removal(set_clock):
    row = NamePublicationFactory(ended=True)
    set_clock(later(90))

    (change,) = register_changes(later(90).date())

    assert (change.number, change.change) == (row.number, "removed")
    assert row.party_name not in change.title + change.text


START = date(2026, 9, 2)
COLUMNS = {
    "party_name": "别人",
    "party_credit_code": "91620100MA7CLEAN5M",
    "summary": "另一事实",
    "outcome": "另一结果",
    "document_number": "另一文号",
    "authority_name": "另一机关",
    "kind": "other",
    "tier": "serious",
    "conduct_from": "2020-01-01",
    "decided_on": "2020-01-01",
    "published_at": "2026-01-01 00:00:00+00:00",
    "min_until": "2026-12-31",
    "max_until": "2027-12-31",
    "number": "QY-N-2026-9999",
}


@pytest.mark.parametrize("column", COLUMNS)
def test_any_change_behind_the_back_is_found(column):
    NamePublicationFactory()
    call_command("verify_log")

    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE blacklist_namepublication SET {column} = %s",  # noqa: S608
            [COLUMNS[column]],
        )

    with pytest.raises(CommandError):
        call_command("verify_log")
