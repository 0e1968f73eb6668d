"""Three baseline years, one after the other, that agree with what was said before."""

import itertools
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from audits.enums import Severity
from audits.linter.findings import Finding, rule
from audits.linter.report import ReportData, Series
from audits.linter.tolerances import Tolerances

BASELINE_YEARS = 3

YEARS = rule(
    "SER-01",
    Severity.ERROR,
    _("The baseline is not three consecutive years"),
    _("The report names these baseline years: {years}."),
)
MISSING_YEAR = rule(
    "SER-02",
    Severity.ERROR,
    _("A baseline year has no figure"),
    _("{indicator} has no figure for {year}."),
)
JUMP = rule(
    "SER-03",
    Severity.WARNING,
    _("A figure jumps from one year to the next"),
    _("{indicator} goes from {before} in {earlier_year} to {after} in {year}."),
)
CONTRADICTS_EARLIER = rule(
    "SER-04",
    Severity.ERROR,
    _("A figure contradicts an earlier report"),
    _("{indicator} for {year} is {now} here and {before} in an earlier report."),
)
REPEATED = rule(
    "SER-05",
    Severity.NOTE,
    _("The same figure in every year"),
    _("{indicator} is {value} in each baseline year."),
)
RATIO = rule(
    "SER-06",
    Severity.ERROR,
    _("A unit figure is not the total divided by its base"),
    _(
        "{indicator} for {year} is stated as {stated}; "
        "{whole} divided by {base} gives {computed}."
    ),
)


def three_years(report: ReportData, _limits: Tolerances) -> Iterator[Finding]:
    """Find a baseline that is not three years in a row."""
    years = sorted(report.baseline_years)
    consecutive = all(b - a == 1 for a, b in itertools.pairwise(years))
    if len(years) != BASELINE_YEARS or not consecutive:
        yield YEARS.at("baseline", years=", ".join(map(str, years)) or "-")


def continuity(report: ReportData, limits: Tolerances) -> Iterator[Finding]:
    """Find missing years, and figures that leap between neighbours."""
    for series in report.series:
        for year in report.baseline_years:
            if year not in series.values:
                yield MISSING_YEAR.at(
                    series.indicator, indicator=series.indicator, year=year
                )
        yield from _jumps(series, limits.yearly_jump)


def earlier_reports(report: ReportData, _limits: Tolerances) -> Iterator[Finding]:
    """Find figures that the enterprise once reported differently."""
    for series in report.series:
        for year, value in sorted(series.values.items()):
            before = report.earlier.get((series.indicator, year))
            if before is not None and before != value:
                yield CONTRADICTS_EARLIER.at(
                    series.indicator,
                    indicator=series.indicator,
                    year=year,
                    now=value,
                    before=before,
                )


def repeated_figures(report: ReportData, _limits: Tolerances) -> Iterator[Finding]:
    """Find series that repeat one figure through the whole baseline."""
    for series in report.series:
        values = [
            series.values[year]
            for year in report.baseline_years
            if year in series.values
        ]
        if len(values) == BASELINE_YEARS and len(set(values)) == 1 and values[0]:
            yield REPEATED.at(
                series.indicator, indicator=series.indicator, value=values[0]
            )


def intensities(report: ReportData, limits: Tolerances) -> Iterator[Finding]:
    """Find unit figures that are not total over base, in any year."""
    for series in report.series:
        if not (series.whole and series.base):
            continue
        for year, stated in sorted(series.values.items()):
            whole = report.figure(series.whole, year)
            base = report.figure(series.base, year)
            if whole is None or not base:
                continue
            computed = whole * series.scale / base
            if abs(stated - computed) > abs(computed) * limits.ratio_rate:
                yield RATIO.at(
                    series.indicator,
                    indicator=series.indicator,
                    whole=series.whole,
                    base=series.base,
                    year=year,
                    stated=stated,
                    computed=round(computed, 4),
                )


def _jumps(series: Series, most: Decimal) -> Iterator[Finding]:
    years = sorted(series.values)
    for earlier, year in itertools.pairwise(years):
        before, after = series.values[earlier], series.values[year]
        low, high = sorted((abs(before), abs(after)))
        if high > low * most and low:
            yield JUMP.at(
                series.indicator,
                indicator=series.indicator,
                earlier_year=earlier,
                year=year,
                before=before,
                after=after,
            )
