"""The Elasticsearch that the tests start is one to rely on."""

import pytest
from elasticsearch import (
    AuthenticationException,
    ConnectionError,  # noqa: A004 - the client's own, within this module
    Elasticsearch,
)

from tests.services import search_node

pytestmark = pytest.mark.elasticsearch

INDEXER = search_node.Account("indexer", "for-tests-only", ("indexing",))
INDEXING = """\
indexing:
  cluster: [monitor, manage_own_api_key]
  indices:
    - names: ["*"]
      privileges: [all]
"""


@pytest.fixture
def client(search_node_url):
    with Elasticsearch(search_node_url) as client:
        yield client


@pytest.fixture(scope="module")
def guarded_node():
    with search_node.node(accounts=[INDEXER], roles=INDEXING) as node:
        yield node or pytest.skip(search_node.MISSING)


def tokens(client, text, **analysis):
    answer = client.indices.analyze(text=text, **analysis)
    return [token["token"] for token in answer["tokens"]]


def test_it_is_the_version_of_the_production_cluster(client):
    (node,) = client.nodes.info()["nodes"].values()

    assert node["version"] == "8.19.3"


def test_chinese_falls_into_bigrams(client):
    found = tokens(
        client, "清洁生产审核", tokenizer="standard", filter=["cjk_width", "cjk_bigram"]
    )

    assert found == ["清洁", "洁生", "生产", "产审", "审核"]


def test_full_width_letters_become_plain(client):
    found = tokens(
        client, "ＩＳＯ１４００１", tokenizer="keyword", filter=["cjk_width"]
    )

    assert found == ["ISO14001"]


def test_words_are_found_by_their_beginnings(client):
    beginnings = {"type": "edge_ngram", "min_gram": 2, "max_gram": 4}

    found = tokens(
        client, "qingjie é", tokenizer="whitespace", filter=["asciifolding", beginnings]
    )

    assert found == ["qi", "qin", "qing"]


def test_a_repeated_word_counts_once_where_asked(client):
    found = tokens(
        client, "a b a", tokenizer="whitespace", filter=["lowercase", "unique"]
    )

    assert found == ["a", "b"]


def test_parts_of_a_word_are_captured(client):
    numbers = {"type": "pattern_capture", "patterns": [r"(\d+)"]}

    found = tokens(client, "令38号", tokenizer="keyword", filter=[numbers])

    assert found == ["令38号", "38"]


def test_a_guarded_node_refuses_strangers(guarded_node):
    with (
        Elasticsearch(guarded_node.url) as stranger,
        pytest.raises(AuthenticationException),
    ):
        stranger.cluster.health()


def test_a_guarded_node_accepts_a_key_it_gave(guarded_node):
    account = (INDEXER.name, INDEXER.password)
    with Elasticsearch(guarded_node.url, basic_auth=account) as client:
        key = client.security.create_api_key(name="portal")["encoded"]

    with Elasticsearch(guarded_node.url, api_key=key) as client:
        assert client.cluster.health()["status"] in {"green", "yellow"}


def test_a_node_keeps_port_and_data_over_a_stop(guarded_node):
    account = (INDEXER.name, INDEXER.password)
    with Elasticsearch(guarded_node.url, basic_auth=account, max_retries=0) as client:
        client.index(index="kept", id="1", document={"name": "清源"})

        guarded_node.stop()
        with pytest.raises(ConnectionError):
            client.get(index="kept", id="1")
        guarded_node.start()
        guarded_node.wait()

        assert client.get(index="kept", id="1")["_source"] == {"name": "清源"}
