"""What a statement is computed from, besides the formula."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from core.money.value import Money
from marketplace.settlement.formula import Formula, Trigger
from marketplace.settlement.reasons import Reason, SettlementError


@dataclass(frozen=True, slots=True)
class ReachedMilestone:
    """A milestone that was reached, and on which of its triggers."""

    key: str
    reached_on: date
    basis: tuple[Trigger, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A verified value of one name in one period."""

    id: str
    name: str
    period: str
    value: Fraction
    unit: str
    verified_by: str
    verified_on: date | None
    evidence_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A non-routine change of a baseline; it counts once both sides agreed."""

    id: str
    metric: str
    period: str
    amount: Fraction
    reason: str
    enterprise_agreed_on: date | None = None
    provider_agreed_on: date | None = None

    @property
    def agreed(self) -> bool:
        """Whether both sides agreed."""
        return None not in (self.enterprise_agreed_on, self.provider_agreed_on)


@dataclass(frozen=True, slots=True)
class Dispute:
    """One side contests an adjustment: a routine ``key@period`` or an id."""

    adjustment: str
    raised_by: str
    raised_on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PreviousStatement:
    """What an earlier statement already made due."""

    number: str
    sha256: str
    entitled_now: Money
    due_now: Money


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything known on the day of the statement; earlier facts included."""

    contract: str
    number: str
    on: date
    milestones: tuple[ReachedMilestone, ...] = ()
    readings: tuple[Reading, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    previous: tuple[PreviousStatement, ...] = ()
    # Adjustments that a settled dispute took out.
    dropped: tuple[str, ...] = ()

    def check(self, formula: Formula) -> "Inputs":
        """Return self; raise SettlementError at the first thing that is wrong."""
        for problem in self._problems(formula):
            raise problem
        return self

    def _problems(self, formula: Formula) -> Iterator[SettlementError]:
        for reached in self.milestones:
            yield from _milestone_problems(reached, formula)
        for reading in self.readings:
            yield from _reading_problems(reading, formula)
        for adjustment in self.adjustments:
            yield from _adjustment_problems(adjustment, formula)
        yield from self._double_problems()
        yield from self._dispute_problems(formula)

    def _double_problems(self) -> Iterator[SettlementError]:
        """Yield what is stated twice: each fact counts once."""
        told = {
            "milestones": [item.key for item in self.milestones],
            "readings": [f"{item.name}@{item.period}" for item in self.readings],
            "adjustments": [item.id for item in self.adjustments],
            "disputes": [*(item.adjustment for item in self.disputes), *self.dropped],
            "previous": [item.number for item in self.previous],
        }
        for name, keys in told.items():
            for key in keys:
                if keys.count(key) > 1:
                    yield SettlementError(Reason.DUPLICATE, name, key)

    def _dispute_problems(self, formula: Formula) -> Iterator[SettlementError]:
        known = {adjustment.id for adjustment in self.adjustments}
        known |= {
            routine_id(adjustment.key, period.key)
            for adjustment in formula.routine_adjustments
            for period in formula.periods
        }
        for name in (*(item.adjustment for item in self.disputes), *self.dropped):
            if name not in known:
                yield SettlementError(Reason.UNKNOWN_REFERENCE, "disputes", name)


def routine_id(key: str, period: str) -> str:
    """Return how a dispute names a routine adjustment of a period."""
    return f"{key}@{period}"


def _milestone_problems(
    reached: ReachedMilestone, formula: Formula
) -> Iterator[SettlementError]:
    where = f"milestones.{reached.key}"
    step = next((step for step in formula.milestones if step.key == reached.key), None)
    if step is None:
        yield SettlementError(Reason.UNKNOWN_REFERENCE, where)
    elif set(step.triggers) - set(reached.basis):
        yield SettlementError(Reason.TRIGGER_MISSING, where)


def _reading_problems(reading: Reading, formula: Formula) -> Iterator[SettlementError]:
    where = f"readings.{reading.name}@{reading.period}"
    if reading.period not in {period.key for period in formula.periods}:
        yield SettlementError(Reason.UNKNOWN_REFERENCE, where, reading.period)
    if reading.name not in formula.reading_names():
        yield SettlementError(Reason.UNKNOWN_NAME, where, reading.name)
    if reading.unit != formula.units.get(reading.name, reading.unit):
        yield SettlementError(Reason.WRONG_UNIT, where, reading.unit)
    if not reading.verified_by or reading.verified_on is None:
        yield SettlementError(Reason.UNVERIFIED, where)
    if reading.verified_by == formula.parties.provider:
        yield SettlementError(Reason.VERIFIER_NOT_INDEPENDENT, where)


def _adjustment_problems(
    adjustment: Adjustment, formula: Formula
) -> Iterator[SettlementError]:
    where = f"adjustments.{adjustment.id}"
    if formula.metric(adjustment.metric) is None:
        yield SettlementError(Reason.UNKNOWN_REFERENCE, where, adjustment.metric)
    if adjustment.period not in {period.key for period in formula.periods}:
        yield SettlementError(Reason.UNKNOWN_REFERENCE, where, adjustment.period)
