"""Imports: which file became which rows, and how to take it back."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.db import LockedQuerySet
from core.models.files import StoredFile


class ImportState(models.TextChoices):
    """Where an import stands."""

    PREVIEWED = "previewed", pgettext_lazy("import", "Previewed")
    COMMITTED = "committed", pgettext_lazy("import", "Imported")
    UNDONE = "undone", pgettext_lazy("import", "Undone")
    DISCARDED = "discarded", pgettext_lazy("import", "Discarded")


class RowOutcome(models.TextChoices):
    """What became of a row of the file."""

    CREATED = "created", pgettext_lazy("imported row", "Created")
    MATCHED = "matched", pgettext_lazy("imported row", "Matched")
    WARNED = "warned", pgettext_lazy("imported row", "Created with a warning")
    REFUSED = "refused", pgettext_lazy("imported row", "Refused")


class ImportBatch(models.Model):
    """One file read by one importer; taken over and taken back as a whole."""

    importer = models.CharField(_("kind of list"), max_length=40)
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=ImportState,
        default=ImportState.PREVIEWED,
    )
    file = models.ForeignKey(
        StoredFile,
        verbose_name=_("file"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    file_name = models.CharField(_("file name"), max_length=200)
    options = models.JSONField(_("options"), default=dict, blank=True)
    remarks = models.JSONField(_("remarks"), default=list, blank=True)
    created_count = models.PositiveIntegerField(
        pgettext_lazy("imported row", "created"), default=0
    )
    matched_count = models.PositiveIntegerField(_("matched"), default=0)
    warned_count = models.PositiveIntegerField(_("with warnings"), default=0)
    refused_count = models.PositiveIntegerField(_("refused"), default=0)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))
    committed_at = models.DateTimeField(_("taken over at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    objects = LockedQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="import_committed_at_iff_committed",
                condition=Q(
                    state__in=[ImportState.COMMITTED, ImportState.UNDONE],
                    committed_at__isnull=False,
                )
                | Q(
                    state__in=[ImportState.PREVIEWED, ImportState.DISCARDED],
                    committed_at__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="import_undone_at_iff_undone",
                condition=Q(state=ImportState.UNDONE, undone_at__isnull=False)
                | (~Q(state=ImportState.UNDONE) & Q(undone_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.file_name}"

    @property
    def spoken_remarks(self) -> list[dict[str, Any]]:
        """What was noticed about the file, in the reader's language."""
        return [
            {"row": remark["row"], "text": spoken(remark["text"])}
            for remark in self.remarks
        ]


class ImportRow(models.Model):
    """What became of one row of the file, with the reasons."""

    batch = models.ForeignKey(
        ImportBatch, on_delete=models.CASCADE, related_name="rows"
    )
    number = models.PositiveIntegerField(_("row"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=RowOutcome)
    title = models.CharField(_("what"), max_length=200, blank=True)
    target_type = models.CharField(_("kind of record"), max_length=80, blank=True)
    target_id = models.CharField(_("record"), max_length=64, blank=True)
    notes = models.JSONField(
        pgettext_lazy("import", "reasons"), default=list, blank=True
    )

    objects = LockedQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "number"], name="import_row_once_per_batch"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.get_outcome_display()}"

    @property
    def reasons(self) -> list[dict[str, str]]:
        """Column and reason of each note, in the reader's language."""
        return [
            {"column": spoken(note["column"]), "reason": spoken(note["reason"])}
            for note in self.notes
        ]


def spoken(texts: dict[str, str]) -> str:
    """Return the text of the reader's language."""
    language = get_language() or settings.LANGUAGE_CODE
    return texts.get(language) or next(iter(texts.values()), "")
