"""What jobs, bids and awards connect when the portal starts."""


def connect() -> None:
    """Register slots, file policies, log subjects and search documents."""
