"""What this package adds to the staff area."""

from wagtail import hooks

from marketplace.viewsets import JobViewSet, PaymentViewSet


@hooks.register("register_admin_viewset")
def register_jobs() -> JobViewSet:
    """Add the oversight of jobs."""
    return JobViewSet()


@hooks.register("register_admin_viewset")
def register_payments() -> PaymentViewSet:
    """Add the oversight of payments."""
    return PaymentViewSet()
