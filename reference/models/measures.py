"""Services, units, indicators and conversion factors."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reference.enums import Better, Dimension, IndicatorGroup
from reference.models.base import NamedRow, in_reader_language
from reference.models.places import Jurisdiction


class Service(NamedRow):
    """One of the six kinds of one-stop service."""

    key = models.CharField(_("key"), max_length=40, primary_key=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    description = models.TextField(_("description in Chinese"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)

    class Meta:
        ordering = ["position", "key"]
        verbose_name = _("service")
        verbose_name_plural = _("services")

    @property
    def description_label(self) -> str:
        """The description in the reader's language."""
        return in_reader_language(self.description, self.description_en)


class Unit(NamedRow):
    """A unit of measurement.

    ``factor`` says how many base units of its dimension one unit is; it means
    nothing for intensities and conversions.
    """

    key = models.CharField(_("key"), max_length=40, primary_key=True)
    symbol = models.CharField(_("symbol"), max_length=40)
    symbol_en = models.CharField(_("symbol in English"), max_length=40, blank=True)
    dimension = models.CharField(_("dimension"), max_length=20, choices=Dimension)
    factor = models.DecimalField(
        _("base units"), max_digits=20, decimal_places=9, default=1
    )

    class Meta:
        ordering = ["dimension", "key"]
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    @property
    def symbol_label(self) -> str:
        """The symbol in the reader's language."""
        return in_reader_language(self.symbol, self.symbol_en)


class Indicator(NamedRow):
    """A figure that audits report year by year."""

    key = models.CharField(_("key"), max_length=60, primary_key=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("unit"))
    group = models.CharField(
        pgettext_lazy("indicator", "group"), max_length=20, choices=IndicatorGroup
    )
    better = models.CharField(_("direction"), max_length=10, choices=Better)
    restrictive = models.BooleanField(
        _("restrictive by default"),
        default=False,
        help_text=_("Must be met before a level may be claimed."),
    )

    class Meta:
        ordering = ["position", "key"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")


class Factor(NamedRow):
    """A conversion factor with its provenance."""

    key = models.CharField(_("key"), max_length=60, primary_key=True)
    carrier = models.CharField(
        _("energy carrier"),
        max_length=40,
        help_text=_("Rows of one carrier are alternatives to each other."),
    )
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=6)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    vintage = models.PositiveSmallIntegerField(_("vintage (year)"))
    scope = models.CharField(_("scope in Chinese"), max_length=120, blank=True)
    scope_en = models.CharField(_("scope in English"), max_length=120, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    document = models.CharField(pgettext_lazy("source", "document"), max_length=300)
    url = models.URLField(pgettext_lazy("web", "address"), max_length=400, blank=True)
    note = models.TextField(_("note"), blank=True)
    unverified = models.BooleanField(_("unverified"), default=False)

    class Meta:
        abstract = True
        ordering = ["carrier", "-vintage", "key"]

    @property
    def scope_label(self) -> str:
        """The scope in the reader's language."""
        return in_reader_language(self.scope, self.scope_en)


class CoalFactor(Factor):
    """Standard coal per unit of an energy carrier."""

    class Meta(Factor.Meta):
        verbose_name = _("standard coal factor")
        verbose_name_plural = _("standard coal factors")


class EmissionFactor(Factor):
    """Carbon dioxide per unit of an energy carrier."""

    jurisdiction = models.ForeignKey(
        Jurisdiction,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("jurisdiction"),
        help_text=_("Empty for a factor of the whole country."),
    )

    class Meta(Factor.Meta):
        verbose_name = _("emission factor")
        verbose_name_plural = _("emission factors")
