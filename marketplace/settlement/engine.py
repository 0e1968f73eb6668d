"""From a formula and what is known to a statement.

Every statement settles the whole contract up to its day and subtracts what
earlier statements made due. Nothing can therefore be paid twice, a corrected
reading corrects the balance, and one cap holds over all statements.

A contested adjustment is computed both ways. Between the two results the
balance moves only as far as neither side contests.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

from core.money.value import Money
from marketplace.settlement.codec import to_plain
from marketplace.settlement.documents import FORMAT, dumps, seal, sha256_of
from marketplace.settlement.exact import read_money, read_number, write_number
from marketplace.settlement.formula import (
    ContractType,
    Formula,
    Metric,
    Period,
    Rule,
)
from marketplace.settlement.inputs import (
    Adjustment,
    Dispute,
    Inputs,
    PreviousStatement,
    ReachedMilestone,
    Reading,
    routine_id,
)

ZERO = Fraction(0)
COUNTED, CONTESTED = "counted", "contested"
NOT_AGREED, DROPPED = "not_agreed", "dropped"


@dataclass(frozen=True, slots=True)
class Statement:
    """A sealed settlement statement; ``document`` is all of it."""

    document: dict[str, Any]

    @property
    def number(self) -> str:
        """Its number."""
        return str(self.document["inputs"]["number"])

    @property
    def sha256(self) -> str:
        """The hash of everything in it."""
        return str(self.document["sha256"])

    @property
    def text(self) -> str:
        """The file that others recompute."""
        return dumps(self.document)

    @property
    def entitled(self) -> Money:
        """Everything earned so far that neither side contests."""
        return self._amount("entitled")

    @property
    def entitled_now(self) -> Money:
        """The part of it that no earlier statement stated."""
        return self._amount("entitled_now")

    @property
    def due_total(self) -> Money:
        """What is payable so far, less what is held back."""
        return self._amount("due_total")

    @property
    def due_now(self) -> Money:
        """What this statement makes payable; negative is owed by the provider."""
        return self._amount("due_now")

    @property
    def held(self) -> Money:
        """What is held back until the release date."""
        return self._amount("held")

    @property
    def contested(self) -> Money:
        """What depends on adjustments that are still contested."""
        return self._amount("contested")

    @property
    def delivered(self) -> Fraction | None:
        """The delivered share of the promised savings, once measured."""
        share = self.document["result"]["delivered"]
        return None if share is None else read_number(share, "result.delivered")

    @property
    def as_previous(self) -> PreviousStatement:
        """How later statements refer to this one."""
        return PreviousStatement(
            self.number, self.sha256, self.entitled_now, self.due_now
        )

    def _amount(self, name: str) -> Money:
        return read_money(self.document["result"][name], f"result.{name}")


def compute_statement(  # noqa: PLR0913 - each is a fact of its own
    formula: Formula,
    readings: Iterable[Reading],
    adjustments: Iterable[Adjustment],
    previous_statements: Iterable[PreviousStatement],
    *,
    contract: str,
    number: str,
    on: date,
    milestones: Iterable[ReachedMilestone] = (),
    disputes: Iterable[Dispute] = (),
    dropped: Iterable[str] = (),
) -> Statement:
    """Return the statement of ``contract`` on day ``on``.

    ``readings``, ``adjustments`` and ``milestones`` are everything known so
    far. Raises SettlementError naming what keeps it from being computed.
    """
    inputs = Inputs(
        contract=contract,
        number=number,
        on=on,
        milestones=tuple(milestones),
        readings=tuple(readings),
        adjustments=tuple(adjustments),
        disputes=tuple(disputes),
        previous=tuple(previous_statements),
        dropped=tuple(dropped),
    )
    return state(formula, inputs)


def state(formula: Formula, inputs: Inputs) -> Statement:
    """Return the statement of ``formula`` and ``inputs``, both checked first."""
    return _Computation(formula.check(), inputs.check(formula)).statement()


class _Computation:
    """One statement in the making; collects every rounding step."""

    def __init__(self, formula: Formula, inputs: Inputs) -> None:
        self.formula = formula
        self.inputs = inputs
        self.roundings: list[dict[str, str]] = []
        self.factors = {factor.name: factor.value for factor in formula.factors}
        self.contested = {dispute.adjustment for dispute in inputs.disputes}

    def statement(self) -> Statement:
        base = self._base()
        lines, waiting = self._performance()
        finished = not waiting and len(base) == len(self.formula.milestones)
        totals = {
            side: self._total(base, lines, side, finished) for side in ("low", "high")
        }
        formula = self.formula.to_document()
        document = {
            "format": FORMAT,
            "formula": formula,
            "formula_sha256": sha256_of(formula),
            "inputs": to_plain(self.inputs),
            "base": base,
            "performance": lines,
            "waiting": waiting,
            "totals": totals,
            "result": self._result(totals, lines),
            "roundings": self.roundings,
        }
        return Statement(seal(to_plain_tree(document)))

    def _base(self) -> list[dict[str, Any]]:
        reached = {item.key: item for item in self.inputs.milestones}
        return [
            {
                "milestone": step.key,
                "title": step.title,
                "reached_on": reached[step.key].reached_on,
                "fee": step.fee,
            }
            for step in self.formula.milestones
            if step.key in reached
        ]

    def _performance(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        lines, waiting = [], []
        full_fees = self._full_fees()
        for metric in self.formula.metrics:
            for period in self.formula.periods:
                missing = self._missing(metric, period)
                place = {"metric": metric.key, "period": period.key}
                if missing:
                    waiting.append({**place, "missing": missing})
                    continue
                full_fee = full_fees.get((metric.key, period.key), Money.ZERO)
                lines.append(self._line(metric, period, full_fee))
        return lines, waiting

    def _full_fees(self) -> dict[tuple[str, str], Money]:
        """Share the performance fee out by the weights of metric and period."""
        places = [
            ((metric.key, period.key), metric.weight * period.weight)
            for metric in self.formula.metrics
            if metric.rule == Rule.CURVE
            for period in self.formula.periods
        ]
        if not places:
            return {}
        shares = self.formula.performance_fee.split([weight for _, weight in places])
        return {key: share for (key, _), share in zip(places, shares, strict=True)}

    def _missing(self, metric: Metric, period: Period) -> list[str]:
        known = {*self.factors, *self._values(period)}
        return [name for name in self.formula.names_of(metric) if name not in known]

    def _values(self, period: Period) -> dict[str, Fraction]:
        return {
            reading.name: reading.value
            for reading in self.inputs.readings
            if reading.period == period.key
        }

    def _line(self, metric: Metric, period: Period, full_fee: Money) -> dict[str, Any]:
        where = f"{metric.key}@{period.key}"
        values = {**self._values(period), **self.factors}
        measured = metric.expression.value(values, where)
        changes = self._changes(metric, period, values)
        scenario = _Scenario(self, metric, full_fee, measured, where)
        names = self.formula.names_of(metric)
        return {
            "metric": metric.key,
            "title": metric.title,
            "unit": metric.unit,
            "period": period.key,
            "readings": [
                {"id": item.id, "name": item.name, "value": item.value}
                for item in self.inputs.readings
                if item.period == period.key and item.name in names
            ],
            "measured": measured,
            "baseline": metric.baseline,
            "promised": metric.promised,
            "full_fee": full_fee,
            "adjustments": changes,
            "low": scenario.outcome(_shift(changes, metric.sign, low=True), "low"),
            "high": scenario.outcome(_shift(changes, metric.sign, low=False), "high"),
        }

    def _changes(
        self, metric: Metric, period: Period, values: dict[str, Fraction]
    ) -> list[dict[str, Any]]:
        routine = [
            self._change(
                routine_id(item.key, period.key),
                item.title,
                item.parsed.value(values, f"{item.key}@{period.key}"),
                item.expression,
            )
            for item in self.formula.adjustments_of(metric)
        ]
        other = [
            self._change(item.id, item.reason, item.amount, "", agreed=item.agreed)
            for item in self.inputs.adjustments
            if (item.metric, item.period) == (metric.key, period.key)
        ]
        return routine + other

    def _change(
        self,
        name: str,
        title: str,
        value: Fraction,
        expression: str,
        *,
        agreed: bool = True,
    ) -> dict[str, Any]:
        return {
            "id": name,
            "title": title,
            "kind": "routine" if expression else "non_routine",
            "expression": expression,
            "value": value,
            "standing": self._standing(name) if agreed else NOT_AGREED,
        }

    def _standing(self, name: str) -> str:
        if name in self.inputs.dropped:
            return DROPPED
        return CONTESTED if name in self.contested else COUNTED

    def _total(
        self,
        base: Sequence[dict[str, Any]],
        lines: Sequence[dict[str, Any]],
        side: str,
        finished: bool,  # noqa: FBT001 - private
    ) -> dict[str, Any]:
        base_fee = _sum(line["fee"] for line in base)
        performance = _sum(line[side]["fee"] for line in lines)
        compensation = _sum(line[side]["compensation"] for line in lines)
        fee, limited_by = _limited(
            base_fee + performance,
            self.formula.floor if finished else None,
            self.formula.cap,
        )
        return {
            "base_fee": base_fee,
            "performance_fee": performance,
            "fee": fee,
            "limited_by": limited_by,
            "compensation": compensation,
            "net": fee - compensation,
        }

    def _result(
        self, totals: dict[str, dict[str, Any]], lines: Sequence[dict[str, Any]]
    ) -> dict[str, Any]:
        low, high = totals["low"]["net"], totals["high"]["net"]
        stated = _sum(item.entitled_now for item in self.inputs.previous)
        paid = _sum(item.due_now for item in self.inputs.previous)
        # Where results are contested, the balance goes no further than both
        # readings of the contract agree.
        entitled = min(max(stated, low), high)
        held = self._held(entitled)
        return {
            "entitled": entitled,
            "entitled_before": stated,
            "entitled_now": entitled - stated,
            "held": held,
            "due_total": entitled - held,
            "due_before": paid,
            "due_now": entitled - held - paid,
            "contested": high - low,
            "delivered": self._delivered(lines),
        }

    def _held(self, entitled: Money) -> Money:
        holdback = self.formula.holdback
        released = (
            holdback.release_on is not None and self.inputs.on >= holdback.release_on
        )
        if released or entitled <= Money.ZERO or not holdback.share:
            return Money.ZERO
        exact = Fraction(entitled.yuan) * holdback.share
        return self.round(exact, "result.held")

    def _delivered(self, lines: Sequence[dict[str, Any]]) -> Fraction | None:
        """Return the weighted share of the promises kept, to four places."""
        weights = {
            (metric.key, period.key): metric.weight * period.weight
            for metric in self.formula.metrics
            for period in self.formula.periods
        }
        counted = [
            (weights[line["metric"], line["period"]], line["low"]["achieved"])
            for line in lines
        ]
        whole = sum(weight for weight, _ in counted)
        if not whole:
            return None
        kept = sum((weight * share for weight, share in counted), start=ZERO)
        return Fraction(floor(kept / whole * 10_000 + Fraction(1, 2)), 10_000)

    def round(self, exact: Fraction, step: str) -> Money:
        """Round half up to the fen and keep the step."""
        rounded = Money.rounded(exact)
        if Fraction(rounded.yuan) != exact:
            self.roundings.append(
                {
                    "step": step,
                    "exact": write_number(exact),
                    "rounded": str(rounded.yuan),
                }
            )
        return rounded


@dataclass(frozen=True, slots=True)
class _Scenario:
    """One metric in one period, under one reading of the adjustments."""

    making: _Computation
    metric: Metric
    full_fee: Money
    measured: Fraction
    where: str

    def outcome(self, shift: Fraction, side: str) -> dict[str, Any]:
        metric = self.metric
        adjusted = metric.baseline + shift
        saving = (self.measured - adjusted) * metric.sign
        achieved = saving / metric.promised
        share = share_at(metric, achieved)
        exact = self._exact_fee(saving, share)
        step = f"{self.where}.{side}"
        rounded = self.making.round(exact, f"{step}.fee")
        fee, limited_by = _limited(rounded, metric.floor, metric.cap)
        missing = max(metric.promised - saving, ZERO)
        borne = self._borne(missing)
        return {
            "adjusted_baseline": adjusted,
            "saving": saving,
            "achieved": achieved,
            "curve_share": share if metric.rule == Rule.CURVE else None,
            "exact_fee": exact,
            "fee": fee,
            "limited_by": limited_by,
            "shortfall": missing,
            "compensation": self.making.round(borne, f"{step}.compensation"),
        }

    def _exact_fee(self, saving: Fraction, share: Fraction) -> Fraction:
        metric = self.metric
        if metric.rule == Rule.CURVE:
            return Fraction(self.full_fee.yuan) * share
        return max(saving, ZERO) * (metric.price or ZERO) * metric.share

    def _borne(self, missing: Fraction) -> Fraction:
        """Return what the provider owes for the promise it did not keep."""
        if self.making.formula.type != ContractType.GUARANTEED_SAVINGS:
            return ZERO
        return missing * (self.metric.price or ZERO)


def share_at(metric: Metric, achieved: Fraction) -> Fraction:
    """Return the share that the payment curve gives at ``achieved``."""
    points = metric.curve
    if achieved <= points[0].achieved:
        return points[0].share
    for here, there in itertools.pairwise(points):
        if achieved <= there.achieved:
            way = (achieved - here.achieved) / (there.achieved - here.achieved)
            return here.share + way * (there.share - here.share)
    return points[-1].share


def to_plain_tree(value: Any) -> Any:  # noqa: ANN401 - a tree of JSON-able values
    """Return nested values as JSON keeps them."""
    if isinstance(value, dict):
        return {name: to_plain_tree(item) for name, item in value.items()}
    if isinstance(value, list):
        return [to_plain_tree(item) for item in value]
    return to_plain(value)


def _shift(changes: Sequence[dict[str, Any]], sign: int, *, low: bool) -> Fraction:
    """Return the change of the baseline that gives the lower or higher fee.

    A fee never falls when the saving rises, so a contested change counts for
    the lower result exactly when it makes the saving smaller.
    """
    total = ZERO
    for change in changes:
        lowers = change["value"] * sign > 0
        if change["standing"] == COUNTED or (
            change["standing"] == CONTESTED and lowers == low
        ):
            total += change["value"]
    return total


def _limited(
    amount: Money, floor: Money | None, cap: Money | None
) -> tuple[Money, str | None]:
    if cap is not None and amount > cap:
        return cap, "cap"
    if floor is not None and amount < floor:
        return floor, "floor"
    return amount, None


def _sum(amounts: Iterable[Money]) -> Money:
    return sum(amounts, start=Money.ZERO)
