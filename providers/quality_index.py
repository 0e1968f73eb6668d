"""The quality index: facts weighed, aged, and shrunk towards the pool.

Exact arithmetic throughout; the last step rounds half up to one decimal. The
index describes, it decides nothing: no list is ordered by it, nobody can pay
for it, and no step of the portal asks for it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

from providers.enums import ObservationKind, QualityBand

VERSION: Final = "1"
# A fact fades in equal daily steps and is gone after five years.
LIFETIME_DAYS: Final = 5 * 365
# So many average facts of the pool stand beside a provider's own.
PRIOR: Final = Fraction(5)
SHARES: Final[Mapping[str, Fraction]] = {
    ObservationKind.EVALUATION: Fraction(25, 100),
    ObservationKind.ACCEPTANCE: Fraction(25, 100),
    ObservationKind.SAVINGS: Fraction(20, 100),
    ObservationKind.ON_TIME: Fraction(15, 100),
    ObservationKind.REINSPECTION: Fraction(10, 100),
    ObservationKind.DISPUTE: Fraction(5, 100),
}
_TENTH: Final = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Fact:
    """One observation, as far as the index is concerned."""

    kind: str
    value: Decimal
    weight: Decimal
    observed_on: date


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of fact: what the provider has, what the pool has, what counts.

    ``own`` is None without a fact that still counts; all figures are shares of
    one.
    """

    kind: ObservationKind
    facts: int
    effective: Fraction
    own: Fraction | None
    pool: Fraction
    counted: Fraction
    share: Fraction

    @property
    def label(self) -> str:
        """The kind in the reader's language."""
        return str(self.kind.label)


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The index with everything it is made of; None where no fact counts."""

    version: str
    on: date
    lines: tuple[Line, ...]
    index: Decimal | None

    @property
    def facts(self) -> int:
        """How many facts of the provider still count."""
        return sum(line.facts for line in self.lines)


def remaining(observed_on: date, on: date) -> Fraction:
    """Return which part of its weight a fact still has."""
    age = max((on - observed_on).days, 0)
    return max(Fraction(LIFETIME_DAYS - age, LIFETIME_DAYS), Fraction(0))


def pool_means(facts: Iterable[Fact], on: date) -> dict[str, Fraction]:
    """Return the pool's weighted mean of each kind that has facts."""
    return {
        kind: total / weight
        for kind, (weight, total, _) in _weighed(facts, on).items()
        if weight
    }


def breakdown(
    facts: Iterable[Fact], pool: Mapping[str, Fraction], on: date
) -> Breakdown:
    """Return a provider's index on a day.

    Each kind's mean is shrunk towards the pool's; kinds of which the pool has
    no facts are left out and the shares of the others grow in proportion.
    """
    own = _weighed(facts, on)
    known = {kind: share for kind, share in SHARES.items() if kind in pool}
    total_share = sum(known.values(), start=Fraction(0))
    lines = tuple(
        _line(kind, own.get(kind, _NOTHING), pool[kind], share / total_share)
        for kind, share in known.items()
    )
    counts = any(line.facts for line in lines)
    shares = (line.counted * line.share for line in lines)
    index = _rounded(sum(shares, start=Fraction(0))) if counts else None
    return Breakdown(VERSION, on, lines, index)


def band_of(index: Decimal | None) -> QualityBand:
    """Return the band that an index lies in."""
    if index is None:
        return QualityBand.NONE
    marked = [band for band in QualityBand if band != QualityBand.NONE]
    return next(band for band in marked if index >= int(band))


_Sums = tuple[Fraction, Fraction, int]
_NOTHING: Final[_Sums] = (Fraction(0), Fraction(0), 0)


def _weighed(facts: Iterable[Fact], on: date) -> dict[str, _Sums]:
    sums: dict[str, _Sums] = defaultdict(lambda: _NOTHING)
    for fact in facts:
        weight = Fraction(fact.weight) * remaining(fact.observed_on, on)
        if weight:
            before, total, count = sums[fact.kind]
            value = weight * Fraction(fact.value)
            sums[fact.kind] = (before + weight, total + value, count + 1)
    return dict(sums)


def _line(kind: str, own: _Sums, pool: Fraction, share: Fraction) -> Line:
    weight, total, count = own
    return Line(
        kind=ObservationKind(kind),
        facts=count,
        effective=weight,
        own=total / weight if weight else None,
        pool=pool,
        counted=(total + PRIOR * pool) / (weight + PRIOR),
        share=share,
    )


def _rounded(share: Fraction) -> Decimal:
    hundredfold = share * 100
    exact = Decimal(hundredfold.numerator) / Decimal(hundredfold.denominator)
    return exact.quantize(_TENTH, rounding=ROUND_HALF_UP)
