"""Results the public may see."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation
from audits.enums import Outcome, ReviewKind
from audits.models.reviews import SessionConclusion
from audits.models.rounds import Round


class PublishedResult(models.Model):
    """Conclusion, day and organiser of a review; the score where it was agreed."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="results")
    conclusion = models.OneToOneField(
        SessionConclusion, on_delete=models.PROTECT, related_name="published"
    )
    kind = models.CharField(_("review"), max_length=12, choices=ReviewKind)
    outcome = models.CharField(_("conclusion"), max_length=12, choices=Outcome)
    concluded_on = models.DateField(_("concluded on"))
    organiser = models.ForeignKey(
        Organisation,
        verbose_name=_("organiser"),
        on_delete=models.PROTECT,
        related_name="published_results",
    )
    score = models.DecimalField(
        _("score"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    published_at = models.DateTimeField(pgettext_lazy("audit", "published at"))
    # Its entry in the public log; a correction adds another entry.
    leaf_index = models.PositiveBigIntegerField(
        _("entry of the public log"), null=True, blank=True
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("published result")
        verbose_name_plural = _("published results")
        ordering = ["-published_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.round_id} {self.get_outcome_display()}"

    def get_absolute_url(self) -> str:
        """Return the public page of the round."""
        return reverse("audits:result", args=[self.round.number])
