"""Whether the authors of a report were on the provider's staff that day."""

from audits.models import Report
from providers.selectors import is_employed, staff_on


def note_employment(report: Report) -> None:
    """Write beside each author what the provider's staff list says.

    Nothing is known of an own audit, nor where the provider declares no staff.
    """
    provider = report.round.provider
    declares = provider is not None and staff_on(provider, report.reported_on).exists()
    for author in report.authors.all():
        author.employed = (
            is_employed(
                provider,
                report.reported_on,
                name=author.name,
                certificate_number=author.certificate,
            )
            if provider is not None and declares
            else None
        )
        author.save(update_fields=["employed"])
