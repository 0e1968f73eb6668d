"""Letters waiting to be sent, and those that were."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.db import LockedQuerySet


class OutboxMessage(models.Model):
    """One letter to one reader, in that reader's language."""

    to_address = models.EmailField(_("to"))
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reader"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    template = models.CharField(_("letter"), max_length=100)
    language = models.CharField(_("language"), max_length=10)
    subject = models.CharField(_("subject"), max_length=250)
    body = models.TextField(_("text"))
    queued_at = models.DateTimeField(_("queued at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    failed_at = models.DateTimeField(_("last failure at"), null=True, blank=True)
    failure = models.CharField(_("last failure"), max_length=250, blank=True)

    objects = LockedQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-queued_at", "-pk"]
        indexes = [
            models.Index(
                fields=["queued_at"],
                name="letters_unsent",
                condition=models.Q(sent_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to_address}"
