"""Why a formula, an input or a document is refused."""

from enum import StrEnum


class Reason(StrEnum):
    """A stable code; people read its sentence, programs the code."""

    NOT_A_DOCUMENT = "not_a_document"
    MISSING = "missing"
    UNKNOWN_FIELD = "unknown_field"
    WRONG_VALUE = "wrong_value"
    DUPLICATE = "duplicate"
    EXPRESSION = "expression"
    UNKNOWN_NAME = "unknown_name"
    DIVISION_BY_ZERO = "division_by_zero"
    VERDICT_ONLY = "verdict_only"
    NO_METRIC = "no_metric"
    NO_PERIOD = "no_period"
    TARGET_DIRECTION = "target_direction"
    CURVE = "curve"
    RULE_OF_TYPE = "rule_of_type"
    PRICE_MISSING = "price_missing"
    SHARE_RANGE = "share_range"
    FLOOR_ABOVE_CAP = "floor_above_cap"
    BASE_ABOVE_CAP = "base_above_cap"
    TOO_LARGE = "too_large"
    NEGATIVE = "negative"
    PERIOD_ENDS_BEFORE_START = "period_ends_before_start"
    RELEASE_DATE_MISSING = "release_date_missing"
    VERIFIER_NOT_INDEPENDENT = "verifier_not_independent"
    UNVERIFIED = "unverified"
    OUTSIDE_PERIOD = "outside_period"
    WRONG_UNIT = "wrong_unit"
    UNKNOWN_REFERENCE = "unknown_reference"
    TRIGGER_MISSING = "trigger_missing"


class SettlementError(ValueError):
    """The settlement cannot be computed from what was given."""

    def __init__(self, reason: Reason, where: str, detail: str = "") -> None:
        """Name the reason, the place in the document, and the value at fault."""
        super().__init__(f"{where}: {reason.value} {detail}".rstrip())
        self.reason = reason
        self.where = where
        self.detail = detail
