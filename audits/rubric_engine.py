"""From signed sheets to a conclusion, by the rule the rubric states.

A rubric is data: sections of items with the most points each may get, veto
items, and a pass rule. Everything is exact; the conclusion is drawn from the
score as it is published, so the two never disagree.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

PLACES = Decimal("0.01")
AGGREGATES = ("mean", "median", "trimmed_mean")
VETO_VOTES = ("one", "majority", "all")
FEWEST_FOR_TRIMMING = 3


class RubricError(ValueError):
    """The rubric or a sheet is not what the engine can reckon with."""


@dataclass(frozen=True)
class ItemRule:
    """An item and the most points it may get."""

    key: str
    points: Decimal
    section: str = ""


@dataclass(frozen=True)
class Band:
    """An outcome and the score it begins at; ``exclusive`` means above it."""

    outcome: str
    start: Decimal
    exclusive: bool = False

    def holds(self, score: Decimal) -> bool:
        """Say whether a score lies at or beyond the beginning of this band."""
        return score > self.start if self.exclusive else score >= self.start


@dataclass(frozen=True)
class PassRule:
    """How sheets become one score, and what the score means."""

    aggregate: str
    bands: tuple[Band, ...]
    minimum_sheets: int
    veto_outcome: str
    veto_votes: str


@dataclass(frozen=True)
class SheetData:
    """What one expert wrote."""

    scores: Mapping[str, Decimal]
    vetoes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Conclusion:
    """The score to two places, the outcome, and the veto items that stood."""

    score: Decimal
    outcome: str
    vetoes: tuple[str, ...]
    totals: tuple[Decimal, ...]
    section_means: Mapping[str, Decimal]


def parse_pass_rule(data: Mapping[str, Any]) -> PassRule:
    """Read a pass rule from its JSON form.

    ``{"aggregate": "mean", "minimum_sheets": 3, "bands": [{"outcome": "proceed",
    "above": "90"}, {"outcome": "supplement", "from": "70"}, {"outcome": "redo",
    "from": "0"}], "veto": {"outcome": "redo", "votes": "majority"}}``

    Raises RubricError when a part is missing, unknown, or the bands have gaps.
    """
    try:
        bands = tuple(_band(band) for band in data["bands"])
        rule = PassRule(
            aggregate=str(data["aggregate"]),
            bands=tuple(sorted(bands, key=_band_order, reverse=True)),
            minimum_sheets=int(data["minimum_sheets"]),
            veto_outcome=str(data["veto"]["outcome"]),
            veto_votes=str(data["veto"]["votes"]),
        )
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise RubricError(str(error)) from error
    _check_rule(rule)
    return rule


def check_sheet(items: Iterable[ItemRule], sheet: SheetData) -> None:
    """Raise RubricError unless every item has points between zero and its most."""
    most = {item.key: item.points for item in items}
    if set(sheet.scores) != set(most):
        odd = sorted(set(sheet.scores) ^ set(most))
        raise RubricError(", ".join(odd))
    for key, score in sheet.scores.items():
        if not 0 <= score <= most[key]:
            raise RubricError(key)


def conclude(
    items: Iterable[ItemRule], rule: PassRule, sheets: Iterable[SheetData]
) -> Conclusion:
    """Return what the sheets amount to under the rule.

    Raises RubricError for too few sheets or a sheet that does not fit the items.
    """
    rubric, signed = tuple(items), tuple(sheets)
    if len(signed) < max(rule.minimum_sheets, 1):
        message = f"{len(signed)} of {rule.minimum_sheets} sheets"
        raise RubricError(message)
    for sheet in signed:
        check_sheet(rubric, sheet)
    totals = tuple(sum(sheet.scores.values(), Decimal(0)) for sheet in signed)
    score = _rounded(_aggregate(rule.aggregate, [Fraction(t) for t in totals]))
    vetoes = _standing_vetoes(rule.veto_votes, signed)
    return Conclusion(
        score=score,
        outcome=rule.veto_outcome if vetoes else outcome_of(rule, score),
        vetoes=vetoes,
        totals=totals,
        section_means=_section_means(rubric, signed),
    )


def outcome_of(rule: PassRule, score: Decimal) -> str:
    """Return the outcome of the highest band that holds the score."""
    return next(band.outcome for band in rule.bands if band.holds(score))


def _band(data: Mapping[str, Any]) -> Band:
    if "above" in data:
        return Band(str(data["outcome"]), Decimal(str(data["above"])), exclusive=True)
    return Band(str(data["outcome"]), Decimal(str(data["from"])))


def _band_order(band: Band) -> tuple[Decimal, bool]:
    return (band.start, band.exclusive)


def _check_rule(rule: PassRule) -> None:
    if rule.aggregate not in AGGREGATES:
        raise RubricError(rule.aggregate)
    if rule.veto_votes not in VETO_VOTES:
        raise RubricError(rule.veto_votes)
    if rule.minimum_sheets < 1:
        message = "minimum_sheets"
        raise RubricError(message)
    lowest = rule.bands[-1] if rule.bands else None
    if lowest is None or lowest.exclusive or lowest.start > 0:
        message = "bands do not begin at zero"
        raise RubricError(message)


def _aggregate(kind: str, totals: list[Fraction]) -> Fraction:
    ordered = sorted(totals)
    if kind == "median":
        middle = len(ordered) // 2
        pair = ordered[middle - 1 + len(ordered) % 2 : middle + 1]
        return _mean(pair)
    if kind == "trimmed_mean" and len(ordered) >= FEWEST_FOR_TRIMMING:
        return _mean(ordered[1:-1])
    return _mean(ordered)


def _mean(values: list[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def _rounded(value: Fraction) -> Decimal:
    """Round half up to two places, exactly."""
    hundredths = value * 100
    floor, rest = divmod(hundredths.numerator, hundredths.denominator)
    half_up = floor + (2 * rest >= hundredths.denominator)
    return (Decimal(half_up) / 100).quantize(PLACES, rounding=ROUND_HALF_UP)


def _standing_vetoes(votes: str, sheets: tuple[SheetData, ...]) -> tuple[str, ...]:
    counts: dict[str, int] = {}
    for sheet in sheets:
        for key in sheet.vetoes:
            counts[key] = counts.get(key, 0) + 1
    needed = {"one": 1, "majority": len(sheets) // 2 + 1, "all": len(sheets)}[votes]
    return tuple(sorted(key for key, count in counts.items() if count >= needed))


def _section_means(
    items: tuple[ItemRule, ...], sheets: tuple[SheetData, ...]
) -> dict[str, Decimal]:
    means: dict[str, Decimal] = {}
    for section in dict.fromkeys(item.section for item in items):
        keys = [item.key for item in items if item.section == section]
        sums = [Fraction(sum(sheet.scores[key] for key in keys)) for sheet in sheets]
        means[section] = _rounded(_mean(sums))
    return means
