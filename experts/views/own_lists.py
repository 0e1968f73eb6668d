"""What an expert can look up: invitations, eligibility, the record of duty."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.exports import enumerated
from core.lists import Column, ListPage, Sort
from experts.filters.draws import CandidacyFilter, DutyFilter, InvitationFilter
from experts.models import DrawCandidate, DutyRecord, Invitation
from experts.selectors import (
    candidacies_of,
    duties_of,
    invitations_of,
    reason_labels,
    speciality_labels,
)
from experts.states import InvitationState

TONES = {
    InvitationState.INVITED: "warn",
    InvitationState.ACCEPTED: "good",
    InvitationState.DECLINED: "neutral",
    InvitationState.RECUSED: "neutral",
    InvitationState.REPLACED: "neutral",
}
# What every list says of the draw a row belongs to.
DRAW_COLUMNS = (
    Column("draw", _("Draw"), lambda row: row.draw.number),
    Column("purpose", _("Purpose"), lambda row: row.draw.get_purpose_display()),
    Column("subject", _("Drawn for"), lambda row: row.draw.subject_label),
    Column("enterprise", _("Enterprise"), lambda row: row.draw.enterprise.label),
)


class InvitationListView(LoginRequiredMixin, ListPage):
    """The person's invitations."""

    template_name = "experts/workspace/invitations.html"
    filterset_class = InvitationFilter
    export_name = "invitations"
    sorts = (
        Sort("newest", _("Newest first"), ["-invited_at", "-pk"]),
        Sort("meeting", _("By day of the meeting"), ["-draw__meets_on", "-pk"]),
    )
    columns = (
        *DRAW_COLUMNS,
        Column("invited_at", _("Invited"), lambda row: row.invited_at),
        Column("meets_on", _("Day of the meeting"), lambda row: row.draw.meets_on),
        Column("state", _("State"), lambda row: row.get_state_display()),
        Column("answered_at", _("Answered"), lambda row: row.answered_at),
    )

    def get_queryset(self) -> QuerySet[Invitation]:
        """Return the own invitations."""
        return invitations_of(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the tone of each state."""
        context = super().get_context_data(**kwargs)
        for row in context["page_obj"]:
            row.tone = TONES[InvitationState(row.state)]
        return context


class EligibilityView(LoginRequiredMixin, ListPage):
    """In which draws the person stood, and why or why not."""

    template_name = "experts/workspace/eligibility.html"
    filterset_class = CandidacyFilter
    export_name = "eligibility"
    sorts = (
        Sort("newest", _("Newest first"), ["-draw__frozen_at", "-pk"]),
        Sort("oldest", _("Oldest first"), ["draw__frozen_at", "pk"]),
    )

    def get_queryset(self) -> QuerySet[DrawCandidate]:
        """Return how the person stood in each draw."""
        return candidacies_of(self.request.user)

    def get_columns(self) -> Sequence[Column]:
        """Return what the page says, a row each."""
        return (
            *DRAW_COLUMNS,
            Column("frozen_at", _("Frozen at"), lambda row: row.draw.frozen_at),
            Column(
                "specialities",
                _("Counted for"),
                lambda row: enumerated(self._specialities(row)),
            ),
            Column(
                "standing",
                _("In or out"),
                lambda row: enumerated(reason_labels(row.reasons)) or _in(row),
            ),
            Column("findings", _("What it rests on"), _findings),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say of each draw on the page how the person stood."""
        context = super().get_context_data(**kwargs)
        for row in context["page_obj"]:
            row.sentences = reason_labels(row.reasons) or [_in(row)]
            row.named = self._specialities(row)
        return context

    @cached_property
    def _labels(self) -> dict[str, str]:
        return speciality_labels()

    def _specialities(self, row: DrawCandidate) -> list[str]:
        return [self._labels.get(key, key) for key in row.specialities]


class DutyListView(LoginRequiredMixin, ListPage):
    """The person's record of duty."""

    template_name = "experts/workspace/duty.html"
    filterset_class = DutyFilter
    export_name = "duty"
    sorts = (
        Sort("newest", _("Newest first"), ["-at", "-pk"]),
        Sort("oldest", _("Oldest first"), ["at", "pk"]),
    )
    columns = (
        Column("at", _("When"), lambda row: row.at),
        Column("kind", _("What"), lambda row: row.get_kind_display()),
        *DRAW_COLUMNS,
    )

    def get_queryset(self) -> QuerySet[DutyRecord]:
        """Return what is on record."""
        return duties_of(self.request.user)


def _in(row: DrawCandidate) -> str:
    # The place in the order is told once the names are open.
    if row.draw.names_open_at is None or row.position is None:
        return gettext("Eligible")
    return gettext("Eligible, place %(place)s in the order") % {"place": row.position}


def _findings(row: DrawCandidate) -> str:
    return enumerated(
        " ".join(
            str(finding[name])
            for name in ("organisation", "since", "until")
            if finding.get(name)
        )
        for finding in row.findings
    )
