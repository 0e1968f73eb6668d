"""What everybody may read: lists, rounds on them, and published results."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from audits import selectors
from audits.filters import ListingFilter, RoundFilter
from audits.models import AuditList, Listing, Round
from audits.tables import LISTING_COLUMNS, ROUND_COLUMNS
from core.lists import ListPage, Sort

RECENT_LISTS = 5


class RoundsView(ListPage):
    """Everything public about rounds, with filters and a download."""

    template_name = "audits/rounds.html"
    filterset_class = RoundFilter
    columns = ROUND_COLUMNS
    export_name = "audits"
    sorts = [
        Sort("newest", _("Newest first"), ["-opened_at", "-pk"]),
        Sort("oldest", _("Oldest first"), ["opened_at", "pk"]),
        Sort("name", _("By name"), ["enterprise__name", "pk"]),
    ]

    def get_queryset(self) -> QuerySet[Round]:
        """Return what the public may know of."""
        return selectors.public_rounds()

    def export_rows(self, rows: QuerySet[Any]) -> Iterable[Any]:
        """Return the rows with the industries a download names."""
        return super().export_rows(rows.prefetch_related("enterprise__labels"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the latest lists beside the rounds."""
        lists = selectors.public_lists()[:RECENT_LISTS]
        return super().get_context_data(lists=lists, **kwargs)


class ListView(ListPage):
    """One audit list with its enterprises."""

    template_name = "audits/list.html"
    filterset_class = ListingFilter
    columns = LISTING_COLUMNS
    sorts = [
        Sort("position", _("As listed"), "pk"),
        Sort("name", _("By name"), ["enterprise__name", "pk"]),
    ]

    @property
    def audit_list(self) -> AuditList:
        """The list asked for, once it is out."""
        return get_object_or_404(selectors.public_lists(), number=self.kwargs["number"])

    def get_queryset(self) -> QuerySet[Listing]:
        """Return the rows of the list."""
        self.shown = self.audit_list
        self.export_name = self.shown.number
        return selectors.listings_of(self.shown)

    def export_rows(self, rows: QuerySet[Any]) -> Iterable[Any]:
        """Return the rows with the industries a download names."""
        return super().export_rows(rows.prefetch_related("enterprise__labels"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the list."""
        return super().get_context_data(audit_list=self.shown, **kwargs)


class ResultView(DetailView[Round]):
    """What the public may know of one round."""

    template_name = "audits/result.html"
    slug_field = slug_url_kwarg = "number"
    context_object_name = "round"

    def get_queryset(self) -> QuerySet[Round]:
        """Return the rounds the public may know of."""
        return selectors.public_rounds().select_related("disclosure")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the published results and enterprises that the round covered."""
        return super().get_context_data(
            results=self.object.results.select_related("organiser").order_by("pk"),
            covered=self.object.coverages.filter(counts_as_audit=True).select_related(
                "enterprise"
            ),
            disclosure=getattr(self.object, "disclosure", None),
            **kwargs,
        )
