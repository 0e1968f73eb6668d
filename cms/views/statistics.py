"""Public figures against the plan's targets, each with its records."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from cms import statistics
from cms.statistics import Figure, Record
from core import clock
from core.exports import FORMATS, Column, export_table
from core.lists import ListPage

FIGURE_COLUMNS = [
    Column("figure", _("Figure"), lambda one: one.figure.label),
    Column("value", _("Value"), lambda one: one.value),
    Column("definition", _("What is counted"), lambda one: one.figure.definition),
]
TARGET_COLUMNS = [
    Column(
        "target", pgettext_lazy("statistics", "Target"), lambda one: one.target.label
    ),
    Column("value", _("Planned"), lambda one: one.target.value),
    Column("value_to", _("Planned at most"), lambda one: one.target.value_to),
    Column("unit", _("Unit"), lambda one: one.target.unit.symbol_label),
    Column("year", _("Year"), lambda one: one.target.year),
    Column(
        "measured",
        _("On record"),
        lambda one: one.measured.value if one.measured else None,
    ),
    Column("source", _("Source"), lambda one: one.target.instrument.label),
]


@require_safe
def statistics_page(request: HttpRequest) -> HttpResponseBase:
    """Show targets, figures and places; each table also as a file."""
    now = clock.now()
    values = statistics.measured(now)
    targets = statistics.targets(values)
    if "export" in request.GET:
        return _export(request, values, targets, statistics.by_place(now))
    context = {
        "as_of": now,
        "targets": targets,
        "figures": values,
        "places": statistics.by_place(now),
        "place_figures": [figure for figure, _path in statistics.BY_PLACE],
    }
    return render(request, "cms/statistics/statistics.html", context)


class RecordsView(ListPage):
    """The records behind one figure."""

    template_name = "cms/statistics/records.html"
    paginate_by = 50

    @cached_property
    def figure(self) -> Figure:
        """Return the figure asked for; raise Http404 when there is none."""
        found = statistics.figure_called(self.kwargs["key"])
        if found is None:
            raise Http404
        return found

    @property
    def export_name(self) -> str:  # type: ignore[override] # computed here
        """Name the file after the figure."""
        return self.figure.key

    def get_queryset(self) -> QuerySet[Any]:
        """Return the public rows that are counted."""
        return self.figure.rows(clock.now())

    def get_columns(self) -> list[Column]:
        """Return what a download holds."""
        columns = [Column("record", _("Record"), lambda row: self._record(row).label)]
        if self.figure.has_places:
            columns.append(Column("place", _("Place"), self._place))
        if self.figure.has_days:
            columns.append(Column("date", _("Date"), lambda row: self._record(row).on))
        return [*columns, Column("address", _("Web address"), self._address)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Describe the rows of this page."""
        context = super().get_context_data(**kwargs)
        records = [self._record(row) for row in context["page_obj"]]
        return context | {"figure": self.figure, "records": records}

    def _record(self, row: Any) -> Record:  # noqa: ANN401
        return self.figure.describe(row)

    def _place(self, row: Any) -> str:  # noqa: ANN401
        place = self._record(row).place
        return place.label if place is not None else ""

    def _address(self, row: Any) -> str:  # noqa: ANN401
        return self.request.build_absolute_uri(self._record(row).url)


def _export(
    request: HttpRequest, values: list[Any], targets: list[Any], places: list[Any]
) -> HttpResponseBase:
    file_format = request.GET["export"]
    tables: dict[str, tuple[list[Column], list[Any]]] = {
        "figures": (FIGURE_COLUMNS, values),
        "targets": (TARGET_COLUMNS, targets),
        "places": (_place_columns(), places),
    }
    name = request.GET.get("table", "figures")
    if file_format not in FORMATS or name not in tables:
        raise Http404
    columns, rows = tables[name]
    return export_table(file_format, name=name, columns=columns, rows=rows)


def _place_columns() -> list[Column]:
    columns = [
        Column("code", _("Code"), lambda row: row.place.pk),
        Column("place", _("Place"), lambda row: row.place.label),
    ]
    for index, (figure, _path) in enumerate(statistics.BY_PLACE):
        columns.append(_place_column(figure, index))
    return columns


def _place_column(figure: Figure, index: int) -> Column:
    return Column(figure.key, figure.label, lambda row: row.values[index])
