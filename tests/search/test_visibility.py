"""What is shown of a search is asked of the database, all kinds at once."""

from datetime import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.clock import SHANGHAI
from core.search.documents import kinds
from core.search.visibility import visible_names
from marketplace.models import Job
from tests.factories.accounts import MembershipFactory
from tests.factories.marketplace_jobs import JobFactory
from tests.services import demo

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), demo.world():
        yield


def test_documents_of_all_kinds_are_asked_about_in_one_query(world):
    named = [
        (name, str(row.pk)) for name, kind in kinds().items() for row in kind.rows()
    ]

    with CaptureQueriesContext(connection) as asked:
        seen = visible_names(named, AnonymousUser())

    assert len(asked) == 1
    assert {name for name, _key in named} == set(kinds())
    assert seen == set(named)


def test_of_hidden_rows_and_unknown_kinds_nothing_is_seen(world):
    draft = Job.objects.exclude(pk__in=Job.objects.public()).first()
    hidden = [("job", str(draft.pk)), ("job", "999999"), ("nothing", "1")]

    assert visible_names(hidden, AnonymousUser()) == set()
    assert visible_names([], AnonymousUser()) == set()


def test_a_text_that_is_no_key_names_no_row(world):
    shown = ("job", str(Job.objects.public().first().pk))

    assert visible_names([shown, ("job", "1 OR 1=1")], AnonymousUser()) == {shown}


def test_somebody_signed_in_sees_what_only_they_may():
    job = JobFactory(published=True, visibility="invited")
    name = ("job", str(job.pk))
    member = MembershipFactory(organisation=job.enterprise).user

    assert visible_names([name], AnonymousUser()) == set()
    assert visible_names([name], member) == {name}


@pytest.mark.parametrize("name", sorted(kinds()))
def test_what_the_public_sees_follows_from_rows_and_the_day_alone(
    name, set_clock, django_assert_num_queries
):
    """It is put into SQL once a day."""
    asked = []
    for hour in (0, 12, 23):
        set_clock(datetime(2026, 11, 28, hour, 59, tzinfo=SHANGHAI))
        with django_assert_num_queries(0):
            rows = kinds()[name].visible_to(AnonymousUser()).order_by()
            asked.append(rows.values("pk").query.sql_with_params())

    assert asked[0] == asked[1] == asked[2]
