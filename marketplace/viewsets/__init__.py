"""What authority staff see of the market."""

from marketplace.viewsets.jobs import JobViewSet

__all__ = ["JobViewSet"]
