"""What this package adds to the staff area."""

from wagtail import hooks

from experts.viewsets import ExpertsGroup


@hooks.register("register_admin_viewset")
def register_pool() -> ExpertsGroup:
    """Add applications, members and draws."""
    return ExpertsGroup()
