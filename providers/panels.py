"""What the directory adds to pages of lower floors."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.acting import Acting
from core import clock
from providers.models import ProviderProfile
from providers.selectors import warnings_for


def workspace_panel(request: HttpRequest, acting: Acting) -> SafeString:
    """Return the directory's part of a provider's workspace."""
    profile = ProviderProfile.objects.filter(organisation=acting.organisation).first()
    notices = warnings_for(profile, clock.today()) if profile else []
    return render_to_string(
        "providers/parts/workspace_panel.html",
        {"profile": profile, "notices": notices},
        request,
    )
