"""What views about one round share."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise, cached_property
from django.views import View

from accounts.requests import person_of
from audits import selectors
from audits.models import Round
from audits.models.rounds import RoundQuerySet
from core.refusals import Refusal
from core.views import ServiceFormView, refused_on


class OfRound(LoginRequiredMixin):
    """A view of one round; a round the viewer may not see is not there."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def round(self) -> Round:
        """Find the round asked for among those open to the viewer."""
        return get_object_or_404(self.get_rounds(), number=self.kwargs["number"])

    def get_rounds(self) -> RoundQuerySet:
        """Return the rounds the viewer may read."""
        return selectors.rounds_visible_to(self.request.user)


class _OfOwnRound(OfRound):
    """A view that changes a round; who only reads it does not find the view."""

    def get_rounds(self) -> RoundQuerySet:
        """Return the rounds the viewer takes part in."""
        return selectors.rounds_joined_by(self.request.user)


class RoundFormView(_OfOwnRound, ServiceFormView):
    """A form about a round, on a page that names it."""

    template_name = "audits/round_form.html"
    title: str | Promise = ""
    lede: str | Promise = ""
    submit_label: str | Promise = ""
    anchor = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the round and the form."""
        return super().get_context_data(
            round=self.round,
            title=self.title,
            lede=self.lede,
            submit_label=self.submit_label,
            cancel_url=self.done_url,
            **kwargs,
        )

    @property
    def done_url(self) -> str:
        """The page of the round, at the part the form is about."""
        url = self.round.get_absolute_url()
        return f"{url}#{self.anchor}" if self.anchor else url


class RoundStepView(_OfOwnRound, View):
    """A step that needs no form: one button, one service call."""

    http_method_names = ["post"]
    success_message: str | Promise = ""
    anchor = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the step; what is refused is said on the page the button was on."""
        self.kwargs = kwargs
        try:
            self.perform()
        except Refusal as refusal:
            return self.refused(refusal)
        if self.success_message:
            messages.success(request, str(self.success_message))
        return self.done()

    def perform(self) -> None:
        """Call the service."""
        raise NotImplementedError

    def refused(self, refusal: Refusal) -> HttpResponse:
        """Show the round with the reason, as a client error."""
        # The page is the one the button was on.
        from audits.views.rounds import RoundView  # noqa: PLC0415

        number = self.round.number
        return refused_on(RoundView, self.request, refusal, number=number)

    def done(self) -> HttpResponseRedirect:
        """Go back to the round."""
        url = self.round.get_absolute_url()
        return redirect(f"{url}#{self.anchor}" if self.anchor else url)


def actor_of(view: OfRound) -> Any:  # noqa: ANN401 - the user model
    """Return the person behind a view's request."""
    return person_of(view.request)
