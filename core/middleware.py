"""Headers, and addresses that cannot be."""

from collections.abc import Callable

from csp.middleware import CSPMiddleware
from django.http import Http404, HttpRequest, HttpResponseBase

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
        """Choose the policy by the path."""
        if request.path.startswith("/admin/"):
            vars(response)["_csp_replace"] = _ADMIN_POLICY
        return super().process_response(request, response)


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
