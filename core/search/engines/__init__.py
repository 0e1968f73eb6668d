"""Engines that answer the search port."""

from functools import cache

from django.db import connection

from core.search.engines.base import SearchEngine
from core.search.engines.embedded import EmbeddedEngine
from core.search.engines.postgresql import PostgresqlTokens
from core.search.engines.sqlite import SqliteTokens


def current_engine() -> SearchEngine:
    """Return the engine that answers now."""
    return embedded_engine()


@cache
def embedded_engine() -> EmbeddedEngine:
    """Return the engine inside the database."""
    if connection.vendor == "postgresql":
        return EmbeddedEngine("postgresql", PostgresqlTokens())
    return EmbeddedEngine("sqlite", SqliteTokens())
