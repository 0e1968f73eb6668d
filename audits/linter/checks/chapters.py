"""Required chapters are there and say something."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from audits.enums import Severity
from audits.linter.findings import Finding, rule
from audits.linter.report import ReportData
from audits.linter.tolerances import Tolerances

MISSING = rule(
    "CHP-01",
    Severity.ERROR,
    _("A required chapter is missing"),
    _("The report lacks this chapter: {chapter}."),
)
SHORT = rule(
    "CHP-02",
    Severity.NOTE,
    _("A chapter is very short"),
    _("The chapter {chapter} has {length} characters."),
)


def present(report: ReportData, _limits: Tolerances) -> Iterator[Finding]:
    """Find required chapters without any text."""
    for chapter in report.required_chapters:
        if not report.chapters.get(chapter, "").strip():
            yield MISSING.at(chapter, chapter=chapter)


def written(report: ReportData, limits: Tolerances) -> Iterator[Finding]:
    """Find chapters too short to say what was done."""
    for chapter in report.required_chapters:
        length = len("".join(report.chapters.get(chapter, "").split()))
        if 0 < length < limits.shortest_chapter:
            yield SHORT.at(chapter, chapter=chapter, length=length)
