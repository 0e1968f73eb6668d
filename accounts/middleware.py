"""For whom a person acts, and whether staff signed in with a second factor."""

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from accounts import selectors
from accounts.acting import Acting
from core import clock

SESSION_KEY = "acting_organisation"
_OPEN_PATHS = ("/account/", "/en/account/", "/static/", "/language/")


class ActingOrganisationMiddleware:
    """Set ``request.acting``; its queries run when it is first looked at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach the lazy value and go on."""
        request.acting = SimpleLazyObject(lambda: acting_for(request))  # type: ignore[attr-defined] # our own attribute
        return self.get_response(request)


class SecondFactorMiddleware:
    """Send authority staff without a second factor to set one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let everything pass but staff who still lack the second factor."""
        if _lacks_second_factor(request):
            target = reverse("mfa_index")
            query = urlencode({"next": request.get_full_path()})
            return HttpResponseRedirect(f"{target}?{query}")
        return self.get_response(request)


class DeskLanguageMiddleware:
    """Speak to staff in their own language below ``/admin/``.

    Its addresses carry no language, so the person's choice decides.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the person's language and go on."""
        if request.path.startswith("/admin/") and request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


def acting_for(request: HttpRequest) -> Acting:
    """Return for whom the person of ``request`` acts.

    The choice lives in the session; without one, the first organisation.
    """
    user = request.user
    organisations = list(selectors.organisations_of(user))
    chosen = request.session.get(SESSION_KEY) if user.is_authenticated else None
    preferred = [one for one in organisations if one.pk == chosen] or organisations
    return Acting(
        user=user,
        organisation=next(iter(preferred), None),
        organisations=organisations,
        posts=list(selectors.posts_of(user, clock.today())),
    )


def _lacks_second_factor(request: HttpRequest) -> bool:
    user = request.user
    return (
        settings.STAFF_SECOND_FACTOR_REQUIRED
        and user.is_authenticated
        and user.is_staff
        and not request.path.startswith(_OPEN_PATHS)
        and not is_mfa_enabled(user)
    )
