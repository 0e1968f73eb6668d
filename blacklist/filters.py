"""Filters of the register's lists."""

import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from blacklist.enums import ConductKind, Tier
from blacklist.facts import comparable
from blacklist.models import NamePublication, Tip, ViolationCase
from blacklist.models.publications import NamePublicationQuerySet
from blacklist.states import CaseState, TipState
from reference.filters import ALL, WithinFilter


class PublicationFilter(filters.FilterSet):
    """Narrow the register down."""

    q = filters.CharFilter(label=_("Name, credit code or number"), method="matching")
    tier = filters.ChoiceFilter(label=_("Tier"), choices=Tier.choices, empty_label=ALL)
    kind = filters.ChoiceFilter(
        label=_("Conduct"), choices=ConductKind.choices, empty_label=ALL
    )
    place = WithinFilter()

    class Meta:
        model = NamePublication
        fields: list[str] = []

    def matching(
        self, rows: NamePublicationQuerySet, _name: str, value: str
    ) -> NamePublicationQuerySet:
        """Keep rows whose name contains the words, or whose code or number it is."""
        return rows.filter(
            Q(name_key__contains=comparable(value))
            | Q(party_credit_code__istartswith=value.strip())
            | Q(number__iexact=value.strip())
        )


class CaseFilter(filters.FilterSet):
    """Narrow the cases of an authority down."""

    q = filters.CharFilter(label=_("Party, credit code or number"), method="matching")
    state = filters.ChoiceFilter(
        label=_("State"), choices=CaseState.choices, empty_label=ALL
    )
    kind = filters.ChoiceFilter(
        label=_("Conduct"), choices=ConductKind.choices, empty_label=ALL
    )
    place = WithinFilter()

    class Meta:
        model = ViolationCase
        fields: list[str] = []

    def matching(self, rows: object, _name: str, value: str) -> object:
        """Keep rows that name the words."""
        return rows.filter(  # type: ignore[attr-defined] # untyped library
            Q(party_name__icontains=value.strip())
            | Q(party_credit_code__istartswith=value.strip())
            | Q(number__iexact=value.strip())
        )


class TipFilter(filters.FilterSet):
    """Narrow the tips of an authority down."""

    q = filters.CharFilter(label=_("Provider or number"), method="matching")
    state = filters.ChoiceFilter(
        label=_("State"), choices=TipState.choices, empty_label=ALL
    )

    class Meta:
        model = Tip
        fields: list[str] = []

    def matching(self, rows: object, _name: str, value: str) -> object:
        """Keep rows that name the words."""
        return rows.filter(  # type: ignore[attr-defined] # untyped library
            Q(provider_name__icontains=value.strip()) | Q(number__iexact=value.strip())
        )
