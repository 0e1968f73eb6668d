"""Requests about the signed-in person and their organisations."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from accounts import selectors
from accounts.middleware import SESSION_KEY
from accounts.models import Organisation
from core.journal import journal_of


@login_required
def workspace(request: HttpRequest) -> HttpResponse:
    """Show what the signed-in person has to do."""
    return render(request, "accounts/workspace.html")


@login_required
@require_POST
def choose_organisation(request: HttpRequest) -> HttpResponse:
    """Act for another of the person's organisations from now on."""
    organisation = get_object_or_404(
        selectors.organisations_of(request.user), pk=_whole_number(request)
    )
    request.session[SESSION_KEY] = organisation.pk
    return redirect("accounts:workspace")


class OrganisationView(LoginRequiredMixin, DetailView[Organisation]):
    """One of the person's organisations."""

    template_name = "accounts/organisation.html"

    def get_queryset(self) -> QuerySet[Organisation]:
        """Only those the person works for."""
        return selectors.organisations_of(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add colleagues and what was done."""
        context = super().get_context_data(**kwargs)
        context["colleagues"] = self.object.memberships.active().select_related("user")
        context["entries"] = journal_of(self.object).order_by("-at", "-pk")[:20]
        return context


def _whole_number(request: HttpRequest) -> int:
    value = request.POST.get("organisation", "")
    return int(value) if value.isdecimal() else 0
