"""What editors say once for all pages."""

from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from core.keeping import Kept


@register_setting(icon="cog", order=300)
class PortalSettings(BaseGenericSetting):
    """Contact, notice and registration shown on every page."""

    operator = models.CharField(_("operator in Chinese"), max_length=200, blank=True)
    operator_en = models.CharField(_("operator in English"), max_length=200, blank=True)
    telephone = models.CharField(_("telephone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    record_number = models.CharField(
        _("registration number of the site"), max_length=100, blank=True
    )
    notice = models.CharField(_("notice in Chinese"), max_length=200, blank=True)
    notice_en = models.CharField(_("notice in English"), max_length=200, blank=True)

    panels = [
        MultiFieldPanel(
            [FieldPanel("notice"), FieldPanel("notice_en")],
            heading=_("Notice above every page"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("operator"),
                FieldPanel("operator_en"),
                FieldPanel("telephone"),
                FieldPanel("email"),
                FieldPanel("record_number"),
            ],
            heading=_("Below every page"),
        ),
    ]

    class Meta:
        verbose_name = _("portal settings")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and show it at once where this process serves pages."""
        super().save(*args, **kwargs)
        Kept.forget_all()

    @property
    def operator_label(self) -> str:
        """The operator in the reader's language."""
        return _chosen(self.operator, self.operator_en)

    @property
    def notice_label(self) -> str:
        """The notice in the reader's language."""
        return _chosen(self.notice, self.notice_en)


def _chosen(chinese: str, english: str) -> str:
    return (english or chinese) if get_language() == "en" else chinese
