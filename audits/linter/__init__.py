"""What does not add up in an audit report, said before any reviewer says it.

``lint`` runs every check over one frozen report and returns findings. A finding
has a stable code; its wording may improve, its code never changes meaning.
Findings inform the author. They decide nothing.
"""

from audits.linter.checks import CHECKS
from audits.linter.findings import RULES, Finding, Rule
from audits.linter.report import ReportData
from audits.linter.tolerances import Tolerances

__all__ = ["RULES", "Finding", "ReportData", "Rule", "Tolerances", "lint"]

_RANK = {"error": 0, "warning": 1, "note": 2}


def lint(report: ReportData, tolerances: Tolerances | None = None) -> list[Finding]:
    """Return the findings of all checks, gravest first, then by code and place."""
    limits = tolerances or Tolerances()
    found = [finding for check in CHECKS for finding in check(report, limits)]
    return sorted(found, key=lambda f: (_RANK[f.severity], f.code, f.place))
