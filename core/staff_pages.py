"""Pages of the staff area that are no lists."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.mixins import UserPassesTestMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


class StaffPage(UserPassesTestMixin, WagtailAdminTemplateMixin):
    """A page for those who pass ``test_func``.

    Others, and whoever a service turns away, are told so as a client error;
    left alone, Wagtail leads them to the front page.
    """

    request: HttpRequest
    kwargs: dict[str, Any]

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Answer, or say that this is not for this person."""
        try:
            response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        except PermissionDenied:
            return render(
                request,
                "core/staff_forbidden.html",
                {"reason": self.reserved_for()},
                status=HTTPStatus.FORBIDDEN,
            )
        return response

    def reserved_for(self) -> str:
        """Say why somebody is turned away."""
        return _("This is not among the tasks of your post. Nothing was changed.")
