"""What the province's plan sets out to reach."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from reference.models.base import NamedRow, in_reader_language
from reference.models.law import Article, Instrument
from reference.models.measures import Unit


class PlanTarget(NamedRow):
    """A target of a plan; an empty value is a figure not yet entered."""

    key = models.CharField(_("key"), max_length=60, primary_key=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    value = models.DecimalField(
        _("value"), max_digits=16, decimal_places=4, null=True, blank=True
    )
    value_to = models.DecimalField(
        _("upper value"),
        max_digits=16,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("Where the plan names a range."),
    )
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("unit"))
    year = models.PositiveSmallIntegerField(_("target year"))
    base_year = models.PositiveSmallIntegerField(_("base year"), null=True, blank=True)
    instrument = models.ForeignKey(
        Instrument,
        models.PROTECT,
        related_name="targets",
        verbose_name=_("legal instrument"),
    )
    article = models.ForeignKey(
        Article,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name=_("article"),
    )
    note = models.TextField(_("note in Chinese"), blank=True)
    note_en = models.TextField(_("note in English"), blank=True)
    source = models.CharField(_("source"), max_length=400, blank=True)
    unverified = models.BooleanField(_("unverified"), default=False)

    class Meta:
        ordering = ["position", "key"]
        verbose_name = _("plan target")
        verbose_name_plural = _("plan targets")

    @property
    def note_label(self) -> str:
        """The note in the reader's language."""
        return in_reader_language(self.note, self.note_en)
