"""Letters about training."""

from datetime import datetime

from cms.models import Certificate, Registration
from core.mail import queue_letter


def tell_registered(registration: Registration, *, at: datetime) -> None:
    """Confirm a registration, or the place on the waiting list."""
    _tell(registration, "cms/training_registered", at)


def tell_place_found(registration: Registration, *, at: datetime) -> None:
    """Say that a place has become free."""
    _tell(registration, "cms/training_place", at)


def tell_called_off(registration: Registration, *, at: datetime) -> None:
    """Say that the event does not take place."""
    _tell(registration, "cms/training_called_off", at)


def tell_certified(certificate: Certificate, *, at: datetime) -> None:
    """Send the address at which the certificate can be checked."""
    registration = certificate.registration
    queue_letter(
        to_user=registration.user,
        template="cms/certificate_issued",
        context={"certificate": certificate, "event": registration.event},
        at=at,
    )


def _tell(registration: Registration, template: str, at: datetime) -> None:
    queue_letter(
        to_user=registration.user,
        template=template,
        context={"registration": registration, "event": registration.event},
        at=at,
    )
