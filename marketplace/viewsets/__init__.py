"""Jobs and payments in the staff area."""

from marketplace.viewsets.jobs import JobViewSet
from marketplace.viewsets.payments import PaymentViewSet

__all__ = ["JobViewSet", "PaymentViewSet"]
