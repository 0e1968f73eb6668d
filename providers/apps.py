"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProvidersConfig(AppConfig):
    """Start-up of this package."""

    name = "providers"
    verbose_name = _("Providers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who may open papers; fill the workspace; make providers findable."""
        # Models cannot be imported before the registry is ready.
        from core import daily  # noqa: PLC0415
        from core.files import register_file_policy  # noqa: PLC0415
        from core.slots import offer  # noqa: PLC0415
        from providers import imports, search  # noqa: F401, PLC0415
        from providers.bands import refresh_bands  # noqa: PLC0415
        from providers.panels import workspace_panel  # noqa: PLC0415
        from providers.permissions import can_fetch_evidence  # noqa: PLC0415
        from providers.services.profiles import EVIDENCE_FILE  # noqa: PLC0415

        offer("workspace.provider", workspace_panel, order=10)
        register_file_policy(EVIDENCE_FILE, can_fetch_evidence)
        daily.register(refresh_bands, name="providers.bands")
        search.register()
