"""A contract's formula: everything that decides a fee, frozen at signature."""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from core.money.value import Money
from marketplace.settlement.codec import from_plain, to_plain
from marketplace.settlement.expressions import Expression, parse
from marketplace.settlement.reasons import Reason, SettlementError

ONE = Fraction(1)
LARGEST_WEIGHT = 1_000_000


class ContractType(StrEnum):
    """How results become money."""

    SHARED_SAVINGS = "shared_savings"
    GUARANTEED_SAVINGS = "guaranteed_savings"
    FEE_FOR_PERFORMANCE = "fee_for_performance"


class Direction(StrEnum):
    """Which way a metric is to move."""

    LOWER = "lower"
    HIGHER = "higher"


class Trigger(StrEnum):
    """What makes a milestone payable; all named triggers must have happened."""

    DELIVERY = "delivery"
    MEASUREMENT = "measurement"
    VERDICT = "verdict"


class Rule(StrEnum):
    """How a metric is paid: along a curve, or by the unit saved."""

    CURVE = "curve"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Parties:
    """Who is bound and who measures, by credit code or registered name."""

    enterprise: str
    provider: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Factor:
    """A coal or emission factor as it stood at signature."""

    name: str
    key: str
    value: Fraction
    unit: str
    vintage: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """A window in which results are measured, both days included."""

    key: str
    starts_on: date
    ends_on: date
    weight: int = 1


@dataclass(frozen=True, slots=True)
class FeeMilestone:
    """A part of the base fee and what makes it payable."""

    key: str
    title: str
    fee: Money
    triggers: tuple[Trigger, ...]
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A corner of a payment curve: at this achievement, this share is paid."""

    achieved: Fraction
    share: Fraction


STRAIGHT = (Point(Fraction(0), Fraction(0)), Point(ONE, ONE))


@dataclass(frozen=True, slots=True)
class Metric:
    """A measured result, its promise for one period, and how it is paid.

    ``measured`` is an expression over readings; empty means the reading that
    has the metric's own key. ``price`` is yuan per unit of the metric. With
    the unit rule it is what a saved unit pays, times ``share``; in guaranteed
    savings it is what a missing unit costs the provider.
    """

    key: str
    title: str
    unit: str
    baseline: Fraction
    target: Fraction
    direction: Direction
    weight: int = 1
    rule: Rule = Rule.CURVE
    curve: tuple[Point, ...] = STRAIGHT
    price: Fraction | None = None
    share: Fraction = ONE
    floor: Money | None = None
    cap: Money | None = None
    measured: str = ""

    @property
    def expression(self) -> Expression:
        """How the measured value comes from readings."""
        return parse(self.measured or self.key, f"metrics.{self.key}.measured")

    @property
    def sign(self) -> int:
        """One where the value is to rise, minus one where it is to fall."""
        return 1 if self.direction == Direction.HIGHER else -1

    @property
    def promised(self) -> Fraction:
        """The improvement promised for a period, in the metric's unit."""
        return (self.target - self.baseline) * self.sign


@dataclass(frozen=True, slots=True)
class RoutineAdjustment:
    """A change of a metric's baseline computed from readings, agreed ahead."""

    key: str
    title: str
    metric: str
    expression: str

    @property
    def parsed(self) -> Expression:
        """The expression ready to be valued."""
        return parse(self.expression, f"routine_adjustments.{self.key}.expression")


@dataclass(frozen=True, slots=True)
class Holdback:
    """A share of every fee kept back until a day."""

    share: Fraction = Fraction(0)
    release_on: date | None = None


