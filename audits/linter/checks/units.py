"""Figures in units that fit what they measure."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from audits.enums import Severity
from audits.linter.findings import Finding, rule
from audits.linter.report import ReportData
from audits.linter.tolerances import Tolerances

ONE = Decimal(1)
HUNDRED = Decimal(100)

DIMENSION = rule(
    "UNI-01",
    Severity.ERROR,
    _("A unit does not measure this indicator"),
    _("{indicator} is given in {unit}, which measures something else."),
)
NEGATIVE = rule(
    "UNI-02",
    Severity.ERROR,
    _("A figure is below zero"),
    _("{indicator} for {year} is {value}."),
)
SHARE = rule(
    "UNI-03",
    Severity.ERROR,
    _("A share is more than the whole"),
    _("{indicator} for {year} is {value} {unit}."),
)


def dimensions(report: ReportData, _limits: Tolerances) -> Iterator[Finding]:
    """Find units of another dimension than the indicator's."""
    for series in report.series:
        known = series.dimension and series.expected_dimension
        if known and series.dimension != series.expected_dimension:
            yield DIMENSION.at(
                series.indicator, indicator=series.indicator, unit=series.unit
            )


def signs(report: ReportData, _limits: Tolerances) -> Iterator[Finding]:
    """Find amounts below zero."""
    for series in report.series:
        for year, value in sorted(series.values.items()):
            if value < 0:
                yield NEGATIVE.at(
                    series.indicator,
                    indicator=series.indicator,
                    year=year,
                    value=value,
                )


def shares(report: ReportData, _limits: Tolerances) -> Iterator[Finding]:
    """Find shares above one, or above a hundred per cent."""
    for series in report.series:
        if series.dimension not in {"share", "ratio"}:
            continue
        most = HUNDRED if series.unit in {"%", "percent"} else ONE
        for year, value in sorted(series.values.items()):
            if value > most:
                yield SHARE.at(
                    series.indicator,
                    indicator=series.indicator,
                    year=year,
                    value=value,
                    unit=series.unit,
                )
