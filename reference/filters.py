"""Filters by place, for lists of every floor above."""

import django_filters as filters
from django.utils.translation import pgettext_lazy

from reference.models import Jurisdiction
from reference.models.places import JurisdictionQuerySet

ALL = pgettext_lazy("filter", "All")


def provincial_units(_request: object = None) -> JurisdictionQuerySet:
    """Return the places that lists can be narrowed down to."""
    return Jurisdiction.objects.units()


class WithinFilter(filters.ModelChoiceFilter):
    """A place of the province and everything below it.

    Offers the province's units: the country has thousands of places.
    """

    def __init__(self, field_name: str = "jurisdiction", **kwargs: object) -> None:
        """Filter the places that ``field_name`` leads to."""
        defaults = {
            "label": pgettext_lazy("filter", "Place"),
            "queryset": provincial_units,
            "empty_label": ALL,
        }
        super().__init__(field_name=field_name, **{**defaults, **kwargs})

    def filter(self, qs: object, value: Jurisdiction | None) -> object:
        """Keep rows of the place chosen."""
        if value is None:
            return qs
        return qs.filter(**{f"{self.field_name}__path__startswith": value.path})  # type: ignore[attr-defined] # untyped library
