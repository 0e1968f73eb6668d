"""Lists of the staff area: what they hold leaves as files people can use."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils.text import capfirst

from core.exports import Column, export_table


class ReadableExport:
    """Downloads of a staff list in the reader's words.

    Stands before Wagtail's own mixin, which writes stored values: the code of a
    state, an instant in UTC, no byte order mark. ``list_export`` names columns.
    """

    list_export: Sequence[str]
    export_headings: dict[str, Any]

    def as_spreadsheet(
        self, queryset: QuerySet[Any], spreadsheet_format: str
    ) -> HttpResponseBase:
        """Return the rows as a download in the format asked for."""
        return export_table(
            spreadsheet_format,
            name=self.get_filename(),  # type: ignore[attr-defined] # Wagtail's
            columns=[self._column(queryset, name) for name in self.list_export],
            rows=queryset,
        )

    def _column(self, queryset: QuerySet[Any], name: str) -> Column:
        heading = self.export_headings.get(name) or _heading(queryset, name)
        return Column(name, heading, lambda row: shown_value(row, name))


def shown_value(row: object, name: str) -> object:
    """Return what a reader is shown of a row: a choice by its label.

    A dotted name reads through relations.
    """
    *path, last = name.split(".")
    owner: Any = row
    for step in path:
        # A row that was erased, such as personal data, leaves an empty cell.
        owner = getattr(owner, step, None)
        if owner is None:
            return None
    display = getattr(owner, f"get_{last}_display", None)
    return display() if display else getattr(owner, last)


def _heading(queryset: QuerySet[Any], name: str) -> str:
    """Return the label of a column, found through its relations."""
    model = queryset.model
    *path, last = name.split(".")
    try:
        for step in path:
            model = model._meta.get_field(step).related_model
        return capfirst(str(model._meta.get_field(last).verbose_name))
    except FieldDoesNotExist:
        return name
