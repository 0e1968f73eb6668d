"""Which rows a document is made of, so that the database itself notes changes.

A trigger on each table writes the outbox in the transaction of the change: a bulk
update, a change of a related row or a hand-written statement cannot be forgotten.
``{row}`` in ``keys`` stands for the changed row; they are called ``object_key``.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import ForeignKey, Model

EVENTS = ("insert", "update", "delete")


@dataclass(frozen=True, slots=True)
class Source:
    """A table and the SQL that gives the keys of the documents a row is part of.

    With ``columns`` only an update of one of these counts.
    """

    table: str
    keys: str
    columns: tuple[str, ...] = ()

    @property
    def events(self) -> tuple[str, ...]:
        """The events that count."""
        return ("update",) if self.columns else EVENTS


def own(model: type[Model]) -> Source:
    """Return the table whose rows are the documents."""
    return Source(_table(model), f"SELECT {{row}}.{_key(model)} AS object_key")


def many(model: type[Model], field: str) -> Source:
    """Return the join table of a many-to-many field of the documents' rows."""
    relation: Any = model._meta.get_field(field)
    through = relation.remote_field.through
    return Source(
        _table(through), f"SELECT {{row}}.{relation.m2m_column_name()} AS object_key"
    )


def child(model: type[Model], field: str) -> Source:
    """Return a table whose rows point to the documents' rows."""
    return Source(
        _table(model), f"SELECT {{row}}.{_column(model, field)} AS object_key"
    )


def parent(model: type[Model], field: str, *fields: str) -> Source:
    """Return the table a foreign key points to; ``fields`` of it are in documents."""
    relation = model._meta.get_field(field)
    assert isinstance(relation, ForeignKey)  # noqa: S101 - a mistake of ours
    target: Any = relation.related_model
    return Source(
        _table(target),
        f"SELECT {_key(model)} AS object_key FROM {_table(model)} "  # noqa: S608 - our own names
        f"WHERE {relation.column} = {{row}}.{_key(target)}",
        tuple(_column(target, name) for name in fields),
    )


def via(model: type[Model], field: str, other: Source) -> Source:
    """Return a table whose rows point to rows of ``other``, which knows the keys."""
    relation: Any = model._meta.get_field(field)
    middle = relation.related_model
    keys = other.keys.format(row="middle")
    return Source(
        _table(model),
        f"{keys} FROM {_table(middle)} middle "
        f"WHERE middle.{_key(middle)} = {{row}}.{relation.column}",
    )


def beside(model: type[Model], field: str, other: Source) -> Source:
    """Return a table whose rows belong to the same parent as the documents' rows.

    ``other`` gives the key of that parent; ``field`` of ``model`` points to it.
    """
    return Source(
        other.table,
        f"SELECT {_key(model)} AS object_key FROM {_table(model)} "  # noqa: S608 - our own names
        f"WHERE {_column(model, field)} IN ({other.keys})",
        other.columns,
    )


def _table(model: Any) -> str:  # noqa: ANN401 - any model class
    return str(model._meta.db_table)


def _key(model: Any) -> str:  # noqa: ANN401 - any model class
    return str(model._meta.pk.column)


def _column(model: Any, field: str) -> str:  # noqa: ANN401 - any model class
    return str(model._meta.get_field(field).column)
