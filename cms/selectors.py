"""Queries about training."""

from datetime import datetime

from django.db.models import QuerySet

from accounts.models import Organisation, StaffPost
from accounts.permissions import Person
from cms.models import Certificate, Registration, TrainingEvent
from cms.models.training import TrainingEventQuerySet
from cms.states import RegistrationState
from core import clock


def public_events() -> TrainingEventQuerySet:
    """Return announced events with organiser, place and places taken."""
    return (
        TrainingEvent.objects.public()
        .select_related("organiser", "jurisdiction")
        .with_places()
    )


def events_run_by(user: Person) -> TrainingEventQuerySet:
    """Return the events that ``user`` runs."""
    events = TrainingEvent.objects.select_related("organiser").with_places()
    if not user.is_authenticated:
        return events.none()
    if user.is_superuser:
        return events
    return events.filter(organiser__in=organisers_for(user))


def organisers_for(user: Person) -> QuerySet[Organisation]:
    """Return the authorities in whose name ``user`` may plan training."""
    authorities = Organisation.objects.authorities().active()
    if not user.is_authenticated:
        return authorities.none()
    if user.is_superuser:
        return authorities
    posts = StaffPost.objects.held_on(clock.today()).filter(user=user)
    return authorities.filter(staff_posts__in=posts).distinct()


def registration_of(user: Person, event: TrainingEvent) -> Registration | None:
    """Return the current registration of a person for an event."""
    if not user.is_authenticated:
        return None
    return (
        Registration.objects.filter(user=user, event=event)
        .exclude(state=RegistrationState.CANCELLED)
        .first()
    )


def registrations_of(user: Person) -> QuerySet[Registration]:
    """Return a person's registrations with events and certificates."""
    if not user.is_authenticated:
        return Registration.objects.none()
    return (
        Registration.objects.filter(user=user)
        .select_related("event", "attendance", "certificate")
        .order_by("-event__starts_at", "-pk")
    )


def coming_registrations_of(user: Person, at: datetime) -> QuerySet[Registration]:
    """Return a person's current registrations for events not over, soonest first."""
    return (
        registrations_of(user)
        .filter(event__ends_at__gte=at)
        .exclude(state=RegistrationState.CANCELLED)
        .order_by("event__starts_at", "pk")
    )


def participants(event: TrainingEvent) -> QuerySet[Registration]:
    """Return current registrations in order of arrival, confirmed ones first."""
    return (
        Registration.objects.filter(event=event)
        .exclude(state=RegistrationState.CANCELLED)
        .select_related("user", "organisation", "attendance", "certificate")
        .order_by("state", "registered_at", "pk")
    )


def certificates() -> QuerySet[Certificate]:
    """Return certificates with what their check page shows."""
    return Certificate.objects.select_related("registration__event")
