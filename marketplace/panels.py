"""What jobs and bids add to the workspace."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core import clock
from core.slots import offer
from marketplace.selectors import tasks as selectors
from marketplace.selectors.bids import BID_TONES
from marketplace.selectors.jobs import shown

if TYPE_CHECKING:
    from accounts.acting import Acting

_SHOWN = 5


def offer_panels() -> None:
    """Fill the workspace's slots."""
    offer("workspace.tasks", task_panel, order=20)
    offer("workspace.enterprise", enterprise_panel, order=20)
    offer("workspace.provider", provider_panel, order=20)


def task_panel(request: HttpRequest, acting: "Acting") -> SafeString | None:
    """Say what waits for the organisation acted for."""
    if acting.organisation is None:
        return None
    tasks = selectors.market_tasks(request.user, acting.organisation, clock.now())
    if not tasks:
        return None
    return render_to_string(
        "marketplace/panels/tasks.html", {"tasks": tasks}, request=request
    )


def enterprise_panel(request: HttpRequest, acting: "Acting") -> SafeString | None:
    """Show the latest jobs of the enterprise."""
    if acting.organisation is None:
        return None
    now = clock.now()
    latest = selectors.latest_jobs(acting.organisation)[:_SHOWN]
    context = {"jobs": [shown(job, now) for job in latest]}
    return render_to_string(
        "marketplace/panels/enterprise.html", context, request=request
    )


def provider_panel(request: HttpRequest, acting: "Acting") -> SafeString | None:
    """Show the provider's latest bids, invitations, and open jobs."""
    if acting.organisation is None:
        return None
    now = clock.now()
    context = {
        "bids": selectors.latest_bids(acting.organisation)[:_SHOWN],
        "invitations": selectors.open_invitations(acting.organisation, now)[:_SHOWN],
        "open_jobs": selectors.open_job_count(acting.user, now),
        "tones": BID_TONES,
    }
    return render_to_string(
        "marketplace/panels/provider.html", context, request=request
    )
