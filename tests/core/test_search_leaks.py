"""What somebody may not see leaks through no channel of a search, one test for each.

Hidden is a row that waits to be indexed, or one that the index still holds although
nothing waits, as after a fault.
"""

from contextlib import contextmanager

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation
from core.models import SearchOutboxEntry
from core.search import search, suggest, touch
from core.search.engines import embedded_engine
from core.search.outbox import drain
from tests.core.search_world import indexed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engine")]
NOBODY = AnonymousUser()
WAYS = ["waiting", "unnoticed"]


@pytest.fixture(
    params=["embedded", pytest.param("cluster", marks=pytest.mark.elasticsearch)]
)
def engine(request, organisations):
    """The engine that answers."""
    if request.param == "cluster":
        return request.getfixturevalue("cluster")
    return embedded_engine()


@pytest.fixture(params=WAYS)
def hidden(request):
    """One of three organisations, seen by nobody any more."""
    *_seen, hidden = indexed("甲例示", "乙例示", "丙例示")
    Organisation.objects.filter(pk=hidden.pk).update(state="closed")
    SearchOutboxEntry.objects.all().delete()
    if request.param == "waiting":
        touch("organisation", hidden.pk)
    return hidden


def facet(results, name):
    found = [facet for facet in results.facets if facet.name == name]
    return {option.key: option.count for one in found for option in one.options}


@pytest.mark.parametrize("query", ["例示", "丙例示", "blsj", ""])
def test_it_is_no_hit(hidden, query):
    results = search(query, user=NOBODY)

    assert hidden.name not in [hit.document.title for hit in results.hits]


def test_it_is_not_counted(hidden):
    assert search("例示", user=NOBODY).total == 2
    # What comes near is found instead, as for a name that never was.
    assert search("丙例示", user=NOBODY).total == search("丁例示", user=NOBODY).total


def test_no_facet_counts_it(hidden):
    results = search("例示", user=NOBODY)

    assert facet(results, "kind") == {"organisation": 2}
    assert sum(facet(results, "year").values()) == 2


def test_choosing_its_own_facet_does_not_show_it(hidden):
    year = str(2020 + hidden.pk % 5)

    results = search("丙例示", user=NOBODY, facets={"year": [year]})

    assert (results.total, facet(results, "kind")) == (0, {})


@pytest.mark.parametrize("typed", ["丙", "丙例", "bing"])
def test_it_is_not_suggested(hidden, typed):
    assert hidden.name not in [one.title for one in suggest(typed, user=NOBODY)]


@pytest.mark.parametrize("typed", ["丙例事", "丙历示"])
def test_it_is_not_what_somebody_may_have_meant(hidden, typed):
    results = search(typed, user=NOBODY)

    names = [hit.document.title for hit in results.hits]
    assert hidden.name not in [*names, *(one.title for one in results.suggestions)]


def test_a_text_that_was_taken_back_is_neither_found_nor_marked():
    (row,) = indexed("例示公司", address="旧址一号")
    Organisation.objects.filter(pk=row.pk).update(address="新址二号")
    touch("organisation", row.pk)

    before = search("旧址", user=NOBODY)
    drain()
    after = search("例示", user=NOBODY)

    assert [hit.excerpt for hit in before.hits] == []
    assert ["旧址" in hit.excerpt for hit in after.hits] == [False]


def test_to_look_for_it_takes_the_same_steps_as_for_what_never_was(engine):
    _seen, hidden = indexed("甲例示", "丙例示")
    Organisation.objects.filter(pk=hidden.pk).update(state="closed")

    search("例示", user=NOBODY)

    steps = []
    for query in (hidden.name, "丁例示"):
        # In either case something waits, and somebody has it caught up.
        touch("organisation", hidden.pk)
        cache.clear()
        with CaptureQueriesContext(connection) as asked, sent_by(engine) as sent:
            search(query, user=NOBODY)
        steps.append((len(asked), len(sent)))

    assert steps[0] == steps[1]


@contextmanager
def sent_by(engine):
    """Yield the addresses an engine asks a cluster for, as it does."""
    sent = []
    if engine is embedded_engine():
        yield sent
        return
    transport = engine.connection.client.transport
    perform = transport.perform_request

    def listening(method, target, **kwargs):
        sent.append((method, target.partition("?")[0]))
        return perform(method, target, **kwargs)

    transport.perform_request = listening
    try:
        yield sent
    finally:
        del transport.perform_request
