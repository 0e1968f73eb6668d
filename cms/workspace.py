"""What the portal adds to everybody's workspace."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.acting import Acting
from cms import selectors
from core import clock

SHOWN = 3


def my_training(request: HttpRequest, acting: Acting) -> SafeString | None:
    """Return the person's coming training, and the way to more."""
    if not request.user.is_authenticated:
        return None
    coming = selectors.coming_registrations_of(request.user, clock.now())[:SHOWN]
    return render_to_string(
        "cms/parts/my_training.html", {"registrations": coming}, request=request
    )