@dataclass(frozen=True, slots=True)
class Formula:
    """What two parties signed. ``check`` refuses what could not be settled."""

    type: ContractType
    parties: Parties
    milestones: tuple[FeeMilestone, ...]
    performance_fee: Money
    metrics: tuple[Metric, ...]
    periods: tuple[Period, ...]
    cap: Money
    floor: Money = Money.ZERO
    routine_adjustments: tuple[RoutineAdjustment, ...] = ()
    factors: tuple[Factor, ...] = ()
    holdback: Holdback = Holdback()
    rounding: str = "half-up-fen"

    @classmethod
    def from_document(cls, plain: object, where: str = "formula") -> "Formula":
        """Return the checked formula that JSON values describe."""
        return cls.read(plain, where).check()

    @classmethod
    def read(cls, plain: object, where: str = "formula") -> "Formula":
        """Return the formula that JSON values describe, a draft perhaps."""
        return from_plain(cls, plain, where)

    def to_document(self) -> dict[str, object]:
        """Return the formula as JSON values."""
        plain: dict[str, object] = to_plain(self)
        return plain

    @property
    def base_fee(self) -> Money:
        """The sum of the milestones' fees."""
        return sum((step.fee for step in self.milestones), start=Money.ZERO)

    @property
    def units(self) -> dict[str, str]:
        """The unit of each metric, by key."""
        return {metric.key: metric.unit for metric in self.metrics}

    def metric(self, key: str) -> Metric | None:
        """Return the metric called ``key``."""
        return next((metric for metric in self.metrics if metric.key == key), None)

    def adjustments_of(self, metric: Metric) -> tuple[RoutineAdjustment, ...]:
        """Return the routine adjustments of ``metric``."""
        return tuple(a for a in self.routine_adjustments if a.metric == metric.key)

    def reading_names(self) -> tuple[str, ...]:
        """Return every name that must be read in a period, factors left out."""
        known = {factor.name for factor in self.factors}
        asked = [name for metric in self.metrics for name in self.names_of(metric)]
        return tuple(name for name in dict.fromkeys(asked) if name not in known)

    def names_of(self, metric: Metric) -> tuple[str, ...]:
        """Return the names that ``metric`` and its adjustments ask for."""
        names = list(metric.expression.names)
        for adjustment in self.adjustments_of(metric):
            names += adjustment.parsed.names
        return tuple(dict.fromkeys(names))

    def check(self) -> "Formula":
        """Return self; raise SettlementError at the first thing that is wrong."""
        for problem in self.problems():
            raise problem
        return self

    def problems(self) -> Iterator[SettlementError]:
        """Yield everything that keeps the formula from being settled."""
        yield from self._shape_problems()
        yield from self._money_problems()
        for step in self.milestones:
            yield from _milestone_problems(step)
        for metric in self.metrics:
            yield from _metric_problems(metric, self.type)
        yield from self._expression_problems()

    def _shape_problems(self) -> Iterator[SettlementError]:
        if not self.metrics:
            yield SettlementError(Reason.NO_METRIC, "metrics")
        if not self.periods:
            yield SettlementError(Reason.NO_PERIOD, "periods")
        if self.rounding != "half-up-fen":
            yield SettlementError(Reason.WRONG_VALUE, "rounding", self.rounding)
        # Who is paid by the result must not be the one who measures it.
        if self.parties.verifier in ("", self.parties.provider):
            yield SettlementError(Reason.VERIFIER_NOT_INDEPENDENT, "parties.verifier")
        for period in self.periods:
            if period.ends_on < period.starts_on:
                where = f"periods.{period.key}"
                yield SettlementError(Reason.PERIOD_ENDS_BEFORE_START, where)
        for name, keys in self._keys().items():
            yield from _key_problems(name, keys)
        yield from _weight_problems(self)

    def _keys(self) -> dict[str, list[str]]:
        return {
            "milestones": [step.key for step in self.milestones],
            "metrics": [metric.key for metric in self.metrics],
            "periods": [period.key for period in self.periods],
            "routine_adjustments": [a.key for a in self.routine_adjustments],
            "factors": [factor.name for factor in self.factors],
        }

    def _money_problems(self) -> Iterator[SettlementError]:
        amounts = {
            "cap": self.cap,
            "floor": self.floor,
            "performance_fee": self.performance_fee,
        }
        for name, amount in amounts.items():
            if amount < Money.ZERO:
                yield SettlementError(Reason.NEGATIVE, name)
        if self.floor > self.cap:
            yield SettlementError(Reason.FLOOR_ABOVE_CAP, "floor")
        if self.base_fee > self.cap:
            yield SettlementError(Reason.BASE_ABOVE_CAP, "cap")
        if not 0 <= self.holdback.share < 1:
            yield SettlementError(Reason.SHARE_RANGE, "holdback.share")
        if self.holdback.share and self.holdback.release_on is None:
            yield SettlementError(Reason.RELEASE_DATE_MISSING, "holdback.release_on")

    def _expression_problems(self) -> Iterator[SettlementError]:
        try:
            self.reading_names()
        except SettlementError as problem:
            yield problem
        for adjustment in self.routine_adjustments:
            if self.metric(adjustment.metric) is None:
                where = f"routine_adjustments.{adjustment.key}.metric"
                detail = adjustment.metric
                yield SettlementError(Reason.UNKNOWN_REFERENCE, where, detail)


