"""Vocabularies of the register."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ConductKind(models.TextChoices):
    """What a provider is said to have done."""

    CONTENT = "content", _("Departed from the prescribed content of an audit")
    PROCEDURE = "procedure", _("Departed from the prescribed procedure of an audit")
    CHEATING = "cheating", _("Cheated in an audit")
    FALSE_REPORT = "false_report", _("Supplied a false report")
    OTHER = "other", _("Other conduct")


class Tier(models.TextChoices):
    """How grave a case is; the publicity period follows from it."""

    MINOR = "minor", pgettext_lazy("tier", "Minor")
    GENERAL = "general", pgettext_lazy("tier", "General")
    SERIOUS = "serious", pgettext_lazy("tier", "Serious")

    @property
    def weight(self) -> int:
        """Rank by gravity, the lightest first."""
        return list(Tier).index(self)


class StatementKind(models.TextChoices):
    """What a party says to a notice."""

    STATEMENT = "statement", _("Statement and defence")
    WAIVER = "waiver", _("Waiver of statement and hearing")


class ServiceWay(models.TextChoices):
    """How a document reached the party."""

    PERSON = "person", _("Handed over")
    POST = "post", _("Registered post")
    ELECTRONIC = "electronic", _("Electronically, with consent")
    LEFT = "left", _("Left at the address")
    NOTICE = "notice", _("Public notice")


class EndReason(models.TextChoices):
    """Why a name is no longer shown."""

    EXPIRED = "expired", pgettext_lazy("publication end", "Period expired")
    REPAIRED = "repaired", pgettext_lazy("publication end", "Credit repaired")
    ANNULLED = "annulled", pgettext_lazy("publication end", "Decision annulled")
    CORRECTED = (
        "corrected",
        pgettext_lazy("publication end", "Replaced by a corrected publication"),
    )
    ERROR = "error", pgettext_lazy("publication end", "Published in error")


class RemedyKind(models.TextChoices):
    """Where a party challenges a decision."""

    RECONSIDERATION = "reconsideration", _("Administrative reconsideration")
    LITIGATION = "litigation", _("Administrative litigation")


class RemedyOutcome(models.TextChoices):
    """How a challenge ended."""

    UPHELD = "upheld", pgettext_lazy("remedy", "Decision upheld")
    CHANGED = "changed", pgettext_lazy("remedy", "Decision changed")
    ANNULLED = "annulled", pgettext_lazy("remedy", "Decision annulled")
    WITHDRAWN = "withdrawn", pgettext_lazy("remedy", "Request withdrawn")


class CheckOutcome(models.TextChoices):
    """What a check of a name found."""

    NONE = "none", pgettext_lazy("check", "No current publication")
    FOUND = "found", pgettext_lazy("check", "Current publication found")
