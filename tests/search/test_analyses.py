"""What a cluster can do with Chinese decides how it is analysed, and is said."""

import pytest

from core.search import SearchDocument
from core.search.engines import cluster_engine
from core.search.questions import Question
from core.search.text import query_terms
from tests.conftest import NOON
from tests.services import search_node

pytestmark = [pytest.mark.elasticsearch, pytest.mark.django_db, pytest.mark.once]

DOCUMENT = SearchDocument("organisation", "1", "例示钢铁有限公司", "/x/")


@pytest.fixture(scope="module")
def bare():
    """A node that knows neither bigrams nor words."""
    with search_node.node(plugins=()) as node:
        yield node or pytest.skip(search_node.MISSING)


@pytest.mark.parametrize("query", ["例示钢铁", "钢铁", "示", "lsgt"])
def test_a_bare_node_finds_the_same(bare, settings, query):
    settings.ELASTICSEARCH_URL = bare.url
    engine = cluster_engine()

    engine.rebuild("organisation", [DOCUMENT])

    asked = Question(query, query_terms(query), "zh-hans", NOON.date())
    assert engine.answer(asked, except_for=()).total == 1
    assert engine.describe()["analysis"] == "standard+shingle"


@pytest.fixture(scope="module")
def with_ik():
    """A node on which IK is installed, and the reader that is second best."""
    plugins = (search_node.FILTERS, search_node.WORDS, search_node.IK)
    with search_node.node(plugins=plugins) as node:
        yield node or pytest.skip(search_node.MISSING)


def test_where_ik_is_installed_it_reads_words(with_ik, settings):
    settings.ELASTICSEARCH_URL = with_ik.url
    engine = cluster_engine()

    engine.rebuild("organisation", [DOCUMENT])

    asked = Question("例示钢铁", query_terms("例示钢铁"), "zh-hans", NOON.date())
    assert engine.answer(asked, except_for=()).total == 1
    near = engine.propose_similar(["钢铁"], limit=5)
    assert [match.key for match in near.matches] == ["1"]
    assert engine.describe()["analysis"] == "cjk_bigram+ik_max_word"
