"""What is shown of a search is asked of the database, all kinds at once."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.search.documents import kinds
from core.search.exact import visible_keys
from marketplace.models import Job
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
        seen = visible_keys(named, AnonymousUser())

    assert len(asked) == 1
    assert {name for name, _key in named} == set(kinds())
    assert seen == set(named)


def test_of_hidden_rows_and_unknown_kinds_nothing_is_seen(world):
    draft = Job.objects.exclude(pk__in=Job.objects.public()).first()
    hidden = [("job", str(draft.pk)), ("job", "999999"), ("nothing", "1")]

    assert visible_keys(hidden, AnonymousUser()) == set()
    assert visible_keys([], AnonymousUser()) == set()