def _key_problems(name: str, keys: Iterable[str]) -> Iterator[SettlementError]:
    seen: set[str] = set()
    for key in keys:
        if not key:
            yield SettlementError(Reason.MISSING, f"{name}.key")
        if key in seen:
            yield SettlementError(Reason.DUPLICATE, f"{name}.{key}", key)
        seen.add(key)


def _weight_problems(formula: Formula) -> Iterator[SettlementError]:
    weighted = [("metrics", item.key, item.weight) for item in formula.metrics]
    weighted += [("periods", item.key, item.weight) for item in formula.periods]
    for name, key, weight in weighted:
        if not 0 < weight <= LARGEST_WEIGHT:
            where = f"{name}.{key}.weight"
            yield SettlementError(Reason.WRONG_VALUE, where, str(weight))


def _milestone_problems(step: FeeMilestone) -> Iterator[SettlementError]:
    where = f"milestones.{step.key}"
    if step.fee < Money.ZERO:
        yield SettlementError(Reason.NEGATIVE, f"{where}.fee")
    # No pay for pass: a fee that hangs on the authority's conclusion alone
    # would press on the reviewers.
    if not set(step.triggers) - {Trigger.VERDICT}:
        yield SettlementError(Reason.VERDICT_ONLY, f"{where}.triggers")


def _metric_problems(metric: Metric, kind: ContractType) -> Iterator[SettlementError]:
    where = f"metrics.{metric.key}"
    if metric.promised <= 0:
        yield SettlementError(Reason.TARGET_DIRECTION, f"{where}.target")
    if kind == ContractType.SHARED_SAVINGS and metric.rule != Rule.UNIT:
        yield SettlementError(Reason.RULE_OF_TYPE, f"{where}.rule")
    if kind == ContractType.GUARANTEED_SAVINGS and metric.rule != Rule.CURVE:
        yield SettlementError(Reason.RULE_OF_TYPE, f"{where}.rule")
    priced = metric.rule == Rule.UNIT or kind == ContractType.GUARANTEED_SAVINGS
    if priced and (metric.price is None or metric.price <= 0):
        yield SettlementError(Reason.PRICE_MISSING, f"{where}.price")
    if not 0 < metric.share <= 1:
        yield SettlementError(Reason.SHARE_RANGE, f"{where}.share")
    yield from _limit_problems(metric, where)
    yield from _curve_problems(metric, where)


def _limit_problems(metric: Metric, where: str) -> Iterator[SettlementError]:
    for name, amount in (("floor", metric.floor), ("cap", metric.cap)):
        if amount is not None and amount < Money.ZERO:
            yield SettlementError(Reason.NEGATIVE, f"{where}.{name}")
    if metric.floor and metric.cap is not None and metric.floor > metric.cap:
        yield SettlementError(Reason.FLOOR_ABOVE_CAP, f"{where}.floor")


def _curve_problems(metric: Metric, where: str) -> Iterator[SettlementError]:
    points = metric.curve
    rising = all(
        here.achieved < there.achieved and here.share <= there.share
        for here, there in itertools.pairwise(points)
    )
    if not points or not rising or points[0].share < 0:
        yield SettlementError(Reason.CURVE, f"{where}.curve")
