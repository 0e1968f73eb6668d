"""What a reader can filter draws by, and an expert the own part in them."""

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet

from core.lists import holding
from core.search.listing import named
from experts.enums import DrawPurpose, DutyKind
from experts.models import Draw, DrawCandidate, DutyRecord, Invitation
from experts.search import DRAW
from experts.states import DrawState, InvitationState
from reference.filters import ALL

# How a draw is found, beginning at the draw.
_WORDS = ("number", "subject_number", "enterprise__name", "enterprise__name_en")


def _draw_words(**more: object) -> CharFilter:
    """Return the field for words; the filter set says where they are looked for."""
    return CharFilter(
        label=_("Number, matter or enterprise"),
        method="filter_words",
        widget=forms.TextInput(attrs={"type": "search"}),
        **more,
    )


class DrawFilter(FilterSet):
    """Filters of the list of draws."""

    q = _draw_words()
    purpose = ChoiceFilter(
        label=_("Purpose"), choices=DrawPurpose.choices, empty_label=ALL
    )
    state = ChoiceFilter(label=_("State"), choices=DrawState.choices, empty_label=ALL)

    class Meta:
        model = Draw
        fields: list[str] = []

    def filter_words(
        self, draws: QuerySet[Draw], name: str, words: str
    ) -> QuerySet[Draw]:
        """Find every word in the number, the matter or the enterprise's name."""
        return draws.filter(holding(words, *_WORDS) | named(DRAW, words))


class _OwnPartFilter(FilterSet):
    """Filters of rows about an expert's part in draws."""

    q = _draw_words()
    purpose = ChoiceFilter(
        label=_("Purpose"),
        choices=DrawPurpose.choices,
        empty_label=ALL,
        field_name="draw__purpose",
    )

    def filter_words(
        self, rows: QuerySet[Invitation], name: str, words: str
    ) -> QuerySet[Invitation]:
        """Find every word in the number, the matter or the enterprise's name."""
        return rows.filter(holding(words, *(f"draw__{column}" for column in _WORDS)))


class InvitationFilter(_OwnPartFilter):
    """Filters of an expert's invitations."""

    state = ChoiceFilter(
        label=_("State"), choices=InvitationState.choices, empty_label=ALL
    )

    class Meta:
        model = Invitation
        fields: list[str] = []


class CandidacyFilter(_OwnPartFilter):
    """Filters of the draws in which an expert was considered."""

    standing = ChoiceFilter(
        label=_("In or out"),
        choices=[
            ("in", _("Eligible")),
            ("out", _("Not eligible")),
        ],
        method="filter_standing",
        empty_label=ALL,
    )

    class Meta:
        model = DrawCandidate
        fields: list[str] = []

    def filter_standing(
        self, rows: QuerySet[DrawCandidate], name: str, value: str
    ) -> QuerySet[DrawCandidate]:
        """Keep the draws in which the expert stood, or did not."""
        eligible = Q(reasons=[])
        return rows.filter(eligible if value == "in" else ~eligible)


class DutyFilter(_OwnPartFilter):
    """Filters of an expert's record of duty."""

    kind = ChoiceFilter(label=_("What"), choices=DutyKind.choices, empty_label=ALL)

    class Meta:
        model = DutyRecord
        fields: list[str] = []
