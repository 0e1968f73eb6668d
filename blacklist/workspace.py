"""What the register adds to pages of lower floors."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from blacklist.permissions import TIP_READERS
from blacklist.selectors import cases_concerning, cases_visible_to, tips_visible_to
from blacklist.states import OPEN, TipState
from core import clock
from core.clocks import deadlines_by_subject
from core.slots import offer

if TYPE_CHECKING:
    from accounts.acting import Acting


def offer_panels() -> None:
    """Fill the workspace's slots."""
    offer("workspace.provider", party_panel, order=60)
    offer("workspace.enterprise", party_panel, order=60)
    offer("workspace.tasks", staff_panel, order=40)


def party_panel(request: HttpRequest, acting: "Acting") -> SafeString | None:
    """Show the cases an organisation was given notice of, when there are any."""
    cases = list(cases_concerning(acting.user).filter(party=acting.organisation)[:5])
    if not cases:
        return None
    deadlines = deadlines_by_subject(cases, clock.today())
    rows = [(case, deadlines[str(case.pk)]) for case in cases]
    return render_to_string(
        "blacklist/panels/party.html", {"rows": rows}, request=request
    )


def staff_panel(request: HttpRequest, acting: "Acting") -> SafeString | None:
    """Show how many tips and cases wait for the holder of a post."""
    if not acting.posts:
        return None
    on = clock.today()
    context = {
        "reads_tips": any(post.role in TIP_READERS for post in acting.posts),
        "tips": tips_visible_to(acting.user, on)
        .filter(state=TipState.RECEIVED)
        .count(),
        "cases": cases_visible_to(acting.user, on).filter(state__in=OPEN).count(),
    }
    return render_to_string("blacklist/panels/staff.html", context, request=request)
