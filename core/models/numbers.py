"""Number series."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.db import LockedQuerySet


class NumberSequence(models.Model):
    """The last number given out in one series and year."""

    prefix = models.CharField(_("series"), max_length=12)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"), default=0)

    objects = LockedQuerySet.as_manager()

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        constraints = [
            models.UniqueConstraint(
                fields=["prefix", "year"], name="number_series_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}: {self.last}"
