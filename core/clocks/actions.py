"""What clocks do by themselves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.journal import declares_actions


@declares_actions
class ClockAction(models.TextChoices):
    """Reminders and lapses, for upper floors to subscribe to."""

    REMINDED = "core.clock.reminded", _("reminded of a period ending on {due_on}")
    LAPSED = "core.clock.lapsed", _("found that a period ended on {due_on}")
