"""Vocabularies of audits."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Severity(models.TextChoices):
    """How much a linter finding matters to the author of a report."""

    ERROR = "error", pgettext_lazy("severity", "Contradiction")
    WARNING = "warning", pgettext_lazy("severity", "Doubt")
    NOTE = "note", pgettext_lazy("severity", "Remark")


class Basis(models.TextChoices):
    """Why an enterprise is audited."""

    MANDATORY = "mandatory", _("Mandatory audit")
    VOLUNTARY = "voluntary", _("Voluntary audit")


class Mode(models.TextChoices):
    """How a round is carried out."""

    STANDARD = "standard", _("Standard procedure")
    SIMPLIFIED = "simplified", _("Simplified procedure")
    WHOLE_AREA = "whole_area", _("Whole park, cluster or industry")
    CERTIFICATION = "certification", _("Certification counted as an audit")


class PhaseKey(models.TextChoices):
    """The seven steps of a round (`measures.14`), not to be mistaken for reviews."""

    PREPARATION = "preparation", pgettext_lazy("phase", "Preparation")
    PRE_AUDIT = "pre_audit", pgettext_lazy("phase", "Pre-audit")
    AUDIT = "audit", pgettext_lazy("phase", "Audit")
    SCREENING = "screening", pgettext_lazy("phase", "Option screening")
    SELECTION = "selection", pgettext_lazy("phase", "Option selection")
    IMPLEMENTATION = "implementation", pgettext_lazy("phase", "Implementation")
    CONTINUATION = "continuation", pgettext_lazy("phase", "Continuation")


class CostClass(models.TextChoices):
    """What an option costs, against the threshold its round states."""

    NO_LOW = "no_low", _("No or low cost")
    MEDIUM_HIGH = "medium_high", _("Medium or high cost")


class OptionCategory(models.TextChoices):
    """What an option changes."""

    MATERIALS = (
        "materials",
        pgettext_lazy("option category", "Raw materials and energy"),
    )
    PROCESS = "process", pgettext_lazy("option category", "Process")
    EQUIPMENT = "equipment", pgettext_lazy("option category", "Equipment")
    CONTROL = "control", pgettext_lazy("option category", "Process control")
    PRODUCT = "product", pgettext_lazy("option category", "Product")
    WASTE = "waste", pgettext_lazy("option category", "Waste")
    MANAGEMENT = "management", pgettext_lazy("option category", "Management")
    STAFF = "staff", pgettext_lazy("option category", "Staff")


class OptionState(models.TextChoices):
    """How far an option has come."""

    PROPOSED = "proposed", pgettext_lazy("option", "Proposed")
    CHOSEN = "chosen", pgettext_lazy("option", "Chosen")
    DONE = "done", pgettext_lazy("option", "Done")
    DROPPED = "dropped", pgettext_lazy("option", "Dropped")


class BalanceKind(models.TextChoices):
    """What a balance accounts for."""

    ENERGY = "energy", _("Energy balance")
    WATER = "water", _("Water balance")
    MATERIAL = "material", _("Material balance")


class ChapterKey(models.TextChoices):
    """The chapters a report must have."""

    ORGANISATION = "organisation", pgettext_lazy("chapter", "Audit preparation")
    PRE_AUDIT = "pre_audit", pgettext_lazy("chapter", "Pre-audit")
    AUDIT = "audit", pgettext_lazy("chapter", "Audit")
    OPTIONS = "options", pgettext_lazy("chapter", "Options")
    FEASIBILITY = "feasibility", pgettext_lazy("chapter", "Feasibility")
    IMPLEMENTATION = "implementation", pgettext_lazy("chapter", "Implementation")
    CONTINUATION = "continuation", pgettext_lazy("chapter", "Continuing plan")


class ReviewKind(models.TextChoices):
    """The two reviews of a round: evaluation before investing, acceptance after."""

    EVALUATION = "evaluation", _("Evaluation")
    ACCEPTANCE = "acceptance", _("Acceptance")


class Outcome(models.TextChoices):
    """What a review concludes."""

    PROCEED = "proceed", pgettext_lazy("outcome", "Proceed")
    SUPPLEMENT = "supplement", pgettext_lazy("outcome", "Supplement, then proceed")
    REDO = "redo", pgettext_lazy("outcome", "Redo")
    QUALIFIED = "qualified", pgettext_lazy("outcome", "Qualified")
    UNQUALIFIED = "unqualified", pgettext_lazy("outcome", "Unqualified")
