"""Lists: one page of rows, filtered, sorted and exported the same everywhere."""

from collections.abc import Iterable, Sequence
from functools import reduce
from http import HTTPStatus
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.functional import Promise
from django.views.generic import ListView
from django_filters import FilterSet

from core.exports import FORMATS, Column, export_table
from core.search.text import fold

__all__ = ["Column", "ListPage", "Sort", "holding"]

# Rows fetched at a time while exporting.
CHUNK = 1000
_LOOKUPS = ("__iexact", "__istartswith")


class Sort(NamedTuple):
    """An order a reader can choose: ``Sort("newest", _("Newest"), "-opened_on")``.

    ``order`` is a field name, or several; the primary key breaks ties.
    """

    name: str
    label: str | Promise
    order: Any

    @property
    def terms(self) -> tuple[Any, ...]:
        """The terms to order by, complete."""
        given = self.order
        terms = tuple(given) if isinstance(given, list | tuple) else (given,)
        return terms if {"pk", "-pk"} & {*map(str, terms)} else (*terms, "pk")


def holding(words: str, *columns: str) -> Q:
    """Return that every word stands somewhere in one of the columns.

    A word may be typed in traditional characters or full width. A column may name
    another way to look: ``number__iexact``.
    """
    found = Q()
    for word in words.split():
        folded = fold(word)
        forms = [word] if folded == word.lower() else [word, folded]
        places = ((_lookup(column), form) for column in columns for form in forms)
        found &= reduce(or_, map(Q, places))
    return found


def _lookup(column: str) -> str:
    return column if column.endswith(_LOOKUPS) else f"{column}__icontains"


class ListPage(ListView):
    """A list with filters, named sorts, pages and downloads.

    Subclasses state ``get_queryset`` (what this viewer may see, with every
    join the template needs), ``filterset_class``, ``sorts`` (the first is the
    default) and ``columns`` (what a download holds; none means no download).
    The template gets ``page_obj``, ``filterset``, ``sorts``, ``sort``, ``total``
    and ``exports``. A page that does not exist is a 404; filters that make no
    sense are explained beside their fields with status 400.
    """

    filterset_class: type[FilterSet] | None = None
    sorts: Sequence[Sort] = ()
    columns: Sequence[Column] = ()
    export_name = "list"
    paginate_by = 20

    def get(  # type: ignore[override] # a download is streamed
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Show a page of the list, or send all of it as a file."""
        everything = self.get_queryset()
        self.filterset = self.get_filterset(everything)
        understood = self.filterset is None or self.filterset.is_valid()
        found = self._found(everything) if understood else everything.none()
        if "export" in request.GET and understood:
            return self.export(request.GET["export"], found)
        self.object_list = found
        response = self.render_to_response(self.get_context_data(object_list=found))
        if not understood:
            response.status_code = HTTPStatus.BAD_REQUEST
        return response

    def get_filterset(self, queryset: QuerySet[Any]) -> FilterSet | None:
        """Return the filters of this list, bound to the request."""
        if self.filterset_class is None:
            return None
        return self.filterset_class(
            self.request.GET, queryset=queryset, request=self.request
        )

    def get_sort(self) -> Sort | None:
        """Return the order asked for; an unknown name gives the default."""
        asked = self.request.GET.get("sort", "")
        default = self.sorts[0] if self.sorts else None
        return next((sort for sort in self.sorts if sort.name == asked), default)

    def get_columns(self) -> Sequence[Column]:
        """Return what a download holds, for this viewer."""
        return self.columns

    def export(self, file_format: str, rows: QuerySet[Any]) -> HttpResponseBase:
        """Return the filtered rows as a file; raise Http404 for other formats."""
        columns = self.get_columns()
        if file_format not in FORMATS or not columns:
            raise Http404
        return export_table(
            file_format,
            name=self.export_name,
            columns=columns,
            rows=self.export_rows(rows),
        )

    def export_rows(self, rows: QuerySet[Any]) -> Iterable[Any]:
        """Return the rows of a download, read in chunks."""
        return rows.iterator(chunk_size=CHUNK)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name what the parts of a list need."""
        context = super().get_context_data(**kwargs)
        sort = self.get_sort()
        context |= {
            "filterset": self.filterset,
            "sorts": self.sorts,
            "sort": sort.name if sort else "",
            "total": context["paginator"].count,
            "exports": list(FORMATS) if self.get_columns() else [],
        }
        return context

    def _found(self, everything: QuerySet[Any]) -> QuerySet[Any]:
        found = self.filterset.qs if self.filterset is not None else everything
        sort = self.get_sort()
        if sort is not None:
            return found.order_by(*sort.terms)
        return found if found.ordered else found.order_by("pk")
