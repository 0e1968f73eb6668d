"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExpertsConfig(AppConfig):
    """Start-up of this package."""

    name = "experts"
    verbose_name = _("Experts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell lower floors what this package adds to them."""
        from experts import (  # noqa: PLC0415 - models load first
            files,
            imports,  # noqa: F401 - makes the importer known
            log,
            search,
            workspace,
        )

        log.register()
        files.register()
        search.register()
        workspace.offer_panels()
