"""Checks of names."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blacklist.enums import CheckOutcome


class ScreeningReceipt(models.Model):
    """What the register said about a name at an instant, with the log's head.

    ``publications`` lists numbers only: what they said is shown while they are
    current, and proven from the log afterwards by whoever kept a copy.
    """

    code = models.CharField(_("code"), max_length=32, unique=True)
    name = models.CharField(
        pgettext_lazy("register", "name"), max_length=200, blank=True
    )
    credit_code = models.CharField(
        _("unified social credit code"), max_length=18, blank=True
    )
    on = models.DateField(_("as published on"))
    outcome = models.CharField(_("outcome"), max_length=8, choices=CheckOutcome)
    publications = models.JSONField(_("publications"), default=list)
    checkpoint = models.TextField(_("log checkpoint"))
    digest = models.CharField(_("digest of the receipt"), max_length=64)
    made_at = models.DateTimeField(pgettext_lazy("receipt", "made at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("receipt", "made by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("screening receipt")
        verbose_name_plural = _("screening receipts")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """Return the page of the receipt."""
        return reverse("blacklist:receipt", args=[self.code])
