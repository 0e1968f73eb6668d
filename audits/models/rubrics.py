"""Rubrics: how a review is scored, as data with an issuer and a date."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audits.enums import ReviewKind
from reference.models.base import DatedQuerySet, NamedRow, in_reader_language


class RubricQuerySet(DatedQuerySet):
    """Rubrics by kind and date."""

    def for_kind(self, kind: str, on: date) -> Self:
        """Those in force for a kind of review on a day, newest first."""
        return self.filter(kind=kind).valid_on(on).order_by("-valid_from", "-pk")


class Rubric(NamedRow):
    """A scoring table of one issuer in one version."""

    key = models.CharField(_("key"), max_length=60, unique=True)
    kind = models.CharField(_("review"), max_length=12, choices=ReviewKind)
    issuer = models.CharField(_("issuer"), max_length=200)
    issuer_en = models.CharField(_("issuer in English"), max_length=200, blank=True)
    version = models.CharField(_("version"), max_length=20)
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until"), null=True, blank=True)
    pass_rule = models.JSONField(
        _("pass rule"),
        help_text=_("How sheets become a score, and what each score means."),
    )
    is_example = models.BooleanField(
        _("example"),
        default=False,
        help_text=_("For trying out; not a table issued by any authority."),
    )

    objects = RubricQuerySet.as_manager()

    class Meta:
        verbose_name = _("rubric")
        verbose_name_plural = _("rubrics")
        ordering = ["kind", "-valid_from"]

    @property
    def issuer_label(self) -> str:
        """The issuer in the reader's language."""
        return in_reader_language(self.issuer, self.issuer_en)


class RubricSection(NamedRow):
    """A heading of a rubric."""

    rubric = models.ForeignKey(
        Rubric, on_delete=models.CASCADE, related_name="sections"
    )
    key = models.CharField(_("key"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["rubric", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["rubric", "key"], name="rubric_section_key"
            ),
        ]


class RubricItem(NamedRow):
    """An item that gets points."""

    section = models.ForeignKey(
        RubricSection, on_delete=models.CASCADE, related_name="items"
    )
    key = models.CharField(_("key"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    points = models.DecimalField(_("most points"), max_digits=5, decimal_places=1)

    class Meta:
        verbose_name = pgettext_lazy("rubric", "item")
        verbose_name_plural = pgettext_lazy("rubric", "items")
        ordering = ["section", "position"]
        constraints = [
            models.UniqueConstraint(fields=["section", "key"], name="rubric_item_key"),
        ]


class VetoItem(NamedRow):
    """A fact that decides a review whatever the score."""

    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="vetoes")
    key = models.CharField(_("key"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("veto item")
        verbose_name_plural = _("veto items")
        ordering = ["rubric", "position"]
        constraints = [
            models.UniqueConstraint(fields=["rubric", "key"], name="veto_item_key"),
        ]
