"""The checks, in the order in which a report is read."""

from collections.abc import Callable, Iterator

from audits.linter.checks import (
    authors,
    balances,
    chapters,
    energy,
    evidence,
    levels,
    savings,
    series,
    units,
)
from audits.linter.findings import Finding
from audits.linter.report import ReportData
from audits.linter.tolerances import Tolerances

Check = Callable[[ReportData, Tolerances], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    series.three_years,
    series.continuity,
    series.earlier_reports,
    series.repeated_figures,
    series.intensities,
    units.dimensions,
    units.signs,
    units.shares,
    balances.closure,
    balances.required,
    balances.fresh_water,
    energy.totals,
    energy.electricity_values,
    energy.carbon,
    energy.factor_keys,
    levels.restrictive_first,
    levels.claimed,
    savings.below_baseline,
    savings.positive,
    savings.reached,
    savings.cost_classes,
    evidence.monitoring,
    chapters.present,
    chapters.written,
    authors.named,
    authors.employed,
)
