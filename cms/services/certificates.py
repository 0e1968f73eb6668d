"""Certificates of training."""

import secrets
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cms import notifications
from cms.journal import TrainingAction
from cms.models import Certificate, Registration, TrainingEvent
from cms.permissions import can_run_event
from cms.states import EventState
from core.clock import shanghai_day
from core.journal import record
from core.numbers import next_number
from core.refusals import Refusal, require

# Letters and digits that are not mistaken for one another.
_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_CODE_LENGTH: Final = 12


@transaction.atomic
def issue_certificates(*, event_id: int, actor: User, at: datetime) -> int:
    """Certify everybody who attended and is not certified; return how many.

    Raises Refusal unless the event was closed and names who certifies.
    """
    event = TrainingEvent.objects.locked().get(pk=event_id)
    require(can_run_event(actor, event))
    if event.state != EventState.HELD:
        raise Refusal(_("Close the event before issuing certificates."))
    if not event.certificate_issuer:
        raise Refusal(_("The event names no issuer of certificates."))
    attended = Registration.objects.filter(
        event=event, attendance__isnull=False, certificate__isnull=True
    ).select_related("attendance", "user", "event")
    issued = [_issue(one, on=shanghai_day(at), at=at) for one in attended]

    record(
        TrainingAction.CERTIFICATES_ISSUED,
        event,
        actor=actor,
        at=at,
        title=event.title,
        count=len(issued),
    )
    return len(issued)


@transaction.atomic
def revoke_certificate(
    *, certificate_id: int, reason: str, actor: User, at: datetime
) -> Certificate:
    """Declare a certificate void from today. Raises Refusal when it is already."""
    certificate = Certificate.objects.locked().get(pk=certificate_id)
    require(can_run_event(actor, certificate.registration.event))
    if certificate.revoked_on is not None:
        raise Refusal(_("The certificate was revoked before."))

    certificate.revoked_on = shanghai_day(at)
    certificate.revoke_reason = reason
    certificate.save(update_fields=["revoked_on", "revoke_reason"])

    record(
        TrainingAction.CERTIFICATE_REVOKED,
        certificate,
        actor=actor,
        at=at,
        number=certificate.number,
        reason=reason,
    )
    return certificate


def _issue(registration: Registration, *, on: date, at: datetime) -> Certificate:
    certificate = Certificate.objects.create(
        registration=registration,
        number=next_number("TC", on),
        code="".join(secrets.choice(_ALPHABET) for _index in range(_CODE_LENGTH)),
        name=registration.name,
        hours=registration.attendance.hours,
        issuer=registration.event.certificate_issuer,
        issued_on=on,
    )
    notifications.tell_certified(certificate, at=at)
    return certificate
