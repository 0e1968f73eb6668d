"""What published results say about the provider's quality."""

from collections.abc import Iterable
from datetime import datetime

from audits.models import PublishedResult, Round


def record_quality(
    audit_round: Round, results: Iterable[PublishedResult], *, at: datetime
) -> None:
    """Record the results as facts on the provider's quality record."""
    del audit_round, results, at
