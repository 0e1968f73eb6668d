"""What the journal can say about the directory."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.journal import declares_actions


@declares_actions
class ProviderAction(models.TextChoices):
    """Steps of providers, and facts recorded about their work."""

    LISTED = "providers.profile.listed", _("listed {name} in the directory")
    UPDATED = "providers.profile.updated", _("changed the profile of {name}")
    WITHDRAWN = "providers.profile.withdrawn", _("withdrew the listing of {name}")
    RELISTED = "providers.profile.relisted", _("listed {name} again")
    PART_SAVED = "providers.part.saved", _("saved an entry of the profile ({part})")
    PART_REMOVED = (
        "providers.part.removed",
        _("removed an entry of the profile ({part})"),
    )
    OBSERVED = (
        "providers.observation.recorded",
        _("recorded {kind} {value} for {name}"),
    )
    RETRACTED = (
        "providers.observation.retracted",
        _("took back {kind} of {name}: {reason}"),
    )
