"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    """Start-up of this package."""

    name = "cms"
    verbose_name = _("Portal")
    default_auto_field = "django.db.models.BigAutoField"
