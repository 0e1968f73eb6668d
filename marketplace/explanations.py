"""What the settlement engine refuses, in sentences for people."""

import re
from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.refusals import Refusal
from marketplace.settlement import Formula, Reason, SettlementError
from marketplace.titles import Titles, titles_of

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

_STEP = re.compile(r"(.+@.+)\.(low|high)\.(fee|compensation)")
_AMOUNTS = {"fee": _("Fee"), "compensation": _("Borne by the provider")}
_SIDES = {
    "low": pgettext_lazy("result", "lower result"),
    "high": pgettext_lazy("result", "higher result"),
}
_INPUTS = ("adjustments", "disputes", "readings")
_PARTS = {
    "adjustments": _("Adjustment"),
    "disputes": _("Dispute"),
    "factors": _("Emission factor"),
    "formula": _("Formula"),
    "holdback": _("Holdback"),
    "metrics": _("Metric"),
    "milestones": _("Milestone"),
    "parties": _("Parties"),
    "performance_fee": _("Performance fee at full achievement"),
    "periods": _("Measurement period"),
    "readings": _("Reading"),
    "rounding": _("Rounding"),
    "routine_adjustments": _("Routine adjustment"),
}
_FIELDS = {
    "cap": _("Highest fee"),
    "curve": _("Payment curve"),
    "expression": _("Formula"),
    "fee": _("Fee"),
    "floor": _("Lowest fee"),
    "measured": _("Measured as"),
    "metric": _("Metric"),
    "price": _("Yuan per unit"),
    "release_on": _("Released on"),
    "rule": _("How it is paid"),
    "share": _("Share"),
    "target": _("Target"),
    "triggers": _("Payable when"),
    "verifier": _("Verifier"),
}


def sentence(error: SettlementError, titles: Titles | None = None) -> str:
    """Return what is wrong and, of a formula whose titles are known, where."""
    text = str(SENTENCES[error.reason])
    place = "" if titles is None else place_of(error.where, titles)
    if not place:
        return text
    return _("{place}: {problem}").format(place=place, problem=text)


def refusal(error: SettlementError, formula: Formula) -> Refusal:
    """Return the refusal that a form can show."""
    return Refusal(sentence(error, titles_of(formula)))


def place_of(where: str, titles: Titles) -> str:
    """Return the place in a formula or its inputs that an error names."""
    part, _dot, rest = where.partition(".")
    if where in _FIELDS:
        return str(_FIELDS[where])
    if part not in _PARTS:
        return titles.measurement(where)
    thing, field = _thing(part, rest, titles)
    words = (_PARTS[part], thing, _FIELDS.get(field, ""))
    return " · ".join(str(word) for word in words if word)


def step_of(name: str, titles: Titles) -> str:
    """Return what a rounding step rounds."""
    found = _STEP.fullmatch(name)
    if found is None:
        return str(_PARTS["holdback"]) if name == "result.held" else name
    place, side, amount = found.groups()
    words = (titles.measurement(place), _AMOUNTS[amount], _SIDES[side])
    return " · ".join(str(word) for word in words)


def _thing(part: str, rest: str, titles: Titles) -> tuple[str, str]:
    """Split what follows a part into the title of a thing and the field of it."""
    for key, title in _titles_in(part, titles):
        if rest == key or rest.startswith(f"{key}."):
            return title, rest[len(key) + 1 :]
    if part in _INPUTS:
        return titles.measurement(rest), ""
    return "", rest


def _titles_in(part: str, titles: Titles) -> Iterator[tuple[str, str]]:
    formula = titles.formula
    if part == "metrics":
        yield from ((row.key, titles.reading(row.key)) for row in formula.metrics)
    elif part == "periods":
        yield from ((row.key, titles.period(row.key)) for row in formula.periods)
    elif part == "milestones":
        yield from ((row.key, row.title) for row in formula.milestones)
    elif part == "routine_adjustments":
        rows = formula.routine_adjustments
        yield from ((row.key, row.title) for row in rows)
