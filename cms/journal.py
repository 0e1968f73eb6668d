"""What the journal can say about training."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.journal import declares_actions


@declares_actions
class TrainingAction(models.TextChoices):
    """Steps of training."""

    EVENT_PLANNED = "cms.training_event.planned", _("planned the training {title}")
    EVENT_CHANGED = "cms.training_event.changed", _("changed the training {title}")
    EVENT_ANNOUNCED = (
        "cms.training_event.announced",
        _("announced the training {title}"),
    )
    EVENT_CANCELLED = (
        "cms.training_event.cancelled",
        _("called off the training {title}: {reason}"),
    )
    EVENT_HELD = "cms.training_event.held", _("closed the training {title}")
    REGISTERED = "cms.registration.made", _("registered for {title}")
    REGISTRATION_CANCELLED = (
        "cms.registration.cancelled",
        _("cancelled the registration for {title}"),
    )
    ATTENDANCE_RECORDED = (
        "cms.attendance.recorded",
        _("recorded the attendance of {title}: {count} present"),
    )
    CERTIFICATES_ISSUED = (
        "cms.certificate.issued",
        _("issued {count} certificates for {title}"),
    )
    CERTIFICATE_REVOKED = (
        "cms.certificate.revoked",
        _("revoked the certificate {number}: {reason}"),
    )
