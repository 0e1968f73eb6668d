"""Legal instruments, their articles, and the terms and thresholds they set."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.calendar import period_end
from core.clocks.terms import Term
from reference.enums import TermUnit
from reference.models.base import DatedQuerySet, ReferenceRow, in_reader_language


class Instrument(ReferenceRow):
    """A law, regulation, rule, plan or guide."""

    key = models.CharField(_("key"), max_length=40, primary_key=True)
    title = models.CharField(_("title in Chinese"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    number = models.CharField(_("document number"), max_length=100, blank=True)
    issuer = models.CharField(_("issuer"), max_length=200, blank=True)
    issuer_en = models.CharField(_("issuer in English"), max_length=200, blank=True)
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_until = models.DateField(_("in force until"), null=True, blank=True)
    note = models.TextField(_("note in Chinese"), blank=True)
    note_en = models.TextField(_("note in English"), blank=True)
    source = models.CharField(_("source"), max_length=400, blank=True)
    unverified = models.BooleanField(_("unverified"), default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        verbose_name = _("legal instrument")
        verbose_name_plural = _("legal instruments")

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The title in the reader's language."""
        return in_reader_language(self.title, self.title_en)


class Article(ReferenceRow):
    """An article of an instrument, paraphrased.

    Articles of one ``topic`` succeed each other over time: asking for one on a
    day on which it was not in force yields its predecessor or successor.
    """

    key = models.CharField(_("key"), max_length=60, primary_key=True)
    instrument = models.ForeignKey(
        Instrument,
        models.PROTECT,
        related_name="articles",
        verbose_name=_("legal instrument"),
    )
    topic = models.CharField(_("topic"), max_length=60, blank=True, db_index=True)
    label = models.CharField(_("article in Chinese"), max_length=60)
    label_en = models.CharField(_("article in English"), max_length=60, blank=True)
    gist = models.TextField(_("content in Chinese"))
    gist_en = models.TextField(_("content in English"), blank=True)
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_until = models.DateField(_("in force until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=400, blank=True)
    unverified = models.BooleanField(_("unverified"), default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["instrument", "key"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def __str__(self) -> str:
        return self.citation

    @property
    def name(self) -> str:
        """The article alone, in the reader's language."""
        return in_reader_language(self.label, self.label_en)

    @property
    def citation(self) -> str:
        """Instrument and article as they are cited in the reader's language."""
        return in_reader_language(self.citation_zh, self.citation_en)

    @property
    def citation_zh(self) -> str:
        """Instrument and article as they are cited in Chinese."""
        return f"《{self.instrument.title}》{self.label}"

    @property
    def citation_en(self) -> str:
        """Instrument and article as they are cited in English, if translated."""
        if not self.label_en or not self.instrument.title_en:
            return ""
        return f"{self.instrument.title_en}, {self.label_en}"

    @property
    def gist_label(self) -> str:
        """The content in the reader's language."""
        return in_reader_language(self.gist, self.gist_en)


class LegalTerm(ReferenceRow):
    """A period or threshold of the law, chosen by the day of the conduct."""

    key = models.CharField(_("key"), max_length=60, db_index=True)
    amount = models.PositiveIntegerField(pgettext_lazy("legal term", "amount"))
    unit = models.CharField(_("unit"), max_length=20, choices=TermUnit)
    article = models.ForeignKey(
        Article,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="terms",
        verbose_name=_("article"),
    )
    description = models.CharField(_("description in Chinese"), max_length=300)
    description_en = models.CharField(
        _("description in English"), max_length=300, blank=True
    )
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_until = models.DateField(_("in force until"), null=True, blank=True)
    lateness = models.CharField(
        _("what lateness means, in Chinese"), max_length=300, blank=True
    )
    lateness_en = models.CharField(
        _("what lateness means, in English"), max_length=300, blank=True
    )
    source = models.CharField(_("source"), max_length=400, blank=True)
    unverified = models.BooleanField(_("unverified"), default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["key", "valid_from"]
        verbose_name = _("legal term")
        verbose_name_plural = _("legal terms")
        constraints = [
            models.UniqueConstraint(
                fields=["key", "valid_from"], name="legal_term_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(valid_from__isnull=True),
                name="legal_term_once_from_ever",
            ),
            models.CheckConstraint(
                name="legal_term_ends_after_start",
                condition=Q(valid_until__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_until__gt=models.F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The description in the reader's language."""
        return in_reader_language(self.description, self.description_en)

    def as_term(self, *, rolls: bool = True) -> Term:
        """Return what a clock needs to be set by this row.

        ``rolls`` lets a last day that is no working day move to the next one;
        thresholds in points or yuan set no clock.
        """
        cited = self.article
        return Term(
            amount=self.amount,
            unit=self.unit,
            label=self.description,
            label_en=self.description_en,
            basis_key=cited.key if cited else self.key,
            basis=cited.citation_zh if cited else "",
            basis_en=cited.citation_en if cited else "",
            lateness=self.lateness,
            lateness_en=self.lateness_en,
            rolls=rolls,
        )

    def last_day(self, start: date) -> date:
        """Return the last day of the period that runs from the eve ``start``."""
        return period_end(start, self.amount, self.unit)
