"""Administrative divisions by their GB/T 2260 code."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reference.enums import DivisionLevel
from reference.models.base import NamedRow, in_reader_language


class JurisdictionQuerySet(models.QuerySet["Jurisdiction"]):
    """Divisions of the country."""

    def units(self) -> Self:
        """Return the units that report to the portal's province, in code order."""
        return self.filter(
            is_unit=True, path__startswith=f"{settings.PORTAL_PROVINCE}/"
        ).order_by("code")

    def within(self, jurisdiction: "Jurisdiction") -> Self:
        """Return a division and everything below it."""
        return self.filter(path__startswith=jurisdiction.path)

    def of_portal(self) -> Self:
        """Return the portal's province and everything below it."""
        return self.filter(path__startswith=f"{settings.PORTAL_PROVINCE}/")


class Jurisdiction(NamedRow):
    """A province, city or county of the country.

    ``statistical`` marks codes known from the statistics office only: economic
    zones, and the stand-ins for cities without counties.
    """

    code = models.CharField(_("code"), max_length=6, primary_key=True)
    short_name = models.CharField(_("short name"), max_length=100)
    short_name_en = models.CharField(
        _("short name in English"), max_length=100, blank=True
    )
    level = models.CharField(_("level"), max_length=10, choices=DivisionLevel)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent"),
    )
    path = models.CharField(_("path"), max_length=40, db_index=True, editable=False)
    statistical = models.BooleanField(_("statistical code"), default=False)
    is_unit = models.BooleanField(
        _("reports to the province"),
        default=False,
        help_text=_("Cities, prefectures and areas that plans address directly."),
    )

    objects = JurisdictionQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("jurisdiction")
        verbose_name_plural = _("jurisdictions")

    @property
    def short_label(self) -> str:
        """The short name in the reader's language."""
        return in_reader_language(self.short_name, self.short_name_en)

    @property
    def ancestor_codes(self) -> list[str]:
        """Codes from the province down to this division, itself included."""
        return codes_on(self.path)

    def contains(self, other: "Jurisdiction") -> bool:
        """Tell whether a division lies in this one; each lies in itself."""
        return other.path.startswith(self.path)


def codes_on(path: str) -> list[str]:
    """Return the codes on a division's path, from the province down."""
    return [code for code in path.split("/") if code]
