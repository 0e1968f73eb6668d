"""What the database shows of what an index proposes, asked about all at once.

For everybody who is not signed in the same is asked again and again, about other
rows: it is put into SQL once a day, with a place kept for the rows.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import EmptyResultSet, ValidationError
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import CharField, F, Field, Lookup, QuerySet, Value
from django.db.models.functions import Cast

from core import clock
from core.search.documents import kinds
from core.search.outbox import calm

Names = Iterable[tuple[str, str]]
_Sql = tuple[str, tuple[Any, ...]]
# No kind is named so.
_MARK: Final = ""
_LISTED: Final = "(SELECT value FROM json_each(%s))"
# Stands among a query's parameters where the rows' keys will be.
_KEYS: Final = object()


class _Question(NamedTuple):
    """A query for pairs of texts; ``key`` is the column that _KEYS are values of."""

    sql: str
    params: tuple[Any, ...]
    key: "Field[Any, Any]"

    def about(self, keys: Iterable[str]) -> list[Any]:
        """Return the parameters for rows; a text that is no key names no row."""
        rows = _one_parameter(list(_values(self.key, keys)))
        return [rows if one is _KEYS else one for one in self.params]


class _Among(Lookup[Any]):
    """A row is one of those that are named when the query is run."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> _Sql:  # noqa: ANN401
        column, params = self.process_lhs(compiler, connection)
        return f"{column} IN {_LISTED}", (*params, self.rhs)

    def as_postgresql(self, compiler: Any, connection: Any) -> _Sql:  # noqa: ANN401
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*params, self.rhs)


def visible_names(names: Names, user: Any) -> set[tuple[str, str]]:  # noqa: ANN401
    """Return those kinds and keys that the database lets ``user`` see."""
    return set(_run(_asked(names, user)))


def visible_names_and_mark(
    names: Names,
    user: Any,  # noqa: ANN401
    queue: str,
) -> tuple[set[tuple[str, str]], str | None]:
    """Return the same and the mark of a queue in which nothing waits, else None.

    Both are true of one and the same moment.
    """
    of_queue = _mark(queue)
    found = _run([*_asked(names, user), (of_queue.sql, of_queue.params)])
    marks = [key for kind, key in found if kind == _MARK]
    return {one for one in found if one[0] != _MARK}, next(iter(marks), None)


def _asked(names: Names, user: Any) -> list[tuple[str, Sequence[Any]]]:  # noqa: ANN401
    by_kind: dict[str, list[str]] = {}
    for name, key in names:
        by_kind.setdefault(name, []).append(key)
    known = kinds()
    asked = (
        (_question(name, known[name].visible_to, user), keys)
        for name, keys in by_kind.items()
        if name in known
    )
    return [(one.sql, one.about(keys)) for one, keys in asked if one is not None]


def _question(
    name: str,
    visible_to: Callable[[Any], QuerySet[Any]],
    user: Any,  # noqa: ANN401
) -> _Question | None:
    if user.is_authenticated:
        return _compiled(name, _among_keys(visible_to(user)), "pk")
    return _for_everybody(name, visible_to, clock.today())


@lru_cache(maxsize=100)
def _for_everybody(
    name: str, visible_to: Callable[[Any], QuerySet[Any]], on: date
) -> _Question | None:
    del on  # what is shown may be another on another day
    return _compiled(name, _among_keys(visible_to(AnonymousUser())), "pk")


@cache
def _mark(queue: str) -> _Question:
    question = _compiled(_MARK, calm(queue), "mark")
    assert question is not None  # noqa: S101 - a queue may be calm
    return question


def _among_keys(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(_Among(F("pk"), _KEYS))


def _compiled(name: str, rows: QuerySet[Any], key: str) -> _Question | None:
    """Return the query for the rows' name and keys; None where there can be none."""
    text = CharField()
    pair = {"search_kind": Value(name, text), "search_key": Cast(key, text)}
    named = rows.order_by().annotate(**pair).values_list(*pair)
    try:
        sql, params = named.query.sql_with_params()
    except EmptyResultSet:
        return None
    return _Question(sql, tuple(params), rows.model._meta.pk)


def _run(asked: Sequence[tuple[str, Sequence[Any]]]) -> list[tuple[str, str]]:
    if not asked:
        return []
    params = [one for _sql, of_one in asked for one in of_one]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(sql for sql, _params in asked), params)
        return list(cursor.fetchall())


def _values(field: "Field[Any, Any]", keys: Iterable[str]) -> Iterable[Any]:
    database = connections[DEFAULT_DB_ALIAS]
    for key in keys:
        try:
            yield field.get_db_prep_value(field.to_python(key), database)
        except ValidationError:
            continue


def _one_parameter(values: list[Any]) -> Any:  # noqa: ANN401 - as the database wants it
    return values if connection.vendor == "postgresql" else json.dumps(values)
