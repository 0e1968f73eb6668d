"""What jobs, bids and awards connect when the portal starts."""

from marketplace import log_subjects


def connect() -> None:
    """Register slots, file policies, log subjects and search documents."""
    log_subjects.register()
