"""The comparison of bids: a published formula over exact numbers.

Price earns ``100 × lowest price ÷ price``. A criterion earns the mean of its
evaluators' points, 0 to 100. A bid's total is the mean of both, weighted as the
job said before anybody bid. Fractions are exact; two places are for showing.
Bids with the same total share a rank.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from core.money import Money

FORMULA = "price-ratio-1"
WHOLE = 100
_SHOWN = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much; price and criteria add up to 100."""

    price: int
    criteria: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Offer:
    """One opened bid: its price and every evaluator's points by criterion."""

    key: int
    price: Money
    points: Mapping[int, Sequence[Decimal]]


@dataclass(frozen=True, slots=True)
class Ranked:
    """One bid compared. Without all scores there is neither total nor rank."""

    key: int
    price: Money
    price_score: Fraction
    scores: Mapping[int, Fraction | None]
    total: Fraction | None
    rank: int | None


def compare(weights: Weights, offers: Sequence[Offer]) -> list[Ranked]:
    """Return the offers compared, the best first.

    Ranks are given only when every offer is fully scored. Raises ValueError
    unless the weights add up to 100 and every price is above zero.
    """
    if weights.price + sum(weights.criteria.values()) != WHOLE:
        message = "Weights add up to 100."
        raise ValueError(message)
    if any(offer.price <= Money.ZERO for offer in offers):
        message = "Prices are above zero."
        raise ValueError(message)
    if not offers:
        return []
    lowest = min(offer.price.fen for offer in offers)
    compared = [_compared(weights, offer, lowest) for offer in offers]
    return _with_ranks(compared)


def shown(score: Fraction | None) -> Decimal | None:
    """Return a score with two places, rounded half up."""
    if score is None:
        return None
    hundredths = (2 * score.numerator * 100 + score.denominator) // (
        2 * score.denominator
    )
    return (Decimal(hundredths) / 100).quantize(_SHOWN, rounding=ROUND_HALF_UP)


def _compared(weights: Weights, offer: Offer, lowest: int) -> Ranked:
    price_score = Fraction(WHOLE * lowest, offer.price.fen)
    scores = {key: _mean(offer.points.get(key, ())) for key in weights.criteria}
    return Ranked(
        key=offer.key,
        price=offer.price,
        price_score=price_score,
        scores=scores,
        total=_total(weights, price_score, scores),
        rank=None,
    )


def _mean(points: Sequence[Decimal]) -> Fraction | None:
    if not points:
        return None
    return sum((Fraction(one) for one in points), start=Fraction(0)) / len(points)


def _total(
    weights: Weights, price_score: Fraction, scores: Mapping[int, Fraction | None]
) -> Fraction | None:
    total = weights.price * price_score
    for key, score in scores.items():
        if score is None:
            return None
        total += weights.criteria[key] * score
    return total / WHOLE


def _with_ranks(compared: list[Ranked]) -> list[Ranked]:
    totals = [one.total for one in compared if one.total is not None]
    if len(totals) < len(compared):
        return sorted(compared, key=lambda one: (one.price, one.key))
    ranked = [
        Ranked(
            key=one.key,
            price=one.price,
            price_score=one.price_score,
            scores=one.scores,
            total=one.total,
            rank=1 + sum(other > (one.total or 0) for other in totals),
        )
        for one in compared
    ]
    return sorted(ranked, key=lambda one: (one.rank or 0, one.price, one.key))
