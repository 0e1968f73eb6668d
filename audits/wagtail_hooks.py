"""What this package adds to the staff area."""

from wagtail import hooks

from audits.viewsets import AuditsGroup


@hooks.register("register_admin_viewset")
def register_audits() -> AuditsGroup:
    """Add lists, rounds and review sessions."""
    return AuditsGroup()
