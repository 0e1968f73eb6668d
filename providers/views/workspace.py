"""A provider's own pages."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import BaseForm, ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.models import Organisation
from accounts.requests import acting_of, person_of
from core import clock
from core.refusals import Refusal
from core.views import ServiceFormView, refused_on
from providers import forms, selectors, services
from providers.models import (
    CapabilityEvidence,
    MeasuringInstrument,
    ProfilePart,
    ProviderProfile,
    StaffMember,
)


class PartKind(NamedTuple):
    """One kind of entry of a profile."""

    model: type[ProfilePart]
    form: type[ModelForm]
    add_title: str | Promise
    edit_title: str | Promise


PART_KINDS = {
    "evidence": PartKind(
        CapabilityEvidence,
        forms.EvidenceForm,
        _("Add evidence"),
        _("Change evidence"),
    ),
    "instruments": PartKind(
        MeasuringInstrument,
        forms.InstrumentForm,
        _("Add an instrument"),
        _("Change an instrument"),
    ),
    "staff": PartKind(
        StaffMember,
        forms.StaffForm,
        _("Add a staff member"),
        _("Change a staff member"),
    ),
}


def acting_provider(request: HttpRequest) -> Organisation:
    """Return the provider the person acts for; anything else is a 404."""
    acting = acting_of(request)
    if not acting.is_provider or acting.organisation is None:
        raise Http404
    return acting.organisation


def own_profile(request: HttpRequest) -> ProviderProfile:
    """Return the profile of the provider the person acts for, or raise Http404."""
    return get_object_or_404(ProviderProfile, organisation=acting_provider(request))


@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """Show a provider its profile, its entries and what to put right."""
    provider = acting_provider(request)
    profile = ProviderProfile.objects.filter(organisation=provider).first()
    today = clock.today()
    context: dict[str, Any] = {"provider": provider, "profile": profile}
    if profile:
        context |= {
            "notices": selectors.warnings_for(profile, today),
            "evidence": [
                (row, row.is_expired(today)) for row in profile.evidence.all()
            ],
            "instruments": [
                (row, row.is_overdue(today)) for row in profile.instruments.all()
            ],
            "staff": profile.staff.all(),
        }
    return render(request, "providers/workspace.html", context)


class ProfileView(LoginRequiredMixin, ServiceFormView):
    """List a provider, or change its profile."""

    template_name = "providers/profile_form.html"
    form_class = forms.ProfileForm
    success_message = _("The profile was saved and shows in the directory now.")

    @cached_property
    def profile(self) -> ProviderProfile | None:
        """Return the profile so far."""
        provider = acting_provider(self.request)
        return ProviderProfile.objects.filter(organisation=provider).first()

    def get_form_kwargs(self) -> dict[str, Any]:
        """Start from what is stored."""
        return {**super().get_form_kwargs(), "instance": self.profile}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whether this is the first listing."""
        context = super().get_context_data(**kwargs)
        return context | {
            "profile": self.profile,
            "provider": acting_provider(self.request),
        }

    def perform(self, form: BaseForm) -> object:
        """List or change."""
        assert isinstance(form, forms.ProfileForm)  # noqa: S101 - tells the type
        services.save_profile(
            organisation_id=acting_provider(self.request).pk,
            declaration=form.declaration(),
            actor=person_of(self.request),
            at=clock.now(),
        )
        return "providers:workspace"


class PartView(LoginRequiredMixin, ServiceFormView):
    """Add or change an entry of the profile."""

    template_name = "providers/part_form.html"
    success_message = _("The entry was saved.")

    @cached_property
    def kind(self) -> PartKind:
        """Return what the entry is."""
        return PART_KINDS[self.kwargs["kind"]]

    def get_form_class(self) -> type[BaseForm]:
        """Return the form of the kind."""
        return self.kind.form

    def get_form_kwargs(self) -> dict[str, Any]:
        """Start from the entry, or from a new one of the own profile."""
        profile = own_profile(self.request)
        pk = self.kwargs.get("pk")
        part = (
            get_object_or_404(self.kind.model, pk=pk, profile=profile)
            if pk
            else self.kind.model(profile=profile)
        )
        return {**super().get_form_kwargs(), "instance": part}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Offer removal of an entry that exists."""
        context = super().get_context_data(**kwargs)
        pk = self.kwargs.get("pk")
        name = self.kwargs["kind"]
        return context | {
            "title": self.kind.edit_title if pk else self.kind.add_title,
            "remove_url": reverse("providers:remove_part", args=[name, pk])
            if pk
            else "",
            "provider": acting_provider(self.request),
        }

    def perform(self, form: BaseForm) -> object:
        """Save."""
        assert isinstance(form, ModelForm)  # noqa: S101 - tells the type
        services.save_part(
            part=form.save(commit=False),
            upload=form.cleaned_data.get("upload"),
            actor=person_of(self.request),
            at=clock.now(),
        )
        return "providers:workspace"


@login_required
@require_POST
def remove_part(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Remove an entry."""
    part = get_object_or_404(
        PART_KINDS[kind].model, pk=pk, profile=own_profile(request)
    )
    return _perform(
        request,
        lambda: services.remove_part(
            part=part, actor=person_of(request), at=clock.now()
        ),
        _("The entry was removed."),
    )


@login_required
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take the provider out of the directory."""
    profile = own_profile(request)
    return _perform(
        request,
        lambda: services.withdraw_listing(
            profile_id=profile.pk, actor=person_of(request), at=clock.now()
        ),
        _("The listing was withdrawn. Jobs, bids and contracts are not affected."),
    )


@login_required
@require_POST
def relist(request: HttpRequest) -> HttpResponse:
    """Show the provider in the directory again."""
    profile = own_profile(request)
    return _perform(
        request,
        lambda: services.relist(
            profile_id=profile.pk, actor=person_of(request), at=clock.now()
        ),
        _("The profile shows in the directory again."),
    )


def _perform(
    request: HttpRequest, step: Callable[[], object], done: str | Promise
) -> HttpResponse:
    try:
        step()
    except Refusal as refusal:
        return refused_on(overview, request, refusal)
    messages.success(request, str(done))
    return redirect("providers:workspace")
