"""How a reader narrows the directory."""

from typing import Any, TypeVar, cast

import django_filters
from django import forms
from django.db.models import Count, Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.lists import holding
from core.search.listing import named
from providers.enums import QualityBand
from providers.models import ProviderProfile
from providers.services.profiles import SEARCH_KIND
from reference.models import IndustryLabel, Jurisdiction, Service

_Row = TypeVar("_Row", bound=Model)
LISTED = Q(providers__state="listed", providers__organisation__state="active")


class CountedChoice(django_filters.fields.ModelChoiceField):
    """Choices that say how many listed providers each would find."""

    def label_from_instance(self, row: Any) -> str:  # noqa: ANN401 - any facet
        """Return the name with the number of providers."""
        return f"{row.label} ({row.found})"


class CountedFilter(django_filters.ModelChoiceFilter):
    """A facet with counts."""

    field_class = CountedChoice


def counted(queryset: QuerySet[_Row]) -> QuerySet[_Row]:
    """Return facet rows with the number of listed providers."""
    found = Count("providers", filter=LISTED, distinct=True)
    return cast("QuerySet[_Row]", queryset.annotate(found=found))


def counted_services(request: object) -> QuerySet[Service]:
    """Return the services with their counts."""
    return counted(Service.objects.all())


def counted_labels(request: object) -> QuerySet[IndustryLabel]:
    """Return the key industries with their counts."""
    return counted(IndustryLabel.objects.all())


def places(request: object) -> QuerySet[Jurisdiction]:
    """Return the units of the portal's province."""
    return Jurisdiction.objects.units()


class DirectoryFilter(django_filters.FilterSet):
    """Words, services, industries and places. None is set at first."""

    q = django_filters.CharFilter(
        label=_("Name or credit code"),
        method="by_words",
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    service = CountedFilter(
        field_name="services",
        queryset=counted_services,
        label=pgettext_lazy("provider", "Service"),
        empty_label=_("Any service"),
    )
    label = CountedFilter(
        field_name="labels",
        queryset=counted_labels,
        label=_("Key industry"),
        empty_label=_("Any industry"),
    )
    place = django_filters.ModelChoiceFilter(
        queryset=places,
        label=_("Works in"),
        method="by_place",
        empty_label=_("Any place"),
    )
    quality = django_filters.ChoiceFilter(
        field_name="quality_band",
        choices=QualityBand.choices,
        label=_("Quality index"),
        empty_label=pgettext_lazy("quality index", "Any"),
    )

    class Meta:
        model = ProviderProfile
        fields: list[str] = []

    def by_words(
        self, queryset: QuerySet[ProviderProfile], name: str, value: str
    ) -> QuerySet[ProviderProfile]:
        """Keep providers whose present or former name or code has every word."""
        return queryset.filter(
            holding(
                value,
                "organisation__name",
                "organisation__name_en",
                "organisation__short_name",
                "organisation__former_names__name",
                "organisation__credit_code__istartswith",
            )
            | named(SEARCH_KIND, value)
        ).distinct()

    def by_place(
        self, queryset: QuerySet[ProviderProfile], name: str, value: Jurisdiction
    ) -> QuerySet[ProviderProfile]:
        """Keep providers that serve a place, or name no place at all."""
        return queryset.filter(Q(serves=value) | Q(serves=None)).distinct()
