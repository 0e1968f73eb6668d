"""What the settlement engine refuses, in sentences for people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal
from marketplace.settlement import Reason, SettlementError

SENTENCES: dict[Reason, str | Promise] = {
    Reason.NOT_A_DOCUMENT: _("The document cannot be read."),
    Reason.MISSING: _("Something is missing."),
    Reason.UNKNOWN_FIELD: _("The document has a field that is not known."),
    Reason.WRONG_VALUE: _("The value cannot be used."),
    Reason.DUPLICATE: _("The same thing is stated twice."),
    Reason.EXPRESSION: _(
        "The formula cannot be read. Use + - * / and brackets, decimals and the "
        "names of readings."
    ),
    Reason.UNKNOWN_NAME: _("No reading or factor has this name."),
    Reason.DIVISION_BY_ZERO: _("The formula divides by zero with these readings."),
    Reason.VERDICT_ONLY: _(
        "No fee may hang on the authority's verdict alone: name a delivery or a "
        "measurement beside it."
    ),
    Reason.NO_METRIC: _("Name at least one metric."),
    Reason.NO_PERIOD: _("Name at least one measurement period."),
    Reason.TARGET_DIRECTION: _("The target must be better than the baseline."),
    Reason.CURVE: _(
        "A payment curve needs corners whose achievement rises and whose share "
        "never falls."
    ),
    Reason.RULE_OF_TYPE: _(
        "This contract type pays otherwise: shared savings by the unit saved, "
        "guaranteed savings along a curve."
    ),
    Reason.PRICE_MISSING: _("Give the price of a unit of this metric."),
    Reason.SHARE_RANGE: _("A share lies above 0 and is at most 100 %."),
    Reason.FLOOR_ABOVE_CAP: _("The floor lies above the cap."),
    Reason.BASE_ABOVE_CAP: _("The milestones alone cost more than the cap."),
    Reason.TOO_LARGE: _("The numbers in this formula grow out of bounds."),
    Reason.NEGATIVE: _("The amount must not be negative."),
    Reason.PERIOD_ENDS_BEFORE_START: _("A period ends before it starts."),
    Reason.RELEASE_DATE_MISSING: _("Say when the holdback is released."),
    Reason.VERIFIER_NOT_INDEPENDENT: _(
        "Name a verifier that is independent of the provider."
    ),
    Reason.UNVERIFIED: _("The verifier has not found this reading right."),
    Reason.OUTSIDE_PERIOD: _("This lies outside the measurement period."),
    Reason.WRONG_UNIT: _("The unit is not the one of the contract."),
    Reason.UNKNOWN_REFERENCE: _("The contract knows nothing of this name."),
    Reason.TRIGGER_MISSING: _("Not everything that makes this payable has happened."),
}


def sentence(error: SettlementError) -> str:
    """Return what is wrong and where, for a reader."""
    text = str(SENTENCES[error.reason])
    return f"{text} ({error.where})"


def refusal(error: SettlementError, field: str | None = None) -> Refusal:
    """Return the refusal that a form can show."""
    return Refusal(sentence(error), field=field)
