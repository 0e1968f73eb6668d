"""States of training and their flows."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.flow import Flow, Move


class EventState(models.TextChoices):
    """Where a training event stands."""

    DRAFT = "draft", pgettext_lazy("training event", "Draft")
    ANNOUNCED = "announced", pgettext_lazy("training event", "Announced")
    HELD = "held", pgettext_lazy("training event", "Held")
    CANCELLED = "cancelled", pgettext_lazy("training event", "Called off")


class RegistrationState(models.TextChoices):
    """Where a registration stands."""

    CONFIRMED = "confirmed", pgettext_lazy("registration", "Confirmed")
    WAITING = "waiting", pgettext_lazy("registration", "On the waiting list")
    CANCELLED = "cancelled", pgettext_lazy("registration", "Cancelled")


class TrainingKind(models.TextChoices):
    """What an event trains for."""

    AUDITOR = "auditor", _("Audit method")
    POLICY = "policy", _("Policy and law")
    TECHNIQUE = "technique", _("Technology and cases")
    EXPERT = "expert", _("For pool experts")


class TrainingMode(models.TextChoices):
    """How an event is held."""

    ONSITE = "onsite", _("On site")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("On site and online")


EVENT_FLOW = Flow(
    [
        Move("change", {EventState.DRAFT}, EventState.DRAFT),
        Move("change", {EventState.ANNOUNCED}, EventState.ANNOUNCED),
        Move("announce", {EventState.DRAFT}, EventState.ANNOUNCED),
        Move("hold", {EventState.ANNOUNCED}, EventState.HELD),
        Move("cancel", {EventState.DRAFT, EventState.ANNOUNCED}, EventState.CANCELLED),
    ]
)
REGISTRATION_FLOW = Flow(
    [
        Move("confirm", {RegistrationState.WAITING}, RegistrationState.CONFIRMED),
        Move(
            "cancel",
            {RegistrationState.CONFIRMED, RegistrationState.WAITING},
            RegistrationState.CANCELLED,
        ),
    ]
)
