"""Days on which the ordinary week does not apply."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from reference.models.base import NamedRow


class Holiday(NamedRow):
    """A public holiday, or a weekend day that is worked to make up for one."""

    day = models.DateField(_("day"), primary_key=True)
    is_working = models.BooleanField(_("working day"), default=False)

    class Meta:
        ordering = ["-day"]
        verbose_name = _("holiday or make-up day")
        verbose_name_plural = _("holidays and make-up days")

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.label}"
