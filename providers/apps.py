"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProvidersConfig(AppConfig):
    """Start-up of this package."""

    name = "providers"
    verbose_name = _("Providers")
    default_auto_field = "django.db.models.BigAutoField"
