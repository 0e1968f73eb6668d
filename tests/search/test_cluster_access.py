"""The role that production gives the portal is enough, and no more than that."""

import json
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from elasticsearch import AuthorizationException, Elasticsearch

from core.search import SearchDocument
from core.search.engines import cluster_engine
from core.search.engines.base import EngineAway
from core.search.health import search_health
from core.search.questions import Question
from core.search.text import query_terms
from tests.conftest import NOON
from tests.services import search_node

# All of them with the database, or those without it would start a node again.
pytestmark = [pytest.mark.elasticsearch, pytest.mark.django_db, pytest.mark.once]

PORTAL = search_node.Account("portal", "for-tests-only", ("qingyuan",))
ROLE = Path(django_settings.BASE_DIR, "deploy", "search-role.json")
ASKED = Question("例示", query_terms("例示"), "zh-hans", NOON.date())
DOCUMENT = SearchDocument("organisation", "1", "例示公司", "/x/")


@pytest.fixture(scope="module")
def guarded():
    """A node with the portal's user and role, and Chinese words, as in production."""
    # In one line JSON is YAML too.
    roles = f"qingyuan: {json.dumps(json.loads(ROLE.read_text()))}\n"
    plugins = [search_node.FILTERS, search_node.WORDS]
    with search_node.node(accounts=[PORTAL], roles=roles, plugins=plugins) as node:
        yield node or pytest.skip(search_node.MISSING)


def address(node, password):
    return node.url.replace("//", f"//{PORTAL.name}:{password}@")


def test_the_portals_role_is_enough_for_all_it_does(guarded, settings):
    settings.ELASTICSEARCH_URL = address(guarded, PORTAL.password)
    engine = cluster_engine()

    engine.rebuild("organisation", [DOCUMENT])
    engine.put([DOCUMENT])

    assert engine.answer(ASKED, except_for=()).total == 1
    assert engine.digests("organisation") == {"1": engine.digest(DOCUMENT)}
    assert search_health()["health"] in {"green", "yellow"}
    assert search_health()["analysis"] == "cjk_bigram+smartcn_tokenizer"
    engine.remove("organisation", ["1"])
    assert engine.count("organisation") == 0


def test_the_portals_role_reaches_no_other_index(guarded):
    asked = Elasticsearch(address(guarded, PORTAL.password))

    with asked, pytest.raises(AuthorizationException):
        asked.index(index="somebody-elses", document={"a": 1})


def test_a_wrong_password_is_an_absence(guarded, settings):
    settings.ELASTICSEARCH_URL = address(guarded, "wrong")

    with pytest.raises(EngineAway):
        cluster_engine().answer(ASKED, except_for=())
