"""Readings with their verification, and adjustments outside the routine."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from core.db import LockedQuerySet
from core.models import StoredFile
from marketplace.models.contracts import Contract
from marketplace.states.contracts import AdjustmentState, Side


class Reading(models.Model):
    """A value of one name in one period, as somebody submitted it.

    Never changed: a check beside it says whether it counts, and a correction
    is a new row that names the old one.
    """

    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="readings"
    )
    name = models.CharField(_("what was read"), max_length=60)
    period = models.CharField(_("period"), max_length=40)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=6)
    unit = models.CharField(_("unit"), max_length=40)
    evidence = models.ForeignKey(
        StoredFile,
        verbose_name=_("evidence"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    side = models.CharField(_("submitted for"), max_length=10, choices=Side)
    submitted_by = models.ForeignKey(
        User, verbose_name=_("submitted by"), on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(_("submitted at"))
    corrects = models.OneToOneField(
        "self",
        verbose_name=_("corrects"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
    )

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["contract", "period", "name", "pk"]
        indexes = [
            models.Index(fields=["contract", "period", "name"], name="reading_place")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.period}: {self.value} {self.unit}"

    @property
    def is_verified(self) -> bool:
        """Whether the verifier found it right."""
        check = getattr(self, "check_row", None)
        return check is not None and check.verified

    @property
    def is_waiting(self) -> bool:
        """Whether the verifier has not looked at it yet."""
        return getattr(self, "check_row", None) is None


class ReadingCheck(models.Model):
    """What the verifier found about a reading; never changed."""

    reading = models.OneToOneField(
        Reading, on_delete=models.PROTECT, related_name="check_row"
    )
    verified = models.BooleanField(_("found right"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    verifier = models.ForeignKey(
        Organisation,
        verbose_name=_("verifier"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    checked_by = models.ForeignKey(
        User, verbose_name=_("checked by"), on_delete=models.PROTECT, related_name="+"
    )
    checked_at = models.DateTimeField(_("checked at"))

    class Meta:
        verbose_name = _("check of a reading")
        verbose_name_plural = _("checks of readings")
        ordering = ["checked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="reading_returned_with_note",
                condition=Q(verified=True) | ~Q(note=""),
            )
        ]

    def __str__(self) -> str:
        return str(self.reading)


class Adjustment(models.Model):
    """A change of a baseline that no formula foresaw; both sides must agree."""

    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="adjustments"
    )
    key = models.CharField(_("key"), max_length=20)
    metric = models.CharField(_("metric"), max_length=60)
    period = models.CharField(_("period"), max_length=40)
    amount = models.DecimalField(
        _("change of the baseline"), max_digits=18, decimal_places=6
    )
    reason = models.CharField(_("reason"), max_length=500)
    evidence = models.ForeignKey(
        StoredFile,
        verbose_name=_("evidence"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=AdjustmentState,
        default=AdjustmentState.PROPOSED,
    )
    proposed_side = models.CharField(_("proposed by"), max_length=10, choices=Side)
    proposed_by = models.ForeignKey(
        User, verbose_name=_("proposed by"), on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    answered_by = models.ForeignKey(
        User,
        verbose_name=_("answered by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = LockedQuerySet.as_manager()

    class Meta:
        verbose_name = _("adjustment")
        verbose_name_plural = _("adjustments")
        ordering = ["contract", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "key"], name="adjustment_key_once"
            ),
            models.CheckConstraint(
                name="adjustment_answered_iff_not_proposed",
                condition=Q(
                    state=AdjustmentState.PROPOSED,
                    answered_at__isnull=True,
                    answered_by__isnull=True,
                )
                | (
                    ~Q(state=AdjustmentState.PROPOSED)
                    & Q(answered_at__isnull=False, answered_by__isnull=False)
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.metric} {self.period}: {self.amount}"
