"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditsConfig(AppConfig):
    """Start-up of this package."""

    name = "audits"
    verbose_name = _("Audits")
    default_auto_field = "django.db.models.BigAutoField"
