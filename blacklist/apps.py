"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BlacklistConfig(AppConfig):
    """Start-up of this package."""

    name = "blacklist"
    verbose_name = _("Register of names")
    default_auto_field = "django.db.models.BigAutoField"
