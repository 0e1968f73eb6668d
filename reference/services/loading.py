"""Bringing the shipped data files into the database."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import models, transaction

from reference.data_files import Row, ShippedTable, shipped_tables

BATCH = 500


@dataclass(frozen=True)
class LoadReport:
    """What one load did, counted in rows.

    ``kept`` counts rows of which an edited value was left alone.
    """

    created: int = 0
    updated: int = 0
    kept: int = 0

    def __add__(self, other: "LoadReport") -> "LoadReport":
        return LoadReport(
            self.created + other.created,
            self.updated + other.updated,
            self.kept + other.kept,
        )


@transaction.atomic
def load_reference_data(
    *, overwrite: bool = False, apps: Apps = installed
) -> LoadReport:
    """Bring the database up to the shipped files; safe to repeat.

    A value that differs from what was last shipped was edited by an operator
    and stays, unless ``overwrite`` says otherwise. A migration passes the
    models of its own time as ``apps``; columns they lack are left out.
    """
    return sum(
        (
            load_table(table, overwrite=overwrite, apps=apps)
            for table in shipped_tables()
        ),
        start=LoadReport(),
    )


def load_table(table: ShippedTable, *, overwrite: bool, apps: Apps) -> LoadReport:
    """Bring the rows of one model up to its file."""
    model = apps.get_model("reference", table.model)
    rows: models.QuerySet[models.Model] = models.QuerySet(model)
    known = {key_of(row, table.keys): row for row in rows.all()}
    created, updated, kept = [], [], 0
    for raw in table.rows:
        shipped = typed(model, raw)
        row = known.get(tuple(shipped[key] for key in table.keys))
        if row is None:
            created.append(model(**shipped, shipped=portable_row(shipped)))
            continue
        changed, left_alone = merge(row, shipped, overwrite=overwrite)
        if changed:
            updated.append(row)
        kept += left_alone
    rows.bulk_create(created, batch_size=BATCH)
    if updated:
        names = [f.name for f in model._meta.concrete_fields if not f.primary_key]
        rows.bulk_update(updated, names, batch_size=BATCH)
    return LoadReport(len(created), len(updated), kept)


def merge(row: models.Model, shipped: Row, *, overwrite: bool) -> tuple[bool, bool]:
    """Move a row to its shipped values; tell if it changed, and if any stayed.

    Only values that equal what was shipped before are replaced.
    """
    before: Row = row.shipped  # type: ignore[attr-defined]  # every row here has it
    remembered: Row = {}
    changed = left_alone = False
    for name, value in shipped.items():
        current = getattr(row, name)
        if current != value and not overwrite and edited(before, name, current):
            left_alone = True
            remembered |= {name: before[name]} if name in before else {}
            continue
        remembered[name] = portable(value)
        if current != value:
            setattr(row, name, value)
            changed = True
    if remembered != before:
        row.shipped = remembered  # type: ignore[attr-defined]  # as above
        changed = True
    return changed, left_alone


def edited(before: Row, name: str, current: object) -> bool:
    """Tell whether an operator wrote the value; rows never shipped are theirs."""
    if not before:
        return True
    return name in before and portable(current) != before[name]


def typed(model: type[models.Model], raw: Row) -> Row:
    """Return the row's values as the model's fields hold them."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {
        name: value_for(fields[name], value)
        for name, value in raw.items()
        if name in fields
    }


def value_for(field: models.Field, value: object) -> object:
    """Return one value as its field holds it; nothing stands for null."""
    if value in {"", None}:
        return None if field.null else field.get_default()
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return target.to_python(value)


def key_of(row: models.Model, keys: tuple[str, ...]) -> tuple[object, ...]:
    """Return the values that tell a row apart."""
    return tuple(getattr(row, key) for key in keys)


def portable_row(values: Row) -> Row:
    """Return the values in the form in which JSON keeps them."""
    return {name: portable(value) for name, value in values.items()}


def portable(value: Any) -> Any:  # noqa: ANN401 - a column may hold anything
    """Return one value in the form in which JSON keeps it."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    return value
