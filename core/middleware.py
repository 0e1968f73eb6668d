"""Headers, and addresses that cannot be."""

from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.functional import cached_property

# Wagtail's admin writes styles and scripts into its pages.
_ADMIN_POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data: blob:",
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "object-src": "'none'",
    "frame-ancestors": "'self'",
}


class ContentPolicyMiddleware(CSPMiddleware):
    """A strict content policy for the portal, a wider one below ``/admin/``."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Choose the policy by the path; the usual one is spelt once."""
        if request.path.startswith("/admin/"):
            vars(response)["_csp_replace"] = _ADMIN_POLICY
        if settings.DEBUG or _asks_for_more(request, response):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self._usual)
        return response

    @cached_property
    def _usual(self) -> str:
        return build_policy()


def _asks_for_more(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether a page has a policy of its own: the library leaves marks."""
    marks = [*vars(response), *vars(request)]
    return any(mark.startswith("_csp_") for mark in marks)


class PossibleAddressMiddleware:
    """Answers an address with a NUL as one where nothing is; databases refuse it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Take what answers every other address."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        if "\0" in request.path_info:
            raise Http404
        return self.get_response(request)
