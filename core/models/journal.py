"""The journal: who did what to which row, when, and the facts as they were."""

from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


def label_of(target: models.Model) -> str:
    """Return the name under which rows of this model are journalled."""
    return target._meta.label_lower


class JournalEntryQuerySet(models.QuerySet["JournalEntry"]):
    """Entries by what they are about."""

    def about(self, target: models.Model) -> Self:
        """Return the entries whose target is this row."""
        return self.filter(target_type=label_of(target), target_id=str(target.pk))


class JournalEntry(models.Model):
    """One step, recorded in the transaction that made it. Never changed."""

    action = models.CharField(_("action"), max_length=80, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("actor"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    target_type = models.CharField(_("kind of row"), max_length=80)
    target_id = models.CharField(_("row"), max_length=64)
    at = models.DateTimeField(_("instant"), db_index=True)
    facts = models.JSONField(_("facts"), default=dict, encoder=DjangoJSONEncoder)

    objects = JournalEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        ordering = ["at", "pk"]
        indexes = [
            models.Index(
                fields=["target_type", "target_id", "at"], name="journal_target"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.target_type}:{self.target_id}"

    @property
    def sentence(self) -> str:
        """The entry as a sentence in the reader's language."""
        # The vocabulary of actions imports nothing from here.
        from core.journal.actions import sentence_of  # noqa: PLC0415

        return sentence_of(self.action, self.facts)
