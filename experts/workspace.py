"""What the pool adds to pages of lower floors."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core import clock
from core.slots import offer
from experts.models import Draw
from experts.selectors import (
    applications_decided_by,
    draws_run_by,
    expert_of,
    invitations_of,
)
from experts.states import UNDER_WAY, ApplicationState, DrawState, InvitationState

if TYPE_CHECKING:
    from accounts.acting import Acting


def offer_panels() -> None:
    """Fill the workspace's slots."""
    offer("workspace.expert", expert_panel, order=20)
    offer("workspace.enterprise", witness_panel, order=50)
    offer("workspace.tasks", staff_panel, order=30)


def expert_panel(request: HttpRequest, acting: "Acting") -> SafeString | None:
    """Show a member what waits; offer the pool to people without an organisation."""
    expert = expert_of(acting.user)
    if expert is None and (acting.organisation or acting.posts):
        return None
    waiting = invitations_of(acting.user).filter(state=InvitationState.INVITED)
    context = {"expert": expert, "waiting": list(waiting) if expert else []}
    return render_to_string("experts/panels/expert.html", context, request=request)


def witness_panel(request: HttpRequest, acting: "Acting") -> SafeString | None:
    """Show an enterprise the draws that wait for its words."""
    draws = list(
        Draw.objects.filter(enterprise=acting.organisation, state=DrawState.FROZEN)
    )
    if not draws:
        return None
    return render_to_string(
        "experts/panels/witness.html", {"draws": draws}, request=request
    )


def staff_panel(request: HttpRequest, acting: "Acting") -> SafeString | None:
    """Show the holder of a post what waits in the pool."""
    if not acting.posts:
        return None
    today = clock.today()
    context = {
        "applications": applications_decided_by(acting.user, today)
        .filter(state=ApplicationState.SUBMITTED)
        .count(),
        "draws": draws_run_by(acting.user, today).filter(state__in=UNDER_WAY).count(),
    }
    return render_to_string("experts/panels/staff.html", context, request=request)
