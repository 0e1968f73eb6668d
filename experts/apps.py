"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExpertsConfig(AppConfig):
    """Start-up of this package."""

    name = "experts"
    verbose_name = _("Experts")
    default_auto_field = "django.db.models.BigAutoField"
