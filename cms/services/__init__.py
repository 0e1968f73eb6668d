"""Commands of this package; the only writers."""

from cms.services.certificates import issue_certificates, revoke_certificate
from cms.services.events import (
    announce_event,
    cancel_event,
    change_event,
    close_event,
    plan_event,
)
from cms.services.registrations import (
    cancel_registration,
    record_attendance,
    register_for_event,
)

__all__ = [
    "announce_event",
    "cancel_event",
    "cancel_registration",
    "change_event",
    "close_event",
    "issue_certificates",
    "plan_event",
    "record_attendance",
    "register_for_event",
    "revoke_certificate",
]
