"""What this package adds to the admin."""

from wagtail import hooks

from reference.viewsets import ReferenceGroup


@hooks.register("register_admin_viewset")
def reference_group() -> ReferenceGroup:
    """Offer the reference data in one menu."""
    return ReferenceGroup()
