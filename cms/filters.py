"""Filters of the training list."""

from typing import Any

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from cms.models import TrainingEvent
from cms.search import TRAINING_KIND
from cms.states import TrainingKind, TrainingMode
from core import clock
from core.lists import holding
from core.search.listing import named
from reference.models import Jurisdiction
from reference.models.places import JurisdictionQuerySet

UPCOMING, PAST = "upcoming", "past"


def provincial_units(_request: object = None) -> JurisdictionQuerySet:
    """Return the places that the list can be narrowed down to."""
    return Jurisdiction.objects.units()


class TrainingFilter(filters.FilterSet):
    """Narrow training down; upcoming events unless asked otherwise."""

    q = filters.CharFilter(label=_("Title or topic"), method="matching")
    when = filters.ChoiceFilter(
        label=_("When"),
        choices=[(UPCOMING, _("Upcoming")), (PAST, _("Past"))],
        empty_label=_("All"),
        method="in_time",
    )
    kind = filters.ChoiceFilter(label=_("Subject"), choices=TrainingKind.choices)
    mode = filters.ChoiceFilter(label=_("Form"), choices=TrainingMode.choices)
    place = filters.ModelChoiceFilter(
        label=_("Place"), field_name="jurisdiction", queryset=provincial_units
    )

    class Meta:
        model = TrainingEvent
        fields: list[str] = []

    def matching(self, queryset: Any, name: str, value: str) -> Any:  # noqa: ANN401
        """Keep events whose title or topics contain every word."""
        typed = holding(value, "title", "title_en", "topics", "topics_en")
        return queryset.filter(typed | named(TRAINING_KIND, value))

    def in_time(self, queryset: Any, name: str, value: str) -> Any:  # noqa: ANN401
        """Keep events that are still to come, or those that are over."""
        now = clock.now()
        return queryset.upcoming(now) if value == UPCOMING else queryset.past(now)
