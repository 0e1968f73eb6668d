"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MarketplaceConfig(AppConfig):
    """Start-up of this package."""

    name = "marketplace"
    verbose_name = _("Marketplace")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect both halves: up to the award, and from the contract on."""
        # Models and registries stand only now.
        from marketplace.startup import contracts, jobs  # noqa: PLC0415

        jobs.connect()
        contracts.connect()
