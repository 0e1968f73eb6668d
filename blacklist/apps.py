"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class BlacklistConfig(AppConfig):
    """Start-up of this package."""

    name = "blacklist"
    verbose_name = pgettext_lazy("register", "Register")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say how leaves are checked, who may fetch files, what clocks and days do."""
        # Models cannot be imported before the registry is ready.
        from blacklist import search, subjects, subscribers, workspace  # noqa: PLC0415
        from blacklist.permissions import (  # noqa: PLC0415
            can_fetch_case_file,
            can_fetch_tip_file,
        )
        from blacklist.services import expire_publications  # noqa: PLC0415
        from core import daily  # noqa: PLC0415
        from core.clocks.actions import ClockAction  # noqa: PLC0415
        from core.files import register_file_policy  # noqa: PLC0415
        from core.journal import subscribe  # noqa: PLC0415

        subjects.register()
        search.register()
        workspace.offer_panels()
        register_file_policy("blacklist.ViolationCase", can_fetch_case_file)
        register_file_policy("blacklist.Tip", can_fetch_tip_file)
        subscribe(ClockAction.REMINDED, subscribers.clock_rang)
        subscribe(ClockAction.LAPSED, subscribers.clock_rang)
        daily.register(expire_publications, name="blacklist.publications")
