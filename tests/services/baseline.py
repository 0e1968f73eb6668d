"""What a migrated database holds, put back after a test that emptied it.

Transactional tests end with a flush. Reference rows, page tree, content types
and rubrics come from migrations, and later tests rely on them.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection

Rows = list[tuple[object, ...]]
_kept: dict[str, tuple[list[str], Rows]] = {}


def take() -> None:
    """Remember every row of every table of a freshly migrated database."""
    _kept.clear()
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f"SELECT * FROM {_quoted(table)}")  # noqa: S608
            rows = cursor.fetchall()
            if rows:
                columns = [column[0] for column in cursor.description]
                _kept[table] = (columns, [_plain(row) for row in rows])


def put_back() -> None:
    """Insert the remembered rows into the emptied tables."""
    with _unchecked(), connection.cursor() as cursor:
        for table, (columns, rows) in _kept.items():
            names = ", ".join(map(_quoted, columns))
            values = ", ".join(["%s"] * len(columns))
            cursor.executemany(
                f"INSERT INTO {_quoted(table)} ({names}) VALUES ({values})",  # noqa: S608
                rows,
            )


def _tables() -> list[str]:
    models = apps.get_models(include_auto_created=True)
    known = {
        model._meta.db_table
        for model in models
        if model._meta.managed and not model._meta.proxy
    }
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
    with connection.constraint_checks_disabled():
        yield
