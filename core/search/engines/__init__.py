"""Engines that answer the search port."""

from functools import cache

from django.conf import settings
from django.db import connection

from core.search.engines.base import IndexingEngine
from core.search.engines.cluster import ClusterEngine
from core.search.engines.cluster.connection import Connection
from core.search.engines.embedded import EmbeddedEngine
from core.search.engines.postgresql import PostgresqlTokens
from core.search.engines.sqlite import SqliteTokens

EMBEDDED = "embedded"
CLUSTER = "cluster"


def active_engines() -> dict[str, IndexingEngine]:
    """Return the engines that keep documents, by the name of their queue."""
    engines: dict[str, IndexingEngine] = {EMBEDDED: embedded_engine()}
    cluster = cluster_engine()
    if cluster is not None:
        engines[CLUSTER] = cluster
    return engines


def cluster_engine() -> ClusterEngine | None:
    """Return the engine of production, or None where no cluster is named."""
    if not settings.ELASTICSEARCH_URL:
        return None
    return _cluster(
        settings.ELASTICSEARCH_URL,
        settings.ELASTICSEARCH_API_KEY,
        settings.ELASTICSEARCH_CA_CERT,
        settings.ELASTICSEARCH_PREFIX,
    )


@cache
def embedded_engine() -> EmbeddedEngine:
    """Return the engine inside the database."""
    if connection.vendor == "postgresql":
        return EmbeddedEngine("postgresql", PostgresqlTokens())
    return EmbeddedEngine("sqlite", SqliteTokens())


@cache
def _cluster(url: str, api_key: str, ca_cert: str, prefix: str) -> ClusterEngine:
    way = Connection(url, api_key=api_key, ca_cert=ca_cert)
    return ClusterEngine(way, prefix=prefix)
