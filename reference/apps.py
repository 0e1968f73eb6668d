"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferenceConfig(AppConfig):
    """Start-up of this package."""

    name = "reference"
    verbose_name = _("Reference")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the operator's holidays override the packaged ones."""
        # Models cannot be imported before the registry is ready.
        from core.calendar import add_holiday_source  # noqa: PLC0415
        from reference.holiday_rows import HolidayRows  # noqa: PLC0415

        add_holiday_source(HolidayRows())
