"""The steps of a round and what it concentrates on."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audits.enums import PhaseKey
from audits.models.rounds import Round


class Phase(models.Model):
    """One of the seven steps, with its days."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="phases")
    key = models.CharField(_("step"), max_length=16, choices=PhaseKey)
    position = models.PositiveSmallIntegerField(_("position"))
    started_on = models.DateField(_("started on"), null=True, blank=True)
    finished_on = models.DateField(
        pgettext_lazy("audit", "finished on"), null=True, blank=True
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["round", "position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "key"], name="phase_once"),
            models.CheckConstraint(
                name="phase_finishes_after_start",
                condition=Q(finished_on__isnull=True)
                | Q(started_on__isnull=False, finished_on__gte=F("started_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_key_display()} · {self.round_id}"


class AuditFocus(models.Model):
    """A unit or process the round concentrates on, with its target."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="focuses")
    name = models.CharField(_("focus"), max_length=120)
    reason = models.TextField(_("why"), blank=True)
    target = models.CharField(
        pgettext_lazy("focus", "target"), max_length=300, blank=True
    )

    class Meta:
        verbose_name = _("audit focus")
        verbose_name_plural = _("audit focuses")
        ordering = ["round", "pk"]

    def __str__(self) -> str:
        return self.name
