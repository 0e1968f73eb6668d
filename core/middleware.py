"""Headers."""

from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponseBase

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
