"""Statutory clocks: periods that run, stop, resume and end."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.calendar import PeriodUnit
from core.db import LockedQuerySet
from core.models.journal import label_of


class StatutoryClockQuerySet(LockedQuerySet, models.QuerySet["StatutoryClock"]):
    """Clocks by what they are about and how they stand."""

    def about(self, subject: models.Model) -> Self:
        """Return the clocks of this row."""
        return self.filter(subject_type=label_of(subject), subject_id=str(subject.pk))

    def running(self) -> Self:
        """Return clocks that are neither finished nor stopped for now."""
        stopped = ClockPause.objects.filter(until_on=None)
        return self.filter(finished_on=None).exclude(pk__in=stopped.values("clock"))

    def late_on(self, day: date) -> Self:
        """Return clocks past their day on which the matter is still open."""
        return self.running().filter(due_on__lt=day)


class StatutoryClock(models.Model):
    """A period of the law that runs for one row.

    ``ends_on`` is the last day of the period as counted, ``due_on`` the day by
    which to act: the same, or the next working day where the term says so.
    """

    kind = models.CharField(_("kind"), max_length=80)
    subject_type = models.CharField(_("kind of row"), max_length=80)
    subject_id = models.CharField(_("row"), max_length=64)
    label = models.CharField(_("name in Chinese"), max_length=200)
    label_en = models.CharField(_("name in English"), max_length=200, blank=True)
    amount = models.PositiveIntegerField(pgettext_lazy("period", "amount"))
    unit = models.CharField(_("unit"), max_length=20, choices=PeriodUnit)
    rolls = models.BooleanField(_("moves off holidays"), default=True)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("period ends on"))
    due_on = models.DateField(_("due on"), db_index=True)
    provisional = models.BooleanField(_("provisional"), default=False)
    basis_key = models.CharField(_("key of the basis"), max_length=60, blank=True)
    basis = models.CharField(_("basis in Chinese"), max_length=300, blank=True)
    basis_en = models.CharField(_("basis in English"), max_length=400, blank=True)
    lateness = models.CharField(
        _("what lateness means, in Chinese"), max_length=300, blank=True
    )
    lateness_en = models.CharField(
        _("what lateness means, in English"), max_length=300, blank=True
    )
    remind_ahead = models.JSONField(_("days to remind ahead"), default=list)
    reminded_on = models.DateField(_("last reminded on"), null=True, blank=True)
    lapsed_on = models.DateField(_("found late on"), null=True, blank=True)
    finished_on = models.DateField(_("finished on"), null=True, blank=True)

    objects = StatutoryClockQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("statutory clock")
        verbose_name_plural = _("statutory clocks")
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="clock_subject")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_type", "subject_id"],
                condition=Q(finished_on=None),
                name="clock_open_once_per_kind",
            ),
            models.CheckConstraint(
                name="clock_due_after_start", condition=Q(due_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="clock_due_after_period", condition=Q(due_on__gte=F("ends_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_type}:{self.subject_id}"

    @property
    def reads_english(self) -> bool:
        """Whether the reader's language is English."""
        return (get_language() or "").startswith("en")


class ClockPause(models.Model):
    """A time during which a clock stands still, from one day to the eve of another."""

    clock = models.ForeignKey(
        StatutoryClock,
        models.CASCADE,
        related_name="pauses",
        verbose_name=_("statutory clock"),
    )
    from_on = models.DateField(_("stopped from"))
    until_on = models.DateField(_("resumed on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        ordering = ["from_on", "pk"]
        verbose_name = _("stop of a clock")
        verbose_name_plural = _("stops of clocks")
        constraints = [
            models.UniqueConstraint(
                fields=["clock"],
                condition=Q(until_on=None),
                name="clock_stopped_once_at_a_time",
            ),
            models.CheckConstraint(
                name="clock_pause_ends_after_start",
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_on:%Y-%m-%d}: {self.reason}"
