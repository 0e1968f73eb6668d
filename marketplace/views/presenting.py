"""Contracts and statements as pages and letters show them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.money import Money
from core.templatetags.portal import day
from marketplace.explanations import step_of
from marketplace.forms.contracts import RULES, TRIGGERS
from marketplace.models import Contract, SettlementStatement
from marketplace.selectors.statements import document_of
from marketplace.settlement import Formula, Point
from marketplace.settlement.exact import read_number, write_number
from marketplace.states.contracts import (
    AdjustmentState,
    ContractState,
    DisputeState,
    MilestoneState,
    StatementState,
)
from marketplace.titles import Titles, titles_of

CONTRACT_TONES: dict[str, str] = {
    ContractState.DRAFT: "neutral",
    ContractState.OFFERED: "warn",
    ContractState.SIGNED: "info",
    ContractState.ACTIVE: "info",
    ContractState.COMPLETED: "good",
    ContractState.TERMINATED: "bad",
}
MILESTONE_TONES: dict[str, str] = {
    MilestoneState.OPEN: "neutral",
    MilestoneState.SUBMITTED: "warn",
    MilestoneState.ACCEPTED: "good",
}
ADJUSTMENT_TONES: dict[str, str] = {
    AdjustmentState.PROPOSED: "warn",
    AdjustmentState.AGREED: "good",
    AdjustmentState.DECLINED: "neutral",
}
STATEMENT_TONES: dict[str, str] = {
    StatementState.COMPUTED: "warn",
    StatementState.DISPUTED: "bad",
    StatementState.WITHDRAWN: "neutral",
    StatementState.ACCEPTED: "info",
    StatementState.PAID: "good",
}
DISPUTE_TONES: dict[str, str] = {
    DisputeState.OPEN: "warn",
    DisputeState.WITHDRAWN: "neutral",
    DisputeState.CONCEDED: "neutral",
}


@dataclass(frozen=True, slots=True)
class Described:
    """A formula in words and figures."""

    formula: Formula
    milestones: list[dict[str, Any]]
    metrics: list[dict[str, Any]]
    adjustments: list[dict[str, str]]
    holdback: str
    base_fee: Money


def describe_formula(contract: Contract) -> Described:
    """Return a contract's formula as its pages show it."""
    formula = contract.terms
    titles = titles_of(formula)
    triggers, rules = dict(TRIGGERS), dict(RULES)
    return Described(
        formula=formula,
        milestones=[
            {"row": step, "triggers": [triggers[str(name)] for name in step.triggers]}
            for step in formula.milestones
        ],
        metrics=[
            {
                "row": metric,
                "title": titles.reading(metric.key),
                "unit": titles.unit(metric.unit),
                "baseline": figure(metric.baseline),
                "target": figure(metric.target),
                "rule": rules[str(metric.rule)],
                "curve": curve_in_words(metric.curve) if metric.rule == "curve" else "",
                "price": "" if metric.price is None else figure(metric.price),
                "share": share(metric.share) if metric.rule == "unit" else "",
                "measured": titles.expression(metric.measured),
            }
            for metric in formula.metrics
        ],
        adjustments=[
            {
                "title": item.title,
                "metric": titles.reading(item.metric),
                "expression": titles.expression(item.expression),
            }
            for item in formula.routine_adjustments
        ],
        holdback=share(formula.holdback.share) if formula.holdback.share else "",
        base_fee=formula.base_fee,
    )


@dataclass(frozen=True, slots=True)
class Explained:
    """A statement line by line, each with the figures it follows from."""

    base: list[Mapping[str, Any]]
    lines: list[dict[str, Any]]
    waiting: list[dict[str, Any]]
    totals: Mapping[str, Any]
    contested: bool
    result: Mapping[str, Any]
    delivered: str
    roundings: list[Mapping[str, Any]]
    formula: Formula


def explain(statement: SettlementStatement) -> Explained:
    """Return a statement's document as its page explains it."""
    document = document_of(statement)
    formula = Formula.read(document["formula"])
    periods = {period.key: period for period in formula.periods}
    titles = titles_of(formula)
    result = document["result"]
    return Explained(
        base=[
            {**item, "reached_on": date.fromisoformat(item["reached_on"])}
            for item in document["base"]
        ],
        lines=[
            _line(line, titles, periods[line["period"]])
            for line in document["performance"]
        ],
        waiting=[
            {
                "title": titles.reading(item["metric"]),
                "period": periods[item["period"]],
                "missing": pgettext("list", ", ").join(
                    map(titles.reading, item["missing"])
                ),
            }
            for item in document["waiting"]
        ],
        totals=document["totals"],
        contested=document["totals"]["low"] != document["totals"]["high"],
        result=result,
        delivered=""
        if result["delivered"] is None
        else share(read_number(result["delivered"], "")),
        roundings=[
            {**item, "label": step_of(item["step"], titles)}
            for item in document["roundings"]
        ],
        formula=formula,
    )


