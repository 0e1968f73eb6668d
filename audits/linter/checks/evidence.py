"""Papers a reviewer will ask for."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from audits.enums import Severity
from audits.linter.findings import Finding, rule
from audits.linter.report import ReportData
from audits.linter.tolerances import Tolerances

NO_MONITORING = rule(
    "EVD-01",
    Severity.WARNING,
    _("Monitoring statistics are not attached"),
    _("The report says that no online-monitoring statistics are attached."),
)


def monitoring(report: ReportData, _limits: Tolerances) -> Iterator[Finding]:
    """Find a report that comes without its monitoring statistics."""
    if report.monitoring_attached is False:
        yield NO_MONITORING.at("evidence")
