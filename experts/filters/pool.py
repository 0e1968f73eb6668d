"""What a reader can filter the pool by.

A filter looks only at fields whose publication the expert agreed to: otherwise
the list would tell what the page keeps quiet.
"""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import CharFilter, FilterSet, ModelChoiceFilter

from core.search.listing import named
from core.search.text import fold
from experts.enums import PublicField
from experts.models import Expert, Speciality
from experts.models.people import ConsentField, ExpertQuerySet
from experts.search import EXPERT
from reference.models import IndustryLabel, Jurisdiction


class PublicExpertFilter(FilterSet):
    """Filters of the public pool."""

    q = CharFilter(
        label=_("Name, employer or number"),
        method="filter_words",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    speciality = ModelChoiceFilter(
        label=pgettext_lazy("expert", "Speciality"),
        queryset=Speciality.objects.all(),
        method="filter_consented",
        empty_label=_("All"),
    )
    label = ModelChoiceFilter(
        label=_("Key industry"),
        queryset=IndustryLabel.objects.all(),
        method="filter_consented",
        empty_label=_("All"),
    )
    place = ModelChoiceFilter(
        label=_("Place"),
        queryset=Jurisdiction.objects.units(),
        method="filter_place",
        empty_label=_("All"),
    )

    class Meta:
        model = Expert
        fields: list[str] = []

    def filter_words(
        self, experts: ExpertQuerySet, name: str, words: str
    ) -> QuerySet[Expert]:
        """Find every word in a published name or employer, or in the number."""
        found = Q()
        for word in words.split():
            form = fold(word)
            found &= (
                Q(number__icontains=form)
                | Q(profile__name__icontains=form, pk__in=_showing(PublicField.NAME))
                | Q(
                    profile__employer__icontains=form,
                    pk__in=_showing(PublicField.EMPLOYER),
                )
            )
        return experts.filter(found | named(EXPERT, words))

    def filter_consented(
        self,
        experts: ExpertQuerySet,
        name: str,
        value: Any,  # noqa: ANN401
    ) -> QuerySet[Expert]:
        """Keep members with this published speciality or industry."""
        path, field = {
            "speciality": ("specialities", PublicField.SPECIALITIES),
            "label": ("labels", PublicField.LABELS),
        }[name]
        return experts.filter(**{path: value}, pk__in=_showing(field))

    def filter_place(
        self, experts: ExpertQuerySet, name: str, place: Jurisdiction
    ) -> QuerySet[Expert]:
        """Keep members with a published place inside ``place``."""
        return experts.filter(
            jurisdiction__path__startswith=place.path,
            pk__in=_showing(PublicField.JURISDICTION),
        )


def _showing(field: PublicField) -> QuerySet[ConsentField, int]:
    return ConsentField.objects.filter(
        field=field, consent__withdrawn_at__isnull=True
    ).values_list("consent__expert", flat=True)
