"""Restrictive indicators are assessed before a level is claimed."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from audits.enums import Severity
from audits.linter.findings import Finding, rule
from audits.linter.report import ReportData
from audits.linter.tolerances import Tolerances

UNASSESSED = rule(
    "LVL-01",
    Severity.ERROR,
    _("A level is claimed before restrictive indicators are assessed"),
    _("Level {level} is claimed and no restrictive indicator is assessed."),
)
LEFT_OUT = rule(
    "LVL-02",
    Severity.ERROR,
    _("A restrictive indicator is left out"),
    _("Level {level} is claimed; {indicator} is restrictive and not assessed."),
)
TOO_HIGH = rule(
    "LVL-03",
    Severity.ERROR,
    _("The claimed level is higher than a restrictive indicator allows"),
    _("Level {level} is claimed; {indicator} reaches {reached}."),
)


def restrictive_first(report: ReportData, _limits: Tolerances) -> Iterator[Finding]:
    """Find a claimed level with restrictive indicators unassessed."""
    if report.claimed_level is None:
        return
    assessed = {item.indicator for item in report.assessed if item.restrictive}
    if not assessed:
        yield UNASSESSED.at("level", level=report.claimed_level)
        return
    for series in report.series:
        if series.restrictive and series.indicator not in assessed:
            yield LEFT_OUT.at(
                series.indicator,
                level=report.claimed_level,
                indicator=series.indicator,
            )


def claimed(report: ReportData, _limits: Tolerances) -> Iterator[Finding]:
    """Find a claimed level above what a restrictive indicator reaches."""
    if report.claimed_level is None:
        return
    for item in report.assessed:
        # Level 1 is the best, so a larger number is a lower level.
        reached = item.level
        if item.restrictive and (reached is None or reached > report.claimed_level):
            yield TOO_HIGH.at(
                item.indicator,
                level=report.claimed_level,
                indicator=item.indicator,
                reached=reached if reached is not None else "-",
            )
