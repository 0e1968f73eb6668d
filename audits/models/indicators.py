"""Figures of a round, year by year."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audits.models.rounds import Round
from reference.models import CoalFactor, EmissionFactor, Indicator, Unit


class IndicatorSeries(models.Model):
    """One indicator through the three baseline years and the year after.

    ``first``, ``second`` and ``third`` are the baseline years in order. Figures
    are kept as given; the linter says where they contradict each other.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="series")
    indicator = models.ForeignKey(
        Indicator, verbose_name=_("indicator"), on_delete=models.PROTECT
    )
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT)
    first = models.DecimalField(
        _("first year"), max_digits=15, decimal_places=4, null=True, blank=True
    )
    second = models.DecimalField(
        _("second year"), max_digits=15, decimal_places=4, null=True, blank=True
    )
    third = models.DecimalField(
        _("third year"), max_digits=15, decimal_places=4, null=True, blank=True
    )
    after = models.DecimalField(
        _("after the round"), max_digits=15, decimal_places=4, null=True, blank=True
    )
    restrictive = models.BooleanField(_("restrictive"), default=False)
    level = models.PositiveSmallIntegerField(
        _("level reached"),
        null=True,
        blank=True,
        choices=[(1, "I"), (2, "II"), (3, "III")],
    )
    coal_factor = models.ForeignKey(
        CoalFactor,
        verbose_name=_("standard coal factor"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    emission_factor = models.ForeignKey(
        EmissionFactor,
        verbose_name=_("emission factor"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("indicator series")
        verbose_name_plural = _("indicator series")
        ordering = ["round", "indicator__position", "indicator"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "indicator"], name="indicator_series_once"
            ),
            models.CheckConstraint(
                name="indicator_series_level",
                condition=Q(level__isnull=True) | Q(level__in=[1, 2, 3]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} · {self.round_id}"

    def by_year(self, last_baseline_year: int) -> dict[int, Decimal]:
        """Return the figures that are given, by calendar year."""
        years = range(last_baseline_year - 2, last_baseline_year + 2)
        values = (self.first, self.second, self.third, self.after)
        return {
            year: value
            for year, value in zip(years, values, strict=True)
            if value is not None
        }
