"""What a migrated database holds, put back after a test that emptied it.

Transactional tests end with a flush. Reference rows, page tree, content types
and rubrics come from migrations, and later tests rely on them.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection
from django.db.models import Model

Rows = list[tuple[object, ...]]
Kept = dict[str, tuple[list[str], Rows]]
_kept: Kept = {}


def take() -> None:
    """Remember every row of every table of a freshly migrated database."""
    _kept.clear()
    _kept.update(read())


def put_back() -> None:
    """Insert the remembered rows into the emptied tables."""
    write(_kept)


def read() -> Kept:
    """Return the columns and rows of every table that has any."""
    found = {}
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f"SELECT * FROM {_quoted(table)}")  # noqa: S608
            if rows := cursor.fetchall():
                columns = [column[0] for column in cursor.description]
                found[table] = (columns, list(rows))
    return found


def write(kept: Kept) -> None:
    """Insert rows into empty tables, whatever refers to whatever."""
    with _unchecked(), connection.cursor() as cursor:
        for table, (columns, rows) in kept.items():
            names = ", ".join(map(_quoted, columns))
            values = ", ".join(["%s"] * len(columns))
            cursor.executemany(
                f"INSERT INTO {_quoted(table)} ({names}) VALUES ({values})",  # noqa: S608
                [_plain(row) for row in rows],
            )


def empty() -> None:
    """Delete every row, whatever refers to it."""
    with _unchecked(), connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f"DELETE FROM {_quoted(table)}")  # noqa: S608


def models() -> list[type[Model]]:
    """Return the models that have tables of ours or of the libraries."""
    known = apps.get_models(include_auto_created=True)
    return [one for one in known if one._meta.managed and not one._meta.proxy]


def _tables() -> list[str]:
    known = {model._meta.db_table for model in models()}
    return sorted(known & set(connection.introspection.table_names()))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _plain(row: tuple[object, ...]) -> tuple[object, ...]:
    if connection.vendor != "postgresql":
        return row
    from psycopg.types.json import Jsonb  # noqa: PLC0415 - PostgreSQL only

    return tuple(
        Jsonb(value) if isinstance(value, dict | list) else value for value in row
    )


@contextmanager
def _unchecked() -> Iterator[None]:
    """Insert in any order of tables."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            try:
                yield
            finally:
                cursor.execute("SET session_replication_role = DEFAULT")
        return
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        # Within a transaction checks are put off, not switched off.
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        yield
