"""Facts about the quality of a provider's work."""

from datetime import date
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from core.db import LockedQuerySet
from providers.enums import ObservationKind


class QualityObservationQuerySet(LockedQuerySet["QualityObservation"]):
    """Facts by whether they stand."""

    def standing(self) -> Self:
        """Facts that were not taken back."""
        return self.filter(retracted_at=None)

    def by(self, day: date) -> Self:
        """Facts observed up to a day."""
        return self.filter(observed_on__lte=day)


class QualityObservation(models.Model):
    """One fact from a step of the portal, as a share of the best outcome.

    ``value`` 1 is the best outcome, 0 the worst; ``weight`` says how much the
    step counts next to others of its kind. A fact is never changed, only taken
    back with a reason.
    """

    provider = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="quality_observations",
        verbose_name=_("provider"),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=ObservationKind)
    value = models.DecimalField(
        _("value"),
        max_digits=7,
        decimal_places=6,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    weight = models.DecimalField(_("weight"), max_digits=6, decimal_places=2, default=1)
    source_type = models.CharField(_("kind of source"), max_length=80)
    source_id = models.CharField(_("source"), max_length=64)
    source_label = models.CharField(_("source in Chinese"), max_length=200)
    source_label_en = models.CharField(
        _("source in English"), max_length=200, blank=True
    )
    source_path = models.CharField(_("page of the source"), max_length=200, blank=True)
    observed_on = models.DateField(_("observed on"))
    recorded_at = models.DateTimeField(_("recorded at"))
    retracted_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    retraction = models.CharField(_("reason"), max_length=300, blank=True)

    objects = QualityObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("quality observation")
        verbose_name_plural = _("quality observations")
        ordering = ["-observed_on", "-pk"]
        indexes = [
            models.Index(fields=["provider", "kind"], name="provider_observation")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "kind", "source_type", "source_id"],
                condition=Q(retracted_at=None),
                name="observation_once_per_source",
            ),
            models.CheckConstraint(
                name="observation_value_is_a_share",
                condition=Q(value__gte=0) & Q(value__lte=1),
            ),
            models.CheckConstraint(
                name="observation_weight_is_positive", condition=Q(weight__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"

    @property
    def source(self) -> str:
        """The source in the reader's language."""
        if (get_language() or "").startswith("en") and self.source_label_en:
            return self.source_label_en
        return self.source_label
