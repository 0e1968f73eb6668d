"""Triggers that write the outbox, made anew by every ``migrate``.

SQLite loses a table's triggers when a migration rebuilds the table, and refuses
to rebuild one that another table's trigger names: so they go before migrations
and come back after them.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from core.models.search import fresh_mark
from core.search.documents import SearchKind, kinds
from core.search.engines import active_engines
from core.search.sources import Source

_PREFIX = "search_follow_"
_QUEUES, _OUTBOX = "core_searchqueue", "core_searchoutboxentry"
_ROWS = {"insert": ("NEW",), "update": ("NEW", "OLD"), "delete": ("OLD",)}
_POSTGRESQL = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$
BEGIN {body}; RETURN NULL; END; $$ LANGUAGE plpgsql;
CREATE TRIGGER {name} AFTER {event} ON {table}
FOR EACH ROW EXECUTE FUNCTION {name}();
"""


def remove(using: str, **kwargs: Any) -> None:
    """Drop every trigger of ours; for ``pre_migrate``."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name, table in _present(connection):
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER {name} ON {table}")
                cursor.execute(f"DROP FUNCTION {name}()")
            else:
                cursor.execute(f"DROP TRIGGER {name}")


def install(using: str, **kwargs: Any) -> None:
    """Create the triggers of every kind; for ``post_migrate``."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    if not {_QUEUES, _OUTBOX} <= present:
        return
    remove(using)
    open_queues(using)
    with connection.cursor() as cursor:
        for sql in _statements(connection.vendor, kinds().values(), present):
            cursor.execute(sql)


def open_queues(using: str = "default") -> None:
    """Name the engines for which changes are to be noted."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"DELETE FROM {_QUEUES}")  # noqa: S608 - our own name
        for queue in active_engines():
            cursor.execute(
                f"INSERT INTO {_QUEUES} (name, mark) VALUES (%s, %s)",  # noqa: S608 - our own name
                [queue, fresh_mark()],
            )


@contextmanager
def nothing_noted(using: str = "default") -> Iterator[None]:
    """Note no change made within, in one transaction.

    For loads so large that their rows are better indexed all at once afterwards.
    """
    with transaction.atomic(using=using):
        with connections[using].cursor() as cursor:
            cursor.execute(f"DELETE FROM {_QUEUES}")  # noqa: S608 - our own name
        yield
        open_queues(using)


def _statements(
    vendor: str, followed: Iterable[SearchKind], present: set[str]
) -> Iterator[str]:
    for kind in followed:
        for number, source in enumerate(kind.sources):
            if source.table in present:
                for event in source.events:
                    name = f"{_PREFIX}{kind.key}_{number}_{event}"
                    yield _statement(vendor, name, kind.key, source, event)


def _statement(vendor: str, name: str, kind: str, source: Source, event: str) -> str:
    keys = " UNION ".join(source.keys.format(row=row) for row in _ROWS[event])
    body = (
        f"INSERT INTO {_OUTBOX} (engine, kind, object_key) "  # noqa: S608 - our own SQL
        f"SELECT q.name, '{kind}', CAST(changed.object_key AS varchar(64)) "
        f"FROM {_QUEUES} q, ({keys}) changed WHERE changed.object_key IS NOT NULL"
    )
    columns = f" OF {', '.join(source.columns)}" if source.columns else ""
    when = f"{event}{columns}"
    if vendor == "postgresql":
        return _POSTGRESQL.format(name=name, body=body, event=when, table=source.table)
    return (
        f"CREATE TRIGGER {name} AFTER {when} ON {source.table} "
        f"FOR EACH ROW BEGIN {body}; END"
    )


def _present(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    if connection.vendor == "postgresql":
        sql = (
            "SELECT tgname, tgrelid::regclass::text FROM pg_trigger "
            "WHERE NOT tgisinternal AND tgname LIKE %s"
        )
    else:
        sql = (
            "SELECT name, tbl_name FROM sqlite_master "
            "WHERE type = 'trigger' AND name LIKE %s"
        )
    with connection.cursor() as cursor:
        cursor.execute(sql, [f"{_PREFIX}%"])
        return list(cursor.fetchall())
