"""What the journal says about imports."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.journal import declares_actions


@declares_actions
class ImportAction(models.TextChoices):
    """Steps of an import."""

    PREVIEWED = "core.import.previewed", _("previewed the import of {file}")
    COMMITTED = "core.import.committed", _("imported {created} records from {file}")
    UNDONE = "core.import.undone", _("took back the import of {file}")
    DISCARDED = "core.import.discarded", _("discarded the import of {file}")
