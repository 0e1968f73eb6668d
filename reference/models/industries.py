"""Industries of GB/T 4754-2017 and the policy labels over them."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from reference.enums import IndustryLevel
from reference.models.base import NamedRow, ReferenceRow, in_reader_language


class IndustryQuerySet(models.QuerySet["Industry"]):
    """Industries of the national classification."""

    def within(self, industry: "Industry") -> Self:
        """Return an industry and everything below it."""
        return self.filter(path__startswith=industry.path)


class Industry(NamedRow):
    """A section, division, group or class of the classification."""

    code = models.CharField(_("code"), max_length=4, primary_key=True)
    level = models.CharField(_("level"), max_length=10, choices=IndustryLevel)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent"),
    )
    path = models.CharField(_("path"), max_length=30, db_index=True, editable=False)
    unverified = models.BooleanField(_("unverified"), default=False)

    objects = IndustryQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        verbose_name = _("industry")
        verbose_name_plural = _("industries")

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


class IndustryLabel(NamedRow):
    """A key industry as policy names it; it may cover several codes."""

    key = models.CharField(_("key"), max_length=40, primary_key=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    basis = models.TextField(_("basis in Chinese"), blank=True)
    basis_en = models.TextField(_("basis in English"), blank=True)
    is_process = models.BooleanField(
        _("is a process"),
        default=False,
        help_text=_("Found in many industries; tagged by hand, not told by code."),
    )
    industries = models.ManyToManyField(
        Industry, through="LabelledIndustry", related_name="labels"
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    unverified = models.BooleanField(_("unverified"), default=False)

    class Meta:
        ordering = ["position", "key"]
        verbose_name = _("key industry")
        verbose_name_plural = _("key industries")

    @property
    def basis_label(self) -> str:
        """The basis in the reader's language."""
        return in_reader_language(self.basis, self.basis_en)


class LabelledIndustry(ReferenceRow):
    """One code that a label covers, and how sure that is."""

    industry_label = models.ForeignKey(
        IndustryLabel,
        models.CASCADE,
        related_name="mappings",
        verbose_name=_("key industry"),
    )
    industry = models.ForeignKey(
        Industry,
        models.PROTECT,
        related_name="mappings",
        verbose_name=_("industry"),
    )
    note = models.CharField(_("basis of the mapping"), max_length=200, blank=True)
    unverified = models.BooleanField(_("unverified"), default=False)

    class Meta:
        ordering = ["industry_label", "industry"]
        verbose_name = _("mapping")
        verbose_name_plural = _("mappings")
        constraints = [
            models.UniqueConstraint(
                fields=["industry_label", "industry"], name="labelled_industry_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.industry_label_id}: {self.industry_id}"
