"""Importers: what an app adds to the reading of tables.

A subclass states its columns and three steps. ``plan`` decides about every row
with few queries and writes nothing; ``write`` makes the rows it planned, in
bulk; ``undo`` takes them away again when nothing has come to depend on them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db import models
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.models.imports import ImportBatch, RowOutcome
from core.models.journal import JournalEntry
from core.refusals import Refusal
from core.sheets.columns import SheetColumn
from core.sheets.reading import Problem, SheetRow

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

Outcome = RowOutcome
CHUNK = 2000
_importers: dict[str, type["Importer"]] = {}


@dataclass(slots=True)
class RowPlan:
    """What an importer means to do with one row.

    ``target`` is the record matched, or the unsaved record to create;
    ``extra`` is whatever ``write`` needs besides.
    """

    row: SheetRow
    outcome: RowOutcome
    title: str = ""
    target: models.Model | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def problems(self) -> list[Problem]:
        """What is odd about the row."""
        return self.row.problems

    @property
    def creates(self) -> bool:
        """Whether the row becomes a new record."""
        return self.outcome in {RowOutcome.CREATED, RowOutcome.WARNED}


class Importer:
    """One kind of list that can be taken over from a file."""

    key: ClassVar[str]
    label: ClassVar[str | Promise]
    columns: Sequence[SheetColumn] = ()
    # Labels of models whose rows belong to a created record and go with it.
    owned: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, **options: Any) -> None:
        """Take what the importer needs besides the file (kept on the batch)."""
        self.options = options

    @classmethod
    def can_import(cls, user: "User | AnonymousUser") -> bool:
        """Tell whether ``user`` may take over lists of this kind."""
        raise NotImplementedError

    @classmethod
    def staff_overseen_by(cls, user: "User") -> "models.QuerySet[User]":
        """Return whose imports ``user`` may see and handle besides their own."""
        return type(user).objects.none()

    @classmethod
    def option_fields(cls) -> dict[str, forms.Field]:
        """Return form fields for what is asked besides the file, by option."""
        return {}

    def plan(self, rows: Sequence[SheetRow]) -> list[RowPlan]:
        """Return a plan for every row, in order; refused rows included."""
        raise NotImplementedError

    def write(self, plans: Sequence[RowPlan], batch: ImportBatch) -> None:
        """Save the records of all plans that create one, in bulk."""
        raise NotImplementedError

    def undo(self, model: type[models.Model], keys: Sequence[Any]) -> None:
        """Delete created records; raise Refusal when something depends on them."""
        refuse_if_needed(model, keys, self.owned)
        for part in chunks(keys):
            model._base_manager.filter(pk__in=part).delete()  # noqa: SLF001 - Django's documented name


def register_importer(importer: type[Importer]) -> type[Importer]:
    """Class decorator: make an importer known by its key."""
    _importers[importer.key] = importer
    return importer


def importer_for(key: str) -> type[Importer]:
    """Return the importer called ``key``; raise KeyError when there is none."""
    return _importers[key]


def importers() -> list[type[Importer]]:
    """Return every importer, by key."""
    return [_importers[key] for key in sorted(_importers)]


def chunks(items: Sequence[Any], size: int = CHUNK) -> Iterable[Sequence[Any]]:
    """Yield ``items`` in parts that fit one query."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def refuse_if_needed(
    model: type[models.Model], keys: Sequence[Any], owned: frozenset[str]
) -> None:
    """Raise Refusal when a row elsewhere, or the journal, refers to a record.

    A record's own many-to-many links and the models labelled in ``owned`` do
    not count: they go with it.
    """
    relations = [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, ForeignObjectRel) and not relation.many_to_many
    ]
    for part in chunks(keys):
        for relation in relations:
            related: Any = relation.related_model
            if related._meta.auto_created is model or _label(related) in owned:
                continue
            _refuse_users(related, {f"{relation.field.name}__in": part})
        told = {
            "target_type": _label(model),
            "target_id__in": [str(key) for key in part],
        }
        _refuse_users(JournalEntry, told)


def _label(model: Any) -> str:  # noqa: ANN401
    return str(model._meta.label_lower)


def _refuse_users(related: Any, conditions: dict[str, Any]) -> None:  # noqa: ANN401
    if related._base_manager.filter(**conditions).exists():  # noqa: SLF001 - Django's documented name
        raise Refusal(
            _(
                "This import cannot be taken back any more: records made from it "
                "are in use (%(kind)s)."
            )
            % {"kind": related._meta.verbose_name_plural}
        )
