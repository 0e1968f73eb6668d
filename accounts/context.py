"""What every template knows of the person reading it."""

from django.http import HttpRequest


def acting(request: HttpRequest) -> dict[str, object]:
    """Return for whom the reader acts."""
    return {"acting": getattr(request, "acting", None)}
