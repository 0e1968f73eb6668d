"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class AccountsConfig(AppConfig):
    """Start-up of this package."""

    name = "accounts"
    verbose_name = pgettext_lazy("application", "Accounts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the lists this package imports known."""
        from accounts import imports  # noqa: F401, PLC0415
