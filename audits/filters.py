"""Filters of the public lists and of the lists of those who take part."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audits.enums import Basis, Outcome, ReviewKind
from audits.models import Listing, ListingReason, ReviewSession, Round
from audits.search import ROUND_KIND
from audits.states import RoundState, SessionState
from core.lists import holding
from core.search.listing import named
from reference.filters import ALL
from reference.models import IndustryLabel, Jurisdiction

ACCEPTANCE_OUTCOMES = [
    (value, label)
    for value, label in Outcome.choices
    if value in {Outcome.QUALIFIED, Outcome.UNQUALIFIED}
]


def _units(_request: object) -> QuerySet[Jurisdiction]:
    return Jurisdiction.objects.units()


class _PlaceFilter(django_filters.ModelChoiceFilter):
    """Rows of a place and of everything in it."""

    def __init__(self, path: str) -> None:
        """Look at the path of a place that ``path`` names."""
        super().__init__(queryset=_units, label=_("Place"))
        self.path = path

    def filter(self, qs: Any, value: Any) -> Any:  # noqa: ANN401 - the library's types
        """Keep rows below the place."""
        return qs.filter(**{f"{self.path}__startswith": value.path}) if value else qs


class RoundFilter(django_filters.FilterSet):
    """What a reader of the public list can ask for."""

    q = django_filters.CharFilter(
        method="search", label=_("Name, credit code or number")
    )
    year = django_filters.NumberFilter(
        field_name="opened_at",
        lookup_expr="year",
        label=_("Year"),
        min_value=2000,
        max_value=2100,
    )
    place = _PlaceFilter("enterprise__jurisdiction__path")
    industry = django_filters.ModelChoiceFilter(
        field_name="enterprise__labels",
        queryset=IndustryLabel.objects.all(),
        label=_("Key industry"),
    )
    basis = django_filters.ChoiceFilter(choices=Basis.choices, label=_("Basis"))
    conclusion = django_filters.ChoiceFilter(
        choices=ACCEPTANCE_OUTCOMES, method="by_conclusion", label=_("Conclusion")
    )

    class Meta:
        model = Round
        fields: list[str] = []

    def search(self, queryset: Any, _name: str, value: str) -> Any:  # noqa: ANN401
        """Keep rounds whose number, enterprise, code or document holds the words."""
        return queryset.filter(
            holding(
                value,
                "number",
                "enterprise__name",
                "enterprise__name_en",
                "enterprise__credit_code__iexact",
                "listing__audit_list__document_number",
            )
            | named(ROUND_KIND, value)
        )

    def by_conclusion(self, queryset: Any, _name: str, value: str) -> Any:  # noqa: ANN401
        """Keep rounds whose published acceptance says so."""
        return queryset.filter(
            results__kind=ReviewKind.ACCEPTANCE, results__outcome=value
        ).distinct()


class ListingFilter(django_filters.FilterSet):
    """What a reader of one audit list can ask for."""

    q = django_filters.CharFilter(method="search", label=_("Name or credit code"))
    place = _PlaceFilter("jurisdiction__path")
    reason = django_filters.ModelChoiceFilter(
        field_name="reasons",
        queryset=ListingReason.objects.all(),
        label=_("Ground of listing"),
    )

    class Meta:
        model = Listing
        fields: list[str] = []

    def search(self, queryset: Any, _name: str, value: str) -> Any:  # noqa: ANN401
        """Keep rows whose enterprise matches the words."""
        return queryset.filter(
            holding(
                value,
                "enterprise__name",
                "enterprise__name_en",
                "enterprise__credit_code__iexact",
            )
            | named(ROUND_KIND, value, row="round")
        )


class OwnRoundFilter(django_filters.FilterSet):
    """What an enterprise or a provider can ask for among the own rounds."""

    q = django_filters.CharFilter(
        method="search", label=_("Enterprise, provider or number")
    )
    basis = django_filters.ChoiceFilter(
        choices=Basis.choices, label=_("Basis"), empty_label=ALL
    )
    state = django_filters.ChoiceFilter(
        choices=RoundState.choices, label=_("State"), empty_label=ALL
    )

    class Meta:
        model = Round
        fields: list[str] = []

    def search(self, queryset: Any, _name: str, value: str) -> Any:  # noqa: ANN401
        """Keep rounds whose number or parties hold the words."""
        return queryset.filter(
            holding(
                value,
                "number",
                "enterprise__name",
                "enterprise__name_en",
                "provider__name",
                "provider__name_en",
            )
        )


class OwnReviewFilter(django_filters.FilterSet):
    """What an expert can ask for among the own reviews."""

    q = django_filters.CharFilter(method="search", label=_("Enterprise or number"))
    kind = django_filters.ChoiceFilter(
        choices=ReviewKind.choices,
        label=pgettext_lazy("panel", "Review"),
        empty_label=ALL,
    )
    state = django_filters.ChoiceFilter(
        choices=SessionState.choices, label=_("State"), empty_label=ALL
    )

    class Meta:
        model = ReviewSession
        fields: list[str] = []

    def search(self, queryset: Any, _name: str, value: str) -> Any:  # noqa: ANN401
        """Keep sessions whose number, round or enterprise holds the words."""
        return queryset.filter(
            holding(
                value,
                "number",
                "round__number",
                "round__enterprise__name",
                "round__enterprise__name_en",
            )
        )
