"""Draws: the list, one draw, its record, and the witness's nonce."""

from typing import Any

from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.requests import person_of
from core import clock
from core.lists import Column, ListPage, Sort
from core.refusals import require
from core.views import ServiceFormView
from experts import services
from experts.enums import WitnessKind
from experts.filters.draws import DrawFilter
from experts.forms import WitnessForm
from experts.models import Draw
from experts.permissions import (
    can_see_candidates,
    can_see_names,
    can_witness_as_enterprise,
)
from experts.presentation import candidate_rows, draw_steps, seat_rows
from experts.selectors import draws_visible_to, record_of, sealed_record_of
from experts.states import DrawState

CANDIDATES_A_PAGE = 50
TONES = {
    DrawState.FROZEN: "warn",
    DrawState.WITNESSED: "info",
    DrawState.REVEALED: "info",
    DrawState.OPEN: "good",
    DrawState.CANCELLED: "bad",
}


class DrawListView(ListPage):
    """Every draw, whatever became of it."""

    template_name = "experts/draws.html"
    filterset_class = DrawFilter
    export_name = "draws"
    sorts = [
        Sort("newest", _("Newest first"), "-frozen_at"),
        Sort("oldest", _("Oldest first"), "frozen_at"),
    ]
    columns = [
        Column("number", _("Number"), lambda row: row.number),
        Column("purpose", _("Purpose"), lambda row: row.get_purpose_display()),
        Column("subject", _("Drawn for"), lambda row: row.subject_label),
        Column("enterprise", _("Enterprise"), lambda row: row.enterprise.label),
        Column("state", _("State"), lambda row: row.get_state_display()),
        Column("frozen_at", _("Frozen at"), lambda row: row.frozen_at),
        Column("frozen_hash", _("Hash"), lambda row: row.frozen_hash),
    ]

    def get_queryset(self) -> QuerySet[Draw]:
        """Return the draws without their records, which may be large."""
        return draws_visible_to(self.request.user).defer("frozen", "reveal")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the tone of each state."""
        context = super().get_context_data(**kwargs)
        for draw in context["page_obj"]:
            draw.tone = TONES[DrawState(draw.state)]
        return context


def detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show one draw: steps, seats, and why each candidate was in or out."""
    draw = _visible(request, number)
    may_see = can_see_candidates(request.user, draw)
    # Those with a place in the order come before those who are out.
    found = draw.candidates.select_related("expert__profile").order_by(
        F("position").asc(nulls_last=True), "expert__number"
    )
    page = Paginator(found if may_see else found.none(), CANDIDATES_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "draw": draw,
        "tone": TONES[DrawState(draw.state)],
        "steps": draw_steps(draw, request.user),
        "seats": seat_rows(draw, request.user),
        "candidates": candidate_rows(draw, page, request.user),
        "page_obj": page,
        "names_open": can_see_names(request.user, draw),
        "candidates_open": may_see,
        "counted": len(draw.frozen["candidates"]),
        "eligible": sum(not row["excluded"] for row in draw.frozen["candidates"]),
        "can_witness": can_witness_as_enterprise(request.user, draw),
        "published": draw.state == DrawState.OPEN,
    }
    return render(request, "experts/draw.html", context)


def record(request: HttpRequest, number: str) -> HttpResponse:
    """Send the file that repeats a draw, or what may be known before."""
    draw = _visible(request, number)
    content = record_of(draw)
    if content is None or not can_see_names(request.user, draw):
        return JsonResponse(sealed_record_of(draw))
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = f'inline; filename="{draw.number}.json"'
    return response


def checker(request: HttpRequest) -> HttpResponse:
    """Send the stand-alone program that repeats a draw."""
    path = settings.BASE_DIR / "tools" / "verify_draw.py"
    response = HttpResponse(path.read_bytes(), content_type="text/x-python")
    response["Content-Disposition"] = f'attachment; filename="{path.name}"'
    return response


class WitnessView(LoginRequiredMixin, ServiceFormView):
    """The enterprise under review adds its nonce."""

    template_name = "experts/witness.html"
    form_class = WitnessForm
    success_message = _("Your random words were recorded. The draw can be revealed.")

    @cached_property
    def draw(self) -> Draw:
        """Return the draw of the address."""
        return _visible(self.request, self.kwargs["number"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        """Let the enterprise in while the draw waits for it."""
        if request.user.is_authenticated:
            require(can_witness_as_enterprise(request.user, self.draw))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the draw."""
        return super().get_context_data(draw=self.draw, **kwargs)

    def perform(self, form: BaseForm) -> object:
        """Enter the nonce."""
        return services.enter_witness_nonce(
            draw_id=self.draw.pk,
            witness=WitnessKind.ENTERPRISE,
            nonce=form.cleaned_data["nonce"],
            actor=person_of(self.request),
            at=clock.now(),
        )


def _visible(request: HttpRequest, number: str) -> Draw:
    draws = draws_visible_to(request.user).select_related(
        "enterprise__jurisdiction",
        "provider",
        "requested_by",
        "freeze_leaf",
        "reveal_leaf",
    )
    return get_object_or_404(draws, number=number)
