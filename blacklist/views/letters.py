"""Letters about the register: asking, confirming, leaving."""

from http import HTTPStatus
from typing import Any

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from blacklist import services
from blacklist.forms import SubscribeForm
from blacklist.models import Subscriber
from blacklist.views.privacy import not_indexed
from core import clock
from core.refusals import Refusal
from core.views import ServiceFormView


@method_decorator(not_indexed, name="dispatch")
class SubscribeView(ServiceFormView):
    """Ask for letters; the answer is the same for every address."""

    template_name = "blacklist/subscribe.html"
    form_class = SubscribeForm
    success_message = _(
        "We have sent a letter to this address. Open the link in it to confirm."
    )

    def perform(self, form: BaseForm) -> object:
        """Send the confirmation letter."""
        services.ask_for_letters(
            email=form.cleaned_data["email"],
            language=get_language() or "zh-hans",
            at=clock.now(),
        )
        return reverse("blacklist:subscribe")


@method_decorator(not_indexed, name="dispatch")
class ConfirmView(View):
    """Confirm by a button, so that a mail scanner's visit confirms nothing."""

    template_name = "blacklist/subscribe_confirm.html"
    done_name = "blacklist/subscribe_confirmed.html"

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show the button."""
        if not Subscriber.objects.filter(token=token).exists():
            raise Http404
        return render(request, self.template_name)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Confirm."""
        try:
            self.act(token)
        except Subscriber.DoesNotExist:
            raise Http404 from None
        except Refusal as refusal:
            context: dict[str, Any] = {"refusal": str(refusal.message)}
            return render(
                request,
                self.template_name,
                context,
                status=HTTPStatus.UNPROCESSABLE_ENTITY,
            )
        return render(request, self.done_name)

    def act(self, token: str) -> None:
        """Call the service."""
        services.confirm_letters(token=token, at=clock.now())


class LeaveView(ConfirmView):
    """End the letters, by a button for the same reason."""

    template_name = "blacklist/unsubscribe.html"
    done_name = "blacklist/unsubscribed.html"

    def act(self, token: str) -> None:
        """Call the service."""
        services.end_letters(token=token, at=clock.now())
