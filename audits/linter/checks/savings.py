"""Nobody saves more than they used, and the year after shows it."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from audits.enums import CostClass, Severity
from audits.linter.findings import Finding, rule
from audits.linter.report import ZERO, ReportData
from audits.linter.tolerances import Tolerances

ABOVE_BASELINE = rule(
    "SAV-01",
    Severity.ERROR,
    _("Savings exceed the baseline"),
    _("The options save {saving} of {indicator}; {year} used {baseline}."),
)
NEGATIVE = rule(
    "SAV-02",
    Severity.WARNING,
    _("An option makes things worse"),
    _("Option {option} is stated to save {saving} of {indicator}."),
)
NOT_REACHED = rule(
    "SAV-03",
    Severity.WARNING,
    _("The year after does not show the savings"),
    _(
        "{indicator} fell by {fall} between {year} and {after_year}; "
        "the options are stated to save {saving}."
    ),
)
COST_CLASS = rule(
    "OPT-01",
    Severity.WARNING,
    _("An option is in the wrong cost class"),
    _("Option {option} costs {investment}; the threshold of this audit is {limit}."),
)


def below_baseline(report: ReportData, _limits: Tolerances) -> Iterator[Finding]:
    """Find indicators of which more is saved than was used."""
    year = report.last_baseline_year
    for indicator, saving in _savings(report):
        baseline = report.figure(indicator, year)
        if baseline is not None and saving > baseline:
            yield ABOVE_BASELINE.at(
                indicator,
                indicator=indicator,
                saving=saving,
                baseline=baseline,
                year=str(year),
            )


def positive(report: ReportData, _limits: Tolerances) -> Iterator[Finding]:
    """Find options that are stated to use more than before."""
    for option in report.options:
        for indicator, saving in sorted(option.effects.items()):
            if saving < 0:
                yield NEGATIVE.at(
                    str(option.number),
                    option=option.number,
                    indicator=indicator,
                    saving=saving,
                )


def reached(report: ReportData, limits: Tolerances) -> Iterator[Finding]:
    """Find savings of which the figures after the round show too little."""
    year = report.last_baseline_year
    for indicator, saving in _savings(report):
        before = report.figure(indicator, year)
        after_year = _year_after(report, indicator, year)
        after = report.figure(indicator, after_year)
        if before is None or after is None or saving <= 0:
            continue
        if before - after < saving * (1 - limits.effect_rate):
            yield NOT_REACHED.at(
                indicator,
                indicator=indicator,
                fall=before - after,
                saving=saving,
                year=str(year),
                after_year=str(after_year),
            )


def cost_classes(report: ReportData, _limits: Tolerances) -> Iterator[Finding]:
    """Find options on the wrong side of the round's own threshold."""
    limit = report.cost_threshold
    if limit is None:
        return
    for option in report.options:
        low = option.cost_class == CostClass.NO_LOW
        if low == (option.investment > limit):
            yield COST_CLASS.at(
                str(option.number),
                option=option.number,
                investment=option.investment,
                limit=limit,
            )


def _savings(report: ReportData) -> list[tuple[str, Decimal]]:
    """Sum the savings of all options by indicator."""
    sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for option in report.options:
        for indicator, saving in option.effects.items():
            sums[indicator] += saving
    return sorted(sums.items())


def _year_after(report: ReportData, indicator: str, year: int | None) -> int | None:
    for series in report.series:
        if series.indicator == indicator and year is not None:
            return max((y for y in series.values if y > year), default=None)
    return None
