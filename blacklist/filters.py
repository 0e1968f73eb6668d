"""Filters of the register's lists."""

import re
from datetime import date, datetime, time, timedelta

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blacklist.enums import ConductKind, Tier
from blacklist.facts import comparable
from blacklist.forms import DayInput
from blacklist.models import NamePublication, Tip, ViolationCase
from blacklist.models.publications import NamePublicationQuerySet
from blacklist.search import KIND
from blacklist.states import CaseState, TipState
from core.clock import SHANGHAI
from core.models import LogLeaf
from core.search.listing import named
from core.translog.selectors import leaves_naming
from core.translog.subjects import all_subjects
from reference.filters import ALL, WithinFilter

# Any longer, and no index of ours is meant.
_INDEX = re.compile(r"[0-9]{1,12}")
_NUMBER = re.compile(r"QY-[A-Z]+-[0-9]{4}-[0-9]{4,9}")


def _kinds() -> list[tuple[str, str | Promise]]:
    return [(subject.kind, subject.label) for subject in all_subjects()]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=SHANGHAI)


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
            | named(KIND, value)
        )


class LogFilter(filters.FilterSet):
    """Find entries of the public log."""

    q = filters.CharFilter(label=_("Number or index"), method="matching")
    kind = filters.ChoiceFilter(
        label=pgettext_lazy("register", "Kind"), choices=_kinds, empty_label=ALL
    )
    since = filters.DateFilter(
        label=_("Logged since"), widget=DayInput, method="logged_since"
    )
    until = filters.DateFilter(
        label=_("Logged until"), widget=DayInput, method="logged_until"
    )

    class Meta:
        model = LogLeaf
        fields: list[str] = []

    def matching(
        self, rows: QuerySet[LogLeaf], _name: str, value: str
    ) -> QuerySet[LogLeaf]:
        """Keep the entry of an index, or those that concern a number."""
        asked = value.strip().upper()
        if _INDEX.fullmatch(asked):
            return rows.filter(index=int(asked))
        if not _NUMBER.fullmatch(asked):
            return rows.none()
        return rows.filter(index__in=leaves_naming(asked))

    def logged_since(
        self, rows: QuerySet[LogLeaf], _name: str, value: date
    ) -> QuerySet[LogLeaf]:
        """Keep entries of a day and later ones."""
        return rows.filter(at__gte=_midnight(value))

    def logged_until(
        self, rows: QuerySet[LogLeaf], _name: str, value: date
    ) -> QuerySet[LogLeaf]:
        """Keep entries of a day and earlier ones."""
        return rows.filter(at__lt=_midnight(value + timedelta(days=1)))


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
