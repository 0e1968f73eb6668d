"""Authors are named people of the provider that signs the report."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from audits.enums import Severity
from audits.linter.findings import Finding, rule
from audits.linter.report import ReportData
from audits.linter.tolerances import Tolerances

NONE_NAMED = rule(
    "AUT-01",
    Severity.ERROR,
    _("No author is named"),
    _("The report names no author."),
)
NOT_EMPLOYED = rule(
    "AUT-02",
    Severity.ERROR,
    _("An author was not employed by the provider"),
    _("{author} was not on the provider's staff on {day}."),
)


def named(report: ReportData, _limits: Tolerances) -> Iterator[Finding]:
    """Find a report nobody answers for."""
    if not report.authors:
        yield NONE_NAMED.at("authors")


def employed(report: ReportData, _limits: Tolerances) -> Iterator[Finding]:
    """Find authors known not to have been employed on the report's date."""
    for author in report.authors:
        if author.employed is False:
            yield NOT_EMPLOYED.at(
                author.name, author=author.name, day=report.reported_on.isoformat()
            )
