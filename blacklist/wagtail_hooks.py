"""What this package adds to the staff area."""

from wagtail import hooks

from blacklist.viewsets import RegisterGroup


@hooks.register("register_admin_viewset")
def register_desk() -> RegisterGroup:
    """Add tips and violation cases."""
    return RegisterGroup()
