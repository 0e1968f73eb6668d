"""What becomes of searches and changes while the cluster is away or behind."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command

from accounts.models import Organisation
from core.models import SearchOutboxEntry, SearchRebuild
from core.search import outbox, search, suggest, touch
from core.search.engines import CLUSTER, cluster_engine
from core.search.health import search_health
from core.search.outbox import drain
from tests.conftest import NOON
from tests.core.search_world import build, indexed
from tests.services.ports import free_port

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisations")]
NOBODY = AnonymousUser()


@pytest.fixture
def away(settings):
    """A cluster at an address where nobody listens."""
    settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{free_port()}"
    return cluster_engine()


def waiting(queue=CLUSTER):
    return SearchOutboxEntry.objects.filter(engine=queue).count()


def test_while_the_cluster_is_away_the_database_answers_and_says_so(away):
    indexed("例示公司")

    results = search("例示", user=NOBODY)

    assert [hit.document.title for hit in results.hits] == ["例示公司"]
    assert (results.total, results.degraded) == (1, True)
    assert [one.title for one in suggest("例", user=NOBODY)] == ["例示公司"]


def test_while_the_cluster_is_away_its_changes_wait_and_others_do_not(away):
    indexed("例示公司")

    assert (waiting(), waiting("embedded")) == (1, 0)
    assert search_health()["cluster"] == "down"


@pytest.mark.elasticsearch
def test_what_waited_is_indexed_when_the_cluster_is_back(cluster, settings):
    there = settings.ELASTICSEARCH_URL
    settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{free_port()}"
    indexed("例示公司")

    settings.ELASTICSEARCH_URL = there
    # A reader's question is what notices.
    search("例示", user=NOBODY)
    results = search("例示", user=NOBODY)

    assert waiting() == 0
    assert (results.engine, results.total, results.degraded) == (
        "elasticsearch",
        1,
        False,
    )


@pytest.mark.elasticsearch
def test_a_cluster_far_behind_is_not_asked(cluster):
    indexed("例示公司")
    SearchRebuild.objects.create(engine=CLUSTER, kind="organisation", started_at=NOON)
    outbox.touch_many("organisation", range(outbox.MOST_PENDING + 1))

    results = search("例示", user=NOBODY)

    assert (results.degraded, results.total) == (True, 1)


@pytest.mark.elasticsearch
def test_what_the_database_hides_is_not_shown_and_is_indexed_anew(cluster):
    _kept, hidden = indexed("甲例示", "乙例示")
    Organisation.objects.filter(pk=hidden.pk).update(state="closed")
    SearchOutboxEntry.objects.all().delete()

    first = search("例示", user=NOBODY)
    drain()
    then = search("例示", user=NOBODY)

    assert (first.total, first.degraded) == (1, False)
    assert (then.engine, then.total) == ("elasticsearch", 1)


@pytest.mark.elasticsearch
def test_changes_wait_while_a_kind_is_indexed_anew(cluster):
    (row,) = indexed("例示公司")
    SearchRebuild.objects.create(engine=CLUSTER, kind="organisation", started_at=NOON)

    touch("organisation", row.pk)
    drain()

    assert waiting() == 1


@pytest.mark.elasticsearch
def test_an_index_that_lost_documents_never_takes_over(cluster):
    indexed("例示公司")

    with pytest.raises(LookupError):
        cluster.rebuild("organisation", [build(Organisation.objects.get())] * 2)

    assert cluster.count("organisation") == 1
    assert not SearchRebuild.objects.exists()


def test_rebuilding_without_the_cluster_fails_in_words(away):
    with pytest.raises(CommandError, match="the old index still answers"):
        call_command("search_index", "--rebuild")
