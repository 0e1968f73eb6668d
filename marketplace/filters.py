"""Filters of the lists of jobs."""

from datetime import timedelta

import django_filters as filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import clock
from core.lists import holding
from core.search.listing import named
from marketplace.models import Bid, Job
from marketplace.search import JOB
from marketplace.states.jobs import BidState, JobState
from reference.enums import IndustryLevel
from reference.models import Industry, Jurisdiction, Service

_SOON = timedelta(days=7)
_SHOWN = [choice for choice in JobState.choices if choice[0] != JobState.DRAFT]


def _units(request: HttpRequest) -> QuerySet[Jurisdiction]:
    return Jurisdiction.objects.units()


class JobFilter(filters.FilterSet):
    """Narrow the public jobs down."""

    q = filters.CharFilter(label=_("Words or number"), method="matching")
    service = filters.ModelChoiceFilter(
        label=_("Service"), queryset=Service.objects.all(), field_name="services"
    )
    place = filters.ModelChoiceFilter(
        label=_("Place"),
        queryset=_units,
        method="within_place",
    )
    industry = filters.ModelChoiceFilter(
        label=_("Industry"),
        queryset=Industry.objects.filter(level=IndustryLevel.SECTION),
        method="within_industry",
    )
    state = filters.ChoiceFilter(label=_("State"), choices=_SHOWN, method="in_standing")
    closing = filters.BooleanFilter(
        label=_("Closing within 7 days"),
        method="closing_soon",
        widget=filters.widgets.forms.CheckboxInput,
    )

    class Meta:
        model = Job
        fields: list[str] = []

    def matching(self, rows: QuerySet[Job], _name: str, value: str) -> QuerySet[Job]:
        """Keep jobs that hold every word, or whose number it is."""
        return rows.filter(
            holding(
                value,
                "title",
                "scope",
                "enterprise__name",
                "enterprise__name_en",
                "number__iexact",
            )
            | named(JOB, value)
        )

    def in_standing(self, rows: QuerySet[Job], _name: str, value: str) -> QuerySet[Job]:
        """Keep jobs that stand so now; past its deadline a job is closed."""
        now = clock.now()
        if value == JobState.PUBLISHED:
            return rows.filter(state=value, bids_until__gt=now)
        if value == JobState.CLOSED:
            overdue = Q(state=JobState.PUBLISHED, bids_until__lte=now)
            return rows.filter(overdue | Q(state=value))
        return rows.filter(state=value)

    def within_place(
        self, rows: QuerySet[Job], _name: str, value: Jurisdiction
    ) -> QuerySet[Job]:
        """Keep jobs in a place or below it."""
        return rows.filter(site__path__startswith=value.path)

    def within_industry(
        self, rows: QuerySet[Job], _name: str, value: Industry
    ) -> QuerySet[Job]:
        """Keep jobs of an industry or of one below it."""
        found = Job.objects.filter(industries__path__startswith=value.path)
        return rows.filter(pk__in=found.values("pk"))

    def closing_soon(
        self,
        rows: QuerySet[Job],
        _name: str,
        value: bool,  # noqa: FBT001
    ) -> QuerySet[Job]:
        """Keep jobs whose bids close within a week."""
        if not value:
            return rows
        now = clock.now()
        closing = Job.objects.accepting_bids(now).filter(bids_until__lte=now + _SOON)
        return rows.filter(pk__in=closing.values("pk"))


class OwnJobFilter(filters.FilterSet):
    """Narrow an enterprise's own jobs down."""

    q = filters.CharFilter(label=_("Words or number"), method="matching")
    state = filters.ChoiceFilter(
        label=_("State"), choices=JobState.choices, method="in_standing"
    )

    class Meta:
        model = Job
        fields: list[str] = []

    matching = JobFilter.matching
    in_standing = JobFilter.in_standing


class OwnBidFilter(filters.FilterSet):
    """Narrow a provider's own bids down."""

    q = filters.CharFilter(label=_("Words or number"), method="matching")
    state = filters.ChoiceFilter(label=_("State"), choices=BidState.choices)

    class Meta:
        model = Bid
        fields: list[str] = []

    def matching(self, rows: QuerySet[Bid], _name: str, value: str) -> QuerySet[Bid]:
        """Keep bids for jobs that hold every word, or whose number it is."""
        return rows.filter(
            holding(
                value,
                "job__title",
                "job__enterprise__name",
                "job__enterprise__name_en",
                "job__number__iexact",
                "number__iexact",
            )
        )
