"""Training: the list, an event, registering, certificates."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import DetailView

from accounts.requests import acting_of, person_of
from cms import selectors, services
from cms.calendars import training_calendar
from cms.filters import UPCOMING, TrainingFilter
from cms.forms import RegistrationForm
from cms.models import Registration, TrainingEvent
from cms.states import RegistrationState
from core import clock
from core.clocks.terms import Deadline
from core.lists import Column, ListPage, Sort
from core.refusals import Refusal
from core.views import ServiceFormView, refused_on

RECENT = timedelta(days=90)


class TrainingListView(ListPage):
    """Training events, those to come first."""

    template_name = "cms/training/list.html"
    filterset_class = TrainingFilter
    export_name = "training"
    sorts = [
        Sort("soonest", _("Earliest first"), "starts_at"),
        Sort("latest", _("Latest first"), "-starts_at"),
    ]
    columns = [
        Column("title", _("Title"), lambda event: event.label),
        Column(
            "organiser",
            pgettext_lazy("training", "Organiser"),
            lambda event: event.organiser.label,
        ),
        Column("kind", _("Subject"), lambda event: event.get_kind_display()),
        Column("mode", _("Form"), lambda event: event.get_mode_display()),
        Column("starts_at", _("Starts at"), lambda event: event.starts_at),
        Column("ends_at", _("Ends at"), lambda event: event.ends_at),
        Column("venue", _("Venue"), lambda event: event.venue_label),
        Column("hours", _("Hours"), lambda event: event.hours),
        Column("places", _("Places"), lambda event: event.capacity),
        Column("fee", _("Fee in yuan"), lambda event: event.fee),
        Column("state", _("State"), lambda event: event.get_state_display()),
    ]

    def get_queryset(self) -> QuerySet[TrainingEvent]:
        """Return what was announced."""
        return selectors.public_events()

    def get_filterset(self, queryset: QuerySet[Any]) -> TrainingFilter:
        """Start with what is still to come."""
        asked: QueryDict = self.request.GET
        if "when" not in asked:
            asked = asked.copy()
            asked["when"] = UPCOMING
        return TrainingFilter(asked, queryset=queryset, request=self.request)


class TrainingEventView(DetailView):
    """One event, with what this person can do about it."""

    template_name = "cms/training/event.html"
    context_object_name = "event"

    def get_queryset(self) -> QuerySet[TrainingEvent]:
        """Return what was announced."""
        return selectors.public_events()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whether one can register, and what one has registered."""
        context = super().get_context_data(**kwargs)
        event = self.object
        return context | {
            "registration": selectors.registration_of(self.request.user, event),
            "is_open": event.is_open(clock.now()),
            "closes": Deadline.at_hour(
                gettext("Registration closes"),
                event.registration_closes_at,
                clock.today(),
            ),
            "has_begun": clock.now() >= event.starts_at,
            "free": max(0, event.capacity - event.taken),
        }


WHAT_IS_NEXT = {
    RegistrationState.CONFIRMED: _(
        "You have a place. A letter with time and venue is on its way."
    ),
    RegistrationState.WAITING: _(
        "You are on the waiting list and get a letter when a place becomes free."
    ),
}


class RegisterView(LoginRequiredMixin, ServiceFormView):
    """Register for an event."""

    template_name = "cms/training/register.html"
    form_class = RegistrationForm
    event: TrainingEvent

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the event whoever has a place, or comes too late for one."""
        event = self._event()
        if event.is_open(clock.now()) and not selectors.registration_of(
            request.user, event
        ):
            return super().get(request, *args, **kwargs)
        return redirect(event)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who registers."""
        self.event = self._event()
        kwargs = super().get_form_kwargs()
        acting = acting_of(self.request).organisation
        kwargs["initial"] = {**kwargs["initial"], "organisation": acting}
        return {**kwargs, "user": person_of(self.request)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the event."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "event": self.event,
            "free": max(0, self.event.capacity - self.event.taken),
        }

    def _event(self) -> TrainingEvent:
        return get_object_or_404(selectors.public_events(), slug=self.kwargs["slug"])

    def perform(self, form: BaseForm) -> object:
        """Take a place or wait for one."""
        registration = services.register_for_event(
            event_id=self.event.pk,
            name=form.cleaned_data["name"],
            organisation=form.cleaned_data.get("organisation"),
            actor=person_of(self.request),
            at=clock.now(),
        )
        messages.success(
            self.request, WHAT_IS_NEXT[RegistrationState(registration.state)]
        )
        return self.event


@login_required
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one's place back."""
    mine = Registration.objects.filter(user=person_of(request))
    registration = get_object_or_404(mine.select_related("event"), pk=pk)
    event = registration.event
    try:
        services.cancel_registration(
            registration_id=registration.pk,
            actor=person_of(request),
            at=clock.now(),
        )
    except Refusal as refusal:
        return refused_on(TrainingEventView, request, refusal, slug=event.slug)
    messages.success(request, _("Your registration was cancelled."))
    return redirect(event)


@login_required
def my_training(request: HttpRequest) -> HttpResponse:
    """Show one's registrations and certificates."""
    context = {
        "registrations": selectors.registrations_of(request.user),
        "now": clock.now(),
    }
    return render(request, "cms/training/mine.html", context)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Send recent and coming events as a calendar."""
    now = clock.now()
    events = (
        selectors.public_events().upcoming(now - RECENT).order_by("starts_at", "pk")
    )
    response = HttpResponse(
        training_calendar(events, at=now), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = 'inline; filename="training.ics"'
    return response


@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether a certificate is genuine and in force."""
    found = get_object_or_404(selectors.certificates(), code=code.upper())
    response = render(
        request,
        "cms/training/certificate.html",
        {"certificate": found, "event": found.registration.event},
    )
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def check_certificate(request: HttpRequest) -> HttpResponse:
    """Ask for a check code and lead to its certificate."""
    code = "".join(request.GET.get("code", "").split()).replace("-", "").upper()[:16]
    if code.isalnum() and selectors.certificates().filter(code=code).exists():
        return redirect(reverse("cms:certificate", args=[code]))
    status = HTTPStatus.NOT_FOUND if code else HTTPStatus.OK
    return render(request, "cms/training/check.html", {"code": code}, status=status)
