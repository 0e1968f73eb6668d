"""Vocabularies of the directory."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ListingState(models.TextChoices):
    """Whether a provider shows itself in the directory."""

    LISTED = "listed", pgettext_lazy("listing", "Listed")
    WITHDRAWN = "withdrawn", pgettext_lazy("listing", "Withdrawn")


class QualityBand(models.TextChoices):
    """Between which marks the quality index lies; the value is the lower one.

    Bands let a reader narrow a search. Nothing is ordered or decided by them.
    """

    NINETY = "90", pgettext_lazy("quality index", "90 and above")
    SEVENTY_FIVE = "75", pgettext_lazy("quality index", "75 to below 90")
    SIXTY = "60", pgettext_lazy("quality index", "60 to below 75")
    ZERO = "0", pgettext_lazy("quality index", "Below 60")
    NONE = "none", pgettext_lazy("quality index", "No facts yet")


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
