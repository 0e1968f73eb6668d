"""What contracts and settlements connect when the portal starts."""


def connect() -> None:
    """Register slots, file policies, subscriptions and search documents."""
