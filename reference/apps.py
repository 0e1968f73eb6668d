"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferenceConfig(AppConfig):
    """Start-up of this package."""

    name = "reference"
    verbose_name = _("Reference")
    default_auto_field = "django.db.models.BigAutoField"
