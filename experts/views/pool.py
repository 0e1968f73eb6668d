"""The public pool: consented fields of those who agreed, and nothing else."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from core.exports import enumerated
from core.lists import Column, ListPage, Sort
from experts.enums import PublicField
from experts.filters.pool import PublicExpertFilter
from experts.models import Expert
from experts.selectors import public_card, published_experts


class ExpertListView(ListPage):
    """The members of the pool who agreed to be shown."""

    template_name = "experts/list.html"
    filterset_class = PublicExpertFilter
    export_name = "experts"
    sorts = [
        Sort("number", _("By number"), "number"),
        Sort("newest", _("Newest first"), "-admitted_at"),
    ]
    columns = [
        Column("number", _("Number"), lambda row: row.number),
        Column("name", PublicField.NAME.label, lambda row: public_card(row).name),
        Column(
            "employer",
            PublicField.EMPLOYER.label,
            lambda row: public_card(row).employer,
        ),
        Column("title", PublicField.TITLE.label, lambda row: public_card(row).title),
        Column(
            "specialities",
            PublicField.SPECIALITIES.label,
            lambda row: _joined(public_card(row).specialities),
        ),
        Column(
            "labels",
            PublicField.LABELS.label,
            lambda row: _joined(public_card(row).labels),
        ),
        Column(
            "jurisdiction",
            PublicField.JURISDICTION.label,
            lambda row: public_card(row).jurisdiction,
        ),
        Column("term_until", _("Term until"), lambda row: public_card(row).term_until),
    ]

    def get_queryset(self) -> QuerySet[Expert]:
        """Return the published members."""
        return published_experts()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show cards instead of rows."""
        context = super().get_context_data(**kwargs)
        context["cards"] = [public_card(expert) for expert in context["page_obj"]]
        return context


def detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show the consented fields of one member; others are a 404."""
    expert = get_object_or_404(published_experts(), number=number)
    return render(request, "experts/detail.html", {"card": public_card(expert)})


def _joined(rows: Any) -> str:  # noqa: ANN401 - any rows with labels
    return enumerated(row.label for row in rows)
