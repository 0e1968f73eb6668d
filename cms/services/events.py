"""Planning, announcing, calling off and closing training events."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cms import notifications
from cms.journal import TrainingAction
from cms.models import TrainingEvent
from cms.permissions import can_run_event
from cms.selectors import participants
from cms.services.registrations import fill_places
from cms.states import EVENT_FLOW, EventState, TrainingMode
from core.journal import record
from core.refusals import Refusal, require
from core.search import touch

SEARCH_KIND = "training"


@transaction.atomic
def plan_event(*, actor: User, at: datetime, **details: Any) -> TrainingEvent:
    """Keep a new event as a draft. Raises Refusal when its dates disagree."""
    event = TrainingEvent(**details)
    require(can_run_event(actor, event))
    _check_dates(event)

    event.save()

    record(TrainingAction.EVENT_PLANNED, event, actor=actor, at=at, title=event.title)
    return event


@transaction.atomic
def change_event(
    *, event_id: int, actor: User, at: datetime, **details: Any
) -> TrainingEvent:
    """Change an event that is not over; more places are given out at once.

    Raises Refusal when dates disagree, fewer places are left than taken, or an
    announced event loses its venue.
    """
    event = TrainingEvent.objects.locked().get(pk=event_id)
    require(can_run_event(actor, event))

    event.state = EVENT_FLOW.after("change", event.state)
    for name, value in details.items():
        setattr(event, name, value)
    require(can_run_event(actor, event))
    _check_dates(event)
    _check_places(event)
    if event.state == EventState.ANNOUNCED:
        _check_venue(event)
    event.save()
    fill_places(event, at=at)

    touch(SEARCH_KIND, event.pk)
    record(TrainingAction.EVENT_CHANGED, event, actor=actor, at=at, title=event.title)
    return event


@transaction.atomic
def announce_event(*, event_id: int, actor: User, at: datetime) -> TrainingEvent:
    """Show an event to the public and open registration.

    Raises Refusal when nobody could tell where to go.
    """
    event = TrainingEvent.objects.locked().get(pk=event_id)
    require(can_run_event(actor, event))

    event.state = EVENT_FLOW.after("announce", event.state)
    _check_venue(event)
    event.announced_at = at
    event.save(update_fields=["state", "announced_at"])

    touch(SEARCH_KIND, event.pk)
    record(TrainingAction.EVENT_ANNOUNCED, event, actor=actor, at=at, title=event.title)
    return event


@transaction.atomic
def cancel_event(
    *, event_id: int, reason: str, actor: User, at: datetime
) -> TrainingEvent:
    """Call an event off and tell everybody registered."""
    event = TrainingEvent.objects.locked().get(pk=event_id)
    require(can_run_event(actor, event))

    event.state = EVENT_FLOW.after("cancel", event.state)
    event.cancelled_at = at
    event.cancel_reason = reason
    event.save(update_fields=["state", "cancelled_at", "cancel_reason"])

    for registration in participants(event):
        notifications.tell_called_off(registration, at=at)
    touch(SEARCH_KIND, event.pk)
    record(
        TrainingAction.EVENT_CANCELLED,
        event,
        actor=actor,
        at=at,
        title=event.title,
        reason=reason,
    )
    return event


@transaction.atomic
def close_event(*, event_id: int, actor: User, at: datetime) -> TrainingEvent:
    """Close an event that took place. Raises Refusal before it has ended."""
    event = TrainingEvent.objects.locked().get(pk=event_id)
    require(can_run_event(actor, event))
    if at < event.ends_at:
        raise Refusal(_("The event has not ended yet."))

    event.state = EVENT_FLOW.after("hold", event.state)
    event.held_at = at
    event.save(update_fields=["state", "held_at"])

    touch(SEARCH_KIND, event.pk)
    record(TrainingAction.EVENT_HELD, event, actor=actor, at=at, title=event.title)
    return event


def _check_dates(event: TrainingEvent) -> None:
    if event.ends_at <= event.starts_at:
        raise Refusal(_("The event must end after it starts."), field="ends_at")
    if event.registration_closes_at > event.ends_at:
        raise Refusal(
            _("Registration must close before the event ends."),
            field="registration_closes_at",
        )


def _check_venue(event: TrainingEvent) -> None:
    if event.mode != TrainingMode.ONLINE and not event.venue:
        raise Refusal(
            _("Name the venue: people who come to an event on site must find it."),
            field="venue",
        )


def _check_places(event: TrainingEvent) -> None:
    taken = participants(event).filter(state="confirmed").count()
    if event.capacity < taken:
        raise Refusal(
            _("%(taken)d places are taken already.") % {"taken": taken},
            field="capacity",
        )
