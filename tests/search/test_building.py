"""Documents are made from rows in bulk: an index may hold a million."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.search.documents import kinds
from tests.services import demo

pytestmark = pytest.mark.django_db

# Pages are written by hand; there are never many.
MANY = ["audit", "draw", "expert", "job", "provider", "publication", "training"]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), demo.world():
        yield


@pytest.mark.parametrize("key", MANY)
def test_many_documents_are_made_in_as_many_queries_as_one(world, key):
    kind = kinds()[key]
    with CaptureQueriesContext(connection) as for_one:
        assert [kind.build(row) for row in kind.rows()[:1]]

    with CaptureQueriesContext(connection) as for_all:
        assert len([kind.build(row) for row in kind.rows()]) > 1

    assert len(for_all) == len(for_one)
