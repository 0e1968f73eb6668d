"""The workspace's first page and the person's own settings."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import selectors, services
from accounts.forms import ProfileForm
from accounts.middleware import SESSION_KEY
from accounts.models import Membership
from accounts.requests import person_of
from core import clock
from core.typed import whole_number
from core.views import ServiceFormView


@login_required
def workspace(request: HttpRequest) -> HttpResponse:
    """Show what the signed-in person has to do."""
    waiting = Membership.objects.filter(user=person_of(request), state="requested")
    context = {"waiting": waiting.select_related("organisation")}
    return render(request, "accounts/workspace.html", context)


@login_required
@require_POST
def choose_organisation(request: HttpRequest) -> HttpResponse:
    """Act for another of the person's organisations from now on."""
    value = request.POST.get("organisation", "")
    organisation = get_object_or_404(
        selectors.organisations_of(request.user),
        pk=whole_number(value),
    )
    request.session[SESSION_KEY] = organisation.pk
    return redirect("accounts:workspace")


class ProfileView(LoginRequiredMixin, ServiceFormView):
    """The person's name, telephone and language."""

    template_name = "accounts/profile.html"
    form_class = ProfileForm
    success_message = _("Your settings were saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Start from what is stored."""
        return {**super().get_form_kwargs(), "instance": self.request.user}

    def perform(self, form: BaseForm) -> object:
        """Save and go on in the language chosen."""
        services.update_profile(
            actor=person_of(self.request),
            name=form.cleaned_data["name"],
            phone=form.cleaned_data["phone"],
            language=form.cleaned_data["language"],
            at=clock.now(),
        )
        with translation.override(form.cleaned_data["language"]):
            return reverse("accounts:profile")
