"""Lists of the staff area: what they hold leaves as files people can use."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.http import HttpResponseBase
from django.utils.text import capfirst
from django.utils.translation import ngettext
from wagtail.admin.ui import tables
from wagtail.admin.views.generic import IndexView

from core import clock
from core.exports import Column, export_table
from core.templatetags.portal import NOTHING, day, instant, money

# As many rows as a reader takes in, however many there are.
ROWS_PER_PAGE = 50


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


class StaffIndexView(ReadableExport, IndexView):
    """A list of the staff area: looked at, searched, narrowed down, taken along."""

    template_name = "wagtailadmin/generic/index.html"
    results_template_name = "wagtailadmin/generic/index_results.html"
    any_permission_required = ["view"]
    is_searchable = True
    search_backend_name = None
    paginate_by = ROWS_PER_PAGE


class TextColumn(tables.Column):
    """A value, or a dash where there is none."""

    empty_value_display = NOTHING

    def get_value(self, instance: object) -> Any:  # noqa: ANN401 - whatever a row holds
        """Return what stands in the cell; nothing at all for no value."""
        value = super().get_value(instance)
        return "" if value is None else value


class CodeColumn(TextColumn):
    """A number or code, kept on one line."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        """Mark the cells for the style sheet."""
        super().__init__(name, classname="unbroken", **kwargs)


class MoneyColumn(CodeColumn):
    """An amount with its unit, on one line."""

    def get_value(self, instance: object) -> str:
        """Return the amount in the reader's language."""
        return money(super().get_value(instance))


class DayColumn(CodeColumn):
    """A day as the portal writes it; a list shows when, not how long ago."""

    def get_value(self, instance: object) -> str:
        """Return the day in the reader's language."""
        return day(super().get_value(instance))


class DueColumn(tables.Column):
    """Until when something is owed, and how many days that leaves."""

    def get_value(self, instance: object) -> str:
        """Return day and days left or late; a dash where nothing is owed."""
        due_on = super().get_value(instance)
        return due_in_words(due_on, on=clock.today()) if due_on else NOTHING


class InstantColumn(CodeColumn):
    """Day and minute in Shanghai."""

    def get_value(self, instance: object) -> str:
        """Return the instant in the reader's language."""
        return instant(super().get_value(instance))


def due_in_words(due_on: date, *, on: date) -> str:
    """Return a day with the days that are left or lost on the day ``on``."""
    left = (due_on - on).days
    if left < 0:
        text = ngettext("%(day)s, %(n)s day late", "%(day)s, %(n)s days late", -left)
    else:
        text = ngettext("%(day)s, %(n)s day left", "%(day)s, %(n)s days left", left)
    return text % {"day": day(due_on), "n": abs(left)}


def shown_value(row: object, name: str) -> object:
    """Return what a reader is shown of a row: choices and other rows by label.

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
    return display() if display else _named(getattr(owner, last))


def _named(value: object) -> object:
    """Return what a row is called in the reader's language; other values as given."""
    return getattr(value, "label", value) if isinstance(value, Model) else value


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
