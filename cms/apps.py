"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    """Start-up of this package."""

    name = "cms"
    verbose_name = _("Portal")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer what stands above and below every page."""
        from cms import furniture, search, workspace  # noqa: PLC0415 - models load after apps
        from core.slots import offer  # noqa: PLC0415

        offer("page.notice", furniture.notice)
        offer("page.colophon", furniture.imprint)
        offer("account.help", furniture.contact)
        offer("workspace.everyone", workspace.my_training, order=50)
        search.register()
