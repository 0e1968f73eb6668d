"""What goes in comes out: energy, water and material balances."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from audits.enums import BalanceKind, Severity
from audits.linter.findings import Finding, rule
from audits.linter.report import ReportData
from audits.linter.tolerances import Tolerances

FRESH_WATER = "fresh_water"
HUNDRED = 100

OPEN = rule(
    "BAL-01",
    Severity.ERROR,
    _("A balance does not close"),
    _("{name}: {total_in} {unit} in and {total_out} {unit} out, {rate} % apart."),
)
MISSING = rule(
    "BAL-02",
    Severity.WARNING,
    _("A balance is missing"),
    _("The report has no balance of this kind: {kind}."),
)
WATER_INTAKE = rule(
    "BAL-03",
    Severity.WARNING,
    _("The water balance disagrees with the water intake"),
    _("{name} takes in {balance} {unit}; the fresh water of {year} is {intake}."),
)


def closure(report: ReportData, limits: Tolerances) -> Iterator[Finding]:
    """Find balances whose two sides differ by more than the tolerance."""
    for balance in report.balances:
        gap = abs(balance.total_in - balance.total_out)
        larger = max(abs(balance.total_in), abs(balance.total_out))
        if gap > larger * limits.balance_rate:
            yield OPEN.at(
                balance.name,
                name=balance.name,
                total_in=balance.total_in,
                total_out=balance.total_out,
                unit=balance.unit,
                rate=round(gap * HUNDRED / larger, 1),
            )


def required(report: ReportData, _limits: Tolerances) -> Iterator[Finding]:
    """Find the kinds of balance that were asked for and are not there."""
    present = {balance.kind for balance in report.balances}
    for kind in report.required_balances:
        if kind not in present:
            yield MISSING.at(kind, kind=kind)


def fresh_water(report: ReportData, limits: Tolerances) -> Iterator[Finding]:
    """Find a plant-wide water balance that starts from another intake."""
    year = report.last_baseline_year
    intake = report.figure(FRESH_WATER, year)
    if intake is None or year is None:
        return
    for balance in report.balances:
        fresh = balance.inputs.get(FRESH_WATER)
        if balance.kind != BalanceKind.WATER or fresh is None:
            continue
        if abs(fresh - intake) > intake * limits.balance_rate:
            yield WATER_INTAKE.at(
                balance.name,
                name=balance.name,
                balance=fresh,
                unit=balance.unit,
                year=year,
                intake=intake,
            )
