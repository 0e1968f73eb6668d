"""Training in the staff area."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSet

from accounts.requests import person_of
from cms import selectors, services
from cms.filters import TrainingFilter
from cms.forms import AttendanceForm, ReasonForm, TrainingEventForm
from cms.models import Certificate, TrainingEvent
from cms.permissions import can_run_training
from core import clock
from core.journal import journal_of
from core.lists import Column, ListPage, Sort
from core.refusals import Refusal
from core.staff_pages import StaffPage
from core.templatetags.portal import number
from core.views import ServiceFormView, refused_on

_STEPS: dict[str, tuple[Callable[..., Any], str | Promise]] = {
    "announce": (services.announce_event, _("The event was announced.")),
    "close": (services.close_event, _("The event was closed.")),
    "certify": (services.issue_certificates, _("Certificates were issued.")),
}


class TrainingDesk(StaffPage):
    """A staff page about training."""

    request: HttpRequest
    kwargs: dict[str, Any]
    header_icon = "date"
    page_title = _("Training")

    def test_func(self) -> bool:
        """Let those in who may plan training; raise Http404 for others' events."""
        allowed = can_run_training(self.request.user)
        return allowed and ("pk" not in self.kwargs or self.event is not None)

    @cached_property
    def event(self) -> TrainingEvent:
        """Return the event; one of another organiser is a 404."""
        mine = selectors.events_run_by(self.request.user)
        return get_object_or_404(mine, pk=self.kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list of events."""
        above = {"url": reverse("training:index"), "label": _("Training")}
        items = [*self.breadcrumbs_items, above]
        if "pk" in self.kwargs:
            to_event = reverse("training:detail", args=[self.event.pk])
            items.append({"url": to_event, "label": self.event.label})
        return [*items, {"url": "", "label": self.get_page_title()}]


class TrainingIndexView(TrainingDesk, ListPage):
    """The events a person runs."""

    template_name = "cms/admin/training_list.html"
    filterset_class = TrainingFilter
    export_name = "training"
    sorts = [
        Sort("latest", _("Latest first"), "-starts_at"),
        Sort("soonest", _("Earliest first"), "starts_at"),
    ]
    columns = [
        Column("title", _("Title"), lambda event: event.label),
        Column(
            "organiser",
            pgettext_lazy("training", "Organiser"),
            lambda event: event.organiser.label,
        ),
        Column("starts_at", _("Starts at"), lambda event: event.starts_at),
        Column("state", _("State"), lambda event: event.get_state_display()),
        Column("places", _("Places"), lambda event: event.capacity),
        Column("taken", _("Places taken"), lambda event: event.taken),
        Column(
            "waiting",
            pgettext_lazy("registration", "Waiting"),
            lambda event: event.waiting,
        ),
    ]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Stand below the front page."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_queryset(self) -> QuerySet[TrainingEvent]:
        """Return the person's events."""
        return selectors.events_run_by(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell the time, by which events are over."""
        return {**super().get_context_data(**kwargs), "now": clock.now()}


class TrainingFormView(TrainingDesk, ServiceFormView):
    """A form about training that leads back to where one came from."""

    template_name = "cms/admin/training_form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the page one came from."""
        back = reverse("training:index")
        if "pk" in self.kwargs:
            back = reverse("training:detail", args=[self.event.pk])
        return {**super().get_context_data(**kwargs), "back": back}


class _EventFormView(TrainingFormView):
    form_class = TrainingEventForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who plans, and what is there."""
        subject = self.event if "pk" in self.kwargs else None
        kwargs = super().get_form_kwargs()
        return {**kwargs, "user": person_of(self.request), "instance": subject}


class PlanEventView(_EventFormView):
    """Plan an event."""

    page_title = _("Plan training")
    success_message = _("The draft was saved. Nobody else sees it until announced.")

    def perform(self, form: BaseForm) -> object:
        """Keep the draft."""
        event = services.plan_event(
            actor=person_of(self.request), at=clock.now(), **form.cleaned_data
        )
        return reverse("training:detail", args=[event.pk])


class ChangeEventView(_EventFormView):
    """Change an event that is not over."""

    page_title = _("Change training")
    success_message = _("The change was saved.")

    def perform(self, form: BaseForm) -> object:
        """Save the change."""
        services.change_event(
            event_id=self.event.pk,
            actor=person_of(self.request),
            at=clock.now(),
            **form.cleaned_data,
        )
        return reverse("training:detail", args=[self.event.pk])


class EventDeskView(TrainingDesk, TemplateView):
    """One event: participants, and what can be done now."""

    template_name = "cms/admin/training_event.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """End at the event itself."""
        return super().get_breadcrumbs_items()[:-1]

    def get_page_title(self) -> str:
        """Return the event's title."""
        return self.event.label

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add participants and history."""
        now = clock.now()
        event = self.event
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "event": event,
            "participants": selectors.participants(event),
            "has_begun": now >= event.starts_at,
            "has_ended": now >= event.ends_at,
            "entries": journal_of(event).order_by("-at", "-pk")[:50],
        }


class ParticipantsExportView(TrainingDesk, ListPage):
    """The participants as a file."""

    export_name = "participants"
    columns = [
        Column("name", pgettext_lazy("person", "Name"), lambda one: one.name),
        Column(
            "organisation",
            _("Organisation"),
            lambda one: one.organisation.label if one.organisation else "",
        ),
        Column("email", _("E-mail address"), lambda one: one.user.email),
        Column("state", _("State"), lambda one: one.get_state_display()),
        Column("at", _("Registered at"), lambda one: one.registered_at),
        Column(
            "hours",
            _("Hours attended"),
            lambda one: one.attendance.hours if hasattr(one, "attendance") else None,
        ),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        """Return the event's participants."""
        return selectors.participants(self.event)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        """Send the file; there is no page."""
        if "export" not in request.GET:
            raise Http404
        return super().get(request, *args, **kwargs)


class CancelEventView(TrainingFormView):
    """Call an event off, with the reason everybody gets."""

    form_class = ReasonForm
    page_title = _("Call training off")
    success_message = _("The event was called off.")

    def perform(self, form: BaseForm) -> object:
        """Call it off."""
        services.cancel_event(
            event_id=self.event.pk,
            reason=form.cleaned_data["reason"],
            actor=person_of(self.request),
            at=clock.now(),
        )
        return reverse("training:detail", args=[self.event.pk])


class AttendanceView(TrainingFormView):
    """Record who came for how long."""

    form_class = AttendanceForm
    page_title = _("Attendance")
    success_message = _("The attendance was recorded.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what the figures are."""
        explanation = _(
            "Hours each participant was there, at most %(hours)s. Empty or zero means "
            "absent."
        ) % {"hours": number(self.event.hours)}
        return {**super().get_context_data(**kwargs), "explanation": explanation}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form which event."""
        return {**super().get_form_kwargs(), "event": self.event}

    def perform(self, form: BaseForm) -> object:
        """Record the hours."""
        services.record_attendance(
            event_id=self.event.pk,
            hours=form.hours,  # type: ignore[attr-defined] # an attendance form
            actor=person_of(self.request),
            at=clock.now(),
        )
        return reverse("training:detail", args=[self.event.pk])


class RevokeCertificateView(TrainingFormView):
    """Revoke a certificate, with a reason."""

    form_class = ReasonForm
    page_title = _("Revoke a certificate")
    success_message = _("The certificate was revoked.")

    @cached_property
    def certificate(self) -> Certificate:
        """Return the certificate; one of another event is a 404."""
        given = Certificate.objects.filter(registration__event=self.event)
        return get_object_or_404(given, pk=self.kwargs["certificate"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Find the certificate before the form is shown."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"certificate": self.certificate}

    def perform(self, form: BaseForm) -> object:
        """Revoke it."""
        services.revoke_certificate(
            certificate_id=self.certificate.pk,
            reason=form.cleaned_data["reason"],
            actor=person_of(self.request),
            at=clock.now(),
        )
        return reverse("training:detail", args=[self.event.pk])


class EventStepView(TrainingDesk, View):
    """A step that needs no further words."""

    def post(self, request: HttpRequest, pk: int, step: str) -> HttpResponse:
        """Take the step, or say why not."""
        if step not in _STEPS:
            raise Http404
        service, done = _STEPS[step]
        try:
            service(event_id=self.event.pk, actor=person_of(request), at=clock.now())
        except Refusal as refusal:
            return refused_on(EventDeskView, request, refusal, pk=pk)
        messages.success(request, str(done))
        return redirect("training:detail", pk=pk)


class TrainingViewSet(ViewSet):
    """Training in the menu of authority staff."""

    name = "training"
    url_prefix = "training"
    icon = "date"
    menu_label = _("Training")
    menu_order = 500
    add_to_admin_menu = True

    @cached_property
    def menu_item_class(self) -> type:
        """Show the item to those who may plan training."""
        base = super().menu_item_class

        class TrainingMenuItem(base):  # type: ignore[misc, valid-type] # untyped library
            def is_shown(self, request: HttpRequest) -> bool:
                return can_run_training(request.user)

        return TrainingMenuItem

    def get_urlpatterns(self) -> list[Any]:
        """Return the pages of the group."""
        return [
            path("", TrainingIndexView.as_view(), name="index"),
            path("plan/", PlanEventView.as_view(), name="plan"),
            path("<int:pk>/", EventDeskView.as_view(), name="detail"),
            path("<int:pk>/change/", ChangeEventView.as_view(), name="change"),
            path("<int:pk>/cancel/", CancelEventView.as_view(), name="cancel"),
            path("<int:pk>/attendance/", AttendanceView.as_view(), name="attendance"),
            path(
                "<int:pk>/participants/",
                ParticipantsExportView.as_view(),
                name="participants",
            ),
            path(
                "<int:pk>/certificates/<int:certificate>/revoke/",
                RevokeCertificateView.as_view(),
                name="revoke",
            ),
            path("<int:pk>/<slug:step>/", EventStepView.as_view(), name="step"),
        ]
