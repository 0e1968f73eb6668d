"""What this package adds to the staff area."""

from wagtail import hooks

from accounts.viewsets import OrganisationViewSet


@hooks.register("register_admin_viewset")
def register_organisations() -> OrganisationViewSet:
    """Add organisations, requests to join and staff posts."""
    return OrganisationViewSet()
