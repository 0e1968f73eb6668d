"""How seldom the database is asked while a cluster answers, and nothing slips by."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation
from core.models import SearchOutboxEntry
from core.search import search, touch
from core.search.answering import asked
from core.search.engines import CLUSTER
from core.search.outbox import drain
from core.search.questions import Question
from core.search.text import query_terms
from core.search.triggers import open_queues
from tests.conftest import NOON
from tests.core.search_world import indexed

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]
NOBODY = AnonymousUser()


@pytest.fixture
def calm(organisations, cluster):
    """A cluster that knows two organisations, and a reader who found it so."""
    open_queues()
    rows = indexed("甲例示", "乙例示")
    search("例示", user=NOBODY)
    return rows


def ask(cluster, meanwhile=lambda: None):
    """Ask for both; return the answer, and what was left out at each attempt."""
    question = Question("例示", query_terms("例示"), "zh-hans", NOON.date())
    left_out = []

    def asking(waiting):
        answer = cluster.answer(question, except_for=waiting)
        if not left_out:
            meanwhile()
        left_out.append(list(waiting))
        return answer

    answer, shown = asked(asking, lambda one: one.documents, NOBODY)
    return answer.total, len(shown), left_out


def hide(row):
    Organisation.objects.filter(pk=row.pk).update(state="closed")
    touch("organisation", row.pk)


def test_while_nothing_changes_the_database_is_asked_once_for_a_search(calm):
    with CaptureQueriesContext(connection) as queries:
        results = search("例示", user=NOBODY)

    assert (results.engine, results.total) == ("elasticsearch", 2)
    assert len(queries) == 1


def test_what_waits_is_left_out_by_asking_again(calm, cluster):
    hide(calm[0])
    name = ("organisation", str(calm[0].pk))

    assert ask(cluster) == (1, 1, [[], [name]])


def test_what_is_hidden_and_indexed_while_the_cluster_answers_is_not_counted(
    calm, cluster
):
    def meanwhile():
        hide(calm[0])
        drain()

    assert ask(cluster, meanwhile) == (1, 1, [[], []])
    assert not SearchOutboxEntry.objects.filter(engine=CLUSTER).exists()


def test_after_a_change_was_indexed_one_question_is_asked_twice_and_no_more(
    calm, cluster
):
    hide(calm[0])
    drain()

    assert ask(cluster) == (1, 1, [[], []])
    assert ask(cluster) == (1, 1, [[]])
