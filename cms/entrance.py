"""The way into the admin."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


def enter_admin(request: HttpRequest) -> HttpResponse:
    """Send strangers to the portal's sign-in.

    Raises PermissionDenied for people who are signed in already: they came
    here because the admin is not open to them, and would come back for ever.
    """
    if request.user.is_authenticated:
        raise PermissionDenied
    wanted = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}):
        wanted = resolve_url("wagtailadmin_home")
    return redirect_to_login(wanted)
