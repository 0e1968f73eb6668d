"""What every template knows."""

from django.conf import settings
from django.http import HttpRequest


def portal(request: HttpRequest) -> dict[str, object]:
    """Return the portal's own address and its languages."""
    return {"portal_url": settings.PORTAL_URL, "languages": settings.LANGUAGES}
