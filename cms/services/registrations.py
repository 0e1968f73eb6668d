"""Registering, waiting, cancelling, attending."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from accounts.permissions import is_member
from cms import notifications
from cms.journal import TrainingAction
from cms.models import Attendance, Registration, TrainingEvent
from cms.permissions import can_run_event
from cms.states import REGISTRATION_FLOW, EventState, RegistrationState
from core.journal import record
from core.refusals import Refusal, require


@transaction.atomic
def register_for_event(
    *,
    event_id: int,
    name: str,
    organisation: Organisation | None,
    actor: User,
    at: datetime,
) -> Registration:
    """Take a place, or one on the waiting list when all are taken.

    Raises Refusal when registration is closed or was made already.
    """
    event = TrainingEvent.objects.locked().get(pk=event_id)
    require(organisation is None or is_member(actor, organisation))
    if event.state != EventState.ANNOUNCED or at >= event.registration_closes_at:
        raise Refusal(_("Registration for this event is closed."))
    if _current(event).filter(user=actor).exists():
        raise Refusal(_("You are registered for this event already."))

    registration = Registration.objects.create(
        event=event,
        user=actor,
        organisation=organisation,
        name=name,
        state=_state_for_next(event),
        registered_at=at,
    )

    record(
        TrainingAction.REGISTERED,
        registration,
        actor=actor,
        at=at,
        title=event.title,
        state=registration.state,
    )
    notifications.tell_registered(registration, at=at)
    return registration


@transaction.atomic
def cancel_registration(
    *, registration_id: int, actor: User, at: datetime
) -> Registration:
    """Give a place back; the first in the waiting list gets it.

    Raises MoveRefused when it was cancelled before, and Refusal once the event
    has begun.
    """
    event_id = Registration.objects.values_list("event_id", flat=True).get(
        pk=registration_id
    )
    event = TrainingEvent.objects.locked().get(pk=event_id)
    registration = Registration.objects.locked().get(pk=registration_id)
    require(registration.user_id == actor.pk or can_run_event(actor, event))
    if at >= event.starts_at:
        raise Refusal(_("The event has begun; a place can no longer be given back."))

    registration.state = REGISTRATION_FLOW.after("cancel", registration.state)
    registration.cancelled_at = at
    registration.save(update_fields=["state", "cancelled_at"])
    fill_places(event, at=at)

    record(
        TrainingAction.REGISTRATION_CANCELLED,
        registration,
        actor=actor,
        at=at,
        title=event.title,
    )
    return registration


@transaction.atomic
def record_attendance(
    *, event_id: int, hours: Mapping[int, Decimal], actor: User, at: datetime
) -> int:
    """Record hours by registration; zero hours means absent. Return how many came.

    Raises Refusal before the event begins, for hours beyond the event's own,
    and when somebody who is certified already would count as absent.
    """
    event = TrainingEvent.objects.locked().get(pk=event_id)
    require(can_run_event(actor, event))
    if at < event.starts_at:
        raise Refusal(_("The event has not begun yet."))
    confirmed = _current(event).filter(state=RegistrationState.CONFIRMED)
    known = {one.pk: one for one in confirmed.select_related("certificate")}
    count = 0
    for pk, length in sorted(hours.items()):
        registration = known.get(pk)
        require(registration is not None)
        if registration is not None:
            count += _attend(registration, length, event, actor=actor, at=at)

    record(
        TrainingAction.ATTENDANCE_RECORDED,
        event,
        actor=actor,
        at=at,
        title=event.title,
        count=count,
    )
    return count


def fill_places(event: TrainingEvent, *, at: datetime) -> None:
    """Give free places to those who have waited longest, and tell them."""
    if event.state != EventState.ANNOUNCED:
        return
    free = event.capacity - _taken(event)
    waiting = _current(event).filter(state=RegistrationState.WAITING)
    for registration in waiting.select_related("user", "event")[: max(0, free)]:
        registration.state = REGISTRATION_FLOW.after("confirm", registration.state)
        registration.save(update_fields=["state"])
        notifications.tell_place_found(registration, at=at)


def _attend(
    registration: Registration,
    length: Decimal,
    event: TrainingEvent,
    *,
    actor: User,
    at: datetime,
) -> bool:
    if length < 0 or length > event.hours:
        raise Refusal(
            _("%(name)s: the hours must lie between 0 and %(most)s.")
            % {"name": registration.name, "most": event.hours}
        )
    if hasattr(registration, "certificate"):
        if length != registration.certificate.hours:
            raise Refusal(
                _("%(name)s holds a certificate; revoke it first.")
                % {"name": registration.name}
            )
        return True
    if not length:
        Attendance.objects.filter(registration=registration).delete()
        return False
    Attendance.objects.update_or_create(
        registration=registration,
        defaults={"hours": length, "recorded_by": actor, "recorded_at": at},
    )
    return True


def _current(event: TrainingEvent) -> QuerySet[Registration]:
    return Registration.objects.filter(event=event).exclude(
        state=RegistrationState.CANCELLED
    )


def _taken(event: TrainingEvent) -> int:
    return _current(event).filter(state=RegistrationState.CONFIRMED).count()


def _state_for_next(event: TrainingEvent) -> RegistrationState:
    is_free = _taken(event) < event.capacity
    return RegistrationState.CONFIRMED if is_free else RegistrationState.WAITING