def contestable_labels(statement: SettlementStatement) -> dict[str, str]:
    """Return what may be contested in a statement, each with metric and period."""
    return {
        change["id"]: _("%(adjustment)s (%(metric)s, %(first)s – %(last)s)")
        % {
            "adjustment": change["title"],
            "metric": line["title"],
            "first": day(line["period"].starts_on),
            "last": day(line["period"].ends_on),
        }
        for line in explain(statement).lines
        for change in line["adjustments"]
        if change["standing"] == "counted"
    }


def _line(line: Mapping[str, Any], titles: Titles, period: Any) -> dict[str, Any]:  # noqa: ANN401
    metric = titles.formula.metric(line["metric"])
    assert metric is not None  # noqa: S101 - the document was computed from it
    contested = line["low"] != line["high"]
    sides = ["low", "high"] if contested else ["low"]
    return {
        "title": titles.reading(metric.key),
        "unit": titles.unit(line["unit"]),
        "period": period,
        "metric": metric,
        "expression": titles.expression(metric.measured),
        "curve": curve_in_words(metric.curve) if metric.rule == "curve" else "",
        "price": "" if metric.price is None else figure(metric.price),
        "share": share(metric.share),
        "full_fee": line["full_fee"],
        "readings": [
            {
                **item,
                "title": titles.reading(item["name"]),
                "value": figure_of(item["value"]),
            }
            for item in line["readings"]
        ],
        "measured": figure_of(line["measured"]),
        "baseline": figure_of(line["baseline"]),
        "promised": figure_of(line["promised"]),
        "adjustments": [
            {
                **item,
                "expression": titles.expression(item["expression"] or ""),
                "value": figure_of(item["value"]),
                "label": standing(item["standing"]),
            }
            for item in line["adjustments"]
        ],
        "contested": contested,
        "outcomes": [_outcome(line[side], side, contested) for side in sides],
    }


def _outcome(row: Mapping[str, Any], side: str, contested: bool) -> dict[str, Any]:  # noqa: FBT001
    names = {
        "low": _("If the contested adjustments lower the fee"),
        "high": _("If they raise it"),
    }
    limits = {"floor": _("raised to the floor"), "cap": _("limited by the cap")}
    return {
        "name": names[side] if contested else "",
        "adjusted": figure_of(row["adjusted_baseline"]),
        "saving": figure_of(row["saving"]),
        "achieved": share(read_number(row["achieved"], "")),
        "curve_share": ""
        if row["curve_share"] is None
        else share(read_number(row["curve_share"], "")),
        "exact_fee": figure_of(row["exact_fee"]),
        "fee": row["fee"],
        "limited": limits.get(row["limited_by"] or "", ""),
        "shortfall": figure_of(row["shortfall"]),
        "compensation": row["compensation"] if row["compensation"] != "0.00" else "",
    }


def curve_in_words(points: Iterable[Point]) -> str:
    """Return the corners of a payment curve as a reader says them."""
    corner = _("{share} for {achieved} achieved")
    return pgettext("list", ", ").join(
        corner.format(share=share(point.share), achieved=share(point.achieved))
        for point in points
    )


def standing(name: str) -> str:
    """Return how an adjustment counts, in words."""
    return {
        "counted": _("counts"),
        "contested": _("contested"),
        "not_agreed": _("not agreed, does not count"),
        "dropped": _("taken out by a settled dispute"),
    }[name]


def figure_of(text: str) -> str:
    """Return a document's number for a reader."""
    return figure(read_number(text, ""))


def figure(number: Fraction) -> str:
    """Return an exact number with separators, fractions to six places."""
    text = write_number(number)
    if "/" in text:
        scaled = round(number * 10**6)
        return f"≈ {figure(Fraction(scaled, 10**6))}"
    whole, dot, rest = text.partition(".")
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{int(whole.lstrip('-')):,}{dot}{rest}"


def share(number: Fraction) -> str:
    """Return a share as a percentage, to four places at most."""
    scaled = Fraction(round(number * 10**6), 10**4)
    sign = "≈ " if scaled != number * 100 else ""
    return f"{sign}{figure(scaled)}%"
