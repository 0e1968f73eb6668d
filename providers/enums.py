"""Vocabularies of the directory."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ListingState(models.TextChoices):
    """Whether a provider shows itself in the directory."""

    LISTED = "listed", pgettext_lazy("listing", "Listed")
    WITHDRAWN = "withdrawn", pgettext_lazy("listing", "Withdrawn")


class Condition(models.TextChoices):
    """The capabilities that evidence speaks for (measures.16)."""

    STANDING = "standing", _("Independent legal person, quality assurance and rules")
    INSTRUMENTS = (
        "instruments",
        _("Instruments or means for material, energy and water balances"),
    )
    INDUSTRY_STAFF = (
        "industry_staff",
        _("Staff who know the industry, the rules and the needs of saving"),
    )
    TRAINED_STAFF = (
        "trained_staff",
        _("Staff trained in the method with consulting experience"),
    )


class ObservationKind(models.TextChoices):
    """Facts about quality that other steps of the portal establish."""

    EVALUATION = "evaluation", _("Score of the evaluation")
    ACCEPTANCE = "acceptance", _("Outcome of the acceptance")
    ON_TIME = "on_time", _("Work delivered on time")
    SAVINGS = "savings", _("Promised savings delivered")
    REINSPECTION = "reinspection", _("Outcome of re-inspections")
    DISPUTE = "dispute", _("Disputes not upheld against the provider")
