"""What the portal's settings add above and below every page."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from cms.models import PortalSettings


def notice(request: HttpRequest, subject: object) -> SafeString | None:
    """Return the notice above every page, if there is one."""
    words = _settings(request)
    if words is None or not words.notice_label:
        return None
    return render_to_string("cms/parts/notice.html", {"notice": words.notice_label})


def imprint(request: HttpRequest, subject: object) -> SafeString | None:
    """Return operator, contact and registration below every page, if known."""
    words = _settings(request)
    if words is None:
        return None
    return render_to_string("cms/parts/imprint.html", {"words": words})


def contact(request: HttpRequest, subject: object) -> SafeString | None:
    """Return whom to ask when a letter about an account does not arrive, if known."""
    words = _settings(request)
    if words is None or not (words.telephone or words.email):
        return None
    return render_to_string("cms/parts/contact.html", {"words": words})


def _settings(request: HttpRequest) -> PortalSettings | None:
    # Read once per page; a missing row is no reason to write one.
    known = vars(request)
    if "portal_settings" not in known:
        known["portal_settings"] = PortalSettings.objects.first()
    found: PortalSettings | None = known["portal_settings"]
    return found
