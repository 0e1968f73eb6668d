"""What the journal can say about reference data."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.journal import declares_actions


@declares_actions
class ReferenceAction(models.TextChoices):
    """Steps of operators who keep the reference data."""

    ADDED = "reference.row.added", _("added “{row}” to the reference data")
    EDITED = "reference.row.edited", _("changed “{row}” in the reference data")
    REMOVED = "reference.row.removed", _("removed “{row}” from the reference data")
