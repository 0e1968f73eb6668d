"""Application configuration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """Start-up of this package."""

    name = "core"
    verbose_name = _("Core")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Wind the statutory clocks; say who may fetch which files."""
        # Models cannot be imported before the registry is ready.
        from core import daily  # noqa: PLC0415
        from core.clocks.services import ring_clocks  # noqa: PLC0415
        from core.files import register_file_policy  # noqa: PLC0415
        from core.search import triggers  # noqa: PLC0415
        from core.search.outbox import drain_daily  # noqa: PLC0415
        from core.sheets.permissions import can_fetch_import  # noqa: PLC0415

        daily.register(ring_clocks, name="core.clocks")
        daily.register(drain_daily, name="core.search")
        register_file_policy("core.importbatch", can_fetch_import)
        # Once per migration, whatever the number of packages.
        pre_migrate.connect(triggers.remove, sender=self)
        post_migrate.connect(triggers.install, sender=self)
