"""An expert answers invitations."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.requests import person_of
from core import clock
from core.refusals import Refusal
from core.views import ServiceFormView, refused_on
from experts import services
from experts.forms import AcceptForm, ReasonForm
from experts.models import Invitation
from experts.permissions import can_answer, can_recuse
from experts.selectors import invitations_of, speciality_label
from experts.states import InvitationState
from experts.views.own_lists import TONES

ANSWERED = _("This invitation was answered already.")


class _InvitationForm(LoginRequiredMixin, ServiceFormView):
    """A form about one's own invitation; those of others are a 404."""

    @cached_property
    def invitation(self) -> Invitation:
        """Return the invitation of the address."""
        return get_object_or_404(
            invitations_of(self.request.user), pk=self.kwargs["pk"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the assignment and what the expert may do."""
        found = self.invitation
        meets_on = found.draw.meets_on
        kwargs |= {
            "invitation": found,
            "draw": found.draw,
            "tone": TONES[InvitationState(found.state)],
            "speciality": speciality_label(found.speciality),
            "can_answer": can_answer(self.request.user, found),
            "can_recuse": can_recuse(self.request.user, found),
            "is_over": meets_on is not None and meets_on < clock.today(),
        }
        return super().get_context_data(**kwargs)

    def is_open(self) -> bool:
        """Whether the step may still be taken."""
        return can_answer(self.request.user, self.invitation)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the step, or show where the invitation stands by now."""
        if not self.is_open():
            refusal = Refusal(ANSWERED)
            return refused_on(InvitationView, request, refusal, pk=self.invitation.pk)
        return super().post(request, *args, **kwargs)


class _LeavingForm(_InvitationForm):
    """A reason for leaving the seat, asked for while the seat can be left."""

    template_name = "experts/workspace/leave.html"
    form_class = ReasonForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the reason, or show where the invitation stands by now."""
        if not self.is_open():
            messages.info(request, ANSWERED)
            return redirect(self.invitation)
        return super().get(request, *args, **kwargs)


class InvitationView(_InvitationForm):
    """The assignment, the declaration, and accepting."""

    template_name = "experts/workspace/invitation.html"
    form_class = AcceptForm
    success_message = _("You accepted. Your declaration was recorded.")

    def perform(self, form: BaseForm) -> object:
        """Accept."""
        return services.accept_invitation(
            invitation_id=self.invitation.pk,
            declares_no_tie=form.cleaned_data["declares_no_tie"],
            actor=person_of(self.request),
            at=clock.now(),
        )


class DeclineView(_LeavingForm):
    """Turning the invitation down."""

    success_message = _("You declined. The next expert in the order was invited.")
    extra_context = {
        "title": _("Decline the invitation"),
        "submit_label": pgettext_lazy("invitation", "Decline"),
    }

    def perform(self, form: BaseForm) -> object:
        """Decline."""
        services.decline_invitation(
            invitation_id=self.invitation.pk,
            note=form.cleaned_data["reason"],
            actor=person_of(self.request),
            at=clock.now(),
        )
        return self.invitation


class RecuseView(_LeavingForm):
    """Stepping back for a conflict of interest."""

    success_message = _("You stepped back. The next expert in the order was invited.")
    extra_context = {
        "title": _("Recuse yourself"),
        "submit_label": _("Recuse"),
    }

    def is_open(self) -> bool:
        """Whether the seat is still theirs."""
        return can_recuse(self.request.user, self.invitation)

    def perform(self, form: BaseForm) -> object:
        """Recuse."""
        services.recuse(
            invitation_id=self.invitation.pk,
            reason=form.cleaned_data["reason"],
            actor=person_of(self.request),
            at=clock.now(),
        )
        return self.invitation
