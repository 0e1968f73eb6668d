"""Links out of letters that do not work any more are client errors."""

from http import HTTPStatus
from typing import Any

from allauth.account.views import ConfirmEmailView, PasswordResetFromKeyView
from django.http import HttpResponse


class ConfirmAddressView(ConfirmEmailView):
    """Confirm an address; a link that is forged or out of date leads nowhere."""

    def render_to_response(self, context: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401
        """Say by the status, too, that the link does not work."""
        status = HTTPStatus.OK if self.object else HTTPStatus.NOT_FOUND
        response: HttpResponse = super().render_to_response(
            context, **{"status": status, **kwargs}
        )
        return response


class ResetPasswordView(PasswordResetFromKeyView):
    """Choose a new password; a link that is used or out of date leads nowhere."""

    def render_to_response(self, context: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401
        """Say by the status, too, that the link does not work."""
        failed = context.get("token_fail")
        status = HTTPStatus.NOT_FOUND if failed else HTTPStatus.OK
        response: HttpResponse = super().render_to_response(
            context, **{"status": status, **kwargs}
        )
        return response
