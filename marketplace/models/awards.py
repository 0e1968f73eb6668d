"""Awards, their stand-still, and objections to them."""

from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from core.db import LockedQuerySet
from marketplace.models.bids import Bid
from marketplace.models.jobs import Job
from marketplace.states.jobs import AwardState, ObjectionState


class AwardQuerySet(LockedQuerySet["Award"]):
    """Awards that count."""

    def live(self) -> Self:
        """Those not withdrawn."""
        return self.exclude(state=AwardState.WITHDRAWN)


class Award(models.Model):
    """The enterprise chose one bid; it stands still before it binds."""

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="awards")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="awards")
    state = models.CharField(
        _("state"), max_length=10, choices=AwardState, default=AwardState.STANDING
    )
    rank = models.PositiveSmallIntegerField(_("rank of the bid"))
    reason = models.TextField(_("reason"), max_length=4000, blank=True)
    comparison = models.JSONField(
        _("comparison"), help_text=_("The matrix as it was when the award was made.")
    )
    awarded_by = models.ForeignKey(
        User, verbose_name=_("awarded by"), on_delete=models.PROTECT, related_name="+"
    )
    awarded_at = models.DateTimeField(_("awarded at"))
    standstill_until = models.DateField(
        _("last day of the stand-still"),
        help_text=_("Objections may be filed until the end of this day."),
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(
        pgettext_lazy("award", "withdrawn at"), null=True, blank=True
    )
    withdrawn_reason = models.TextField(
        _("why it was withdrawn"), max_length=2000, blank=True
    )

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering = ["-awarded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["job"],
                condition=~Q(state=AwardState.WITHDRAWN),
                name="award_one_live",
            ),
            models.CheckConstraint(
                name="award_confirmed_at_iff_confirmed",
                condition=Q(state=AwardState.CONFIRMED, confirmed_at__isnull=False)
                | (~Q(state=AwardState.CONFIRMED) & Q(confirmed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="award_withdrawn_at_iff_withdrawn",
                condition=(
                    Q(state=AwardState.WITHDRAWN, withdrawn_at__isnull=False)
                    & ~Q(withdrawn_reason="")
                )
                | (~Q(state=AwardState.WITHDRAWN) & Q(withdrawn_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="award_not_best_has_reason",
                condition=Q(rank=1) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job.number} → {self.bid.number}"

    @property
    def matrix(self) -> list[dict[str, Any]]:
        """The kept comparison, each score beside the name of its criterion."""
        english = (get_language() or "").startswith("en")
        criteria = self.comparison.get("weights", {}).get("criteria", [])
        return [
            {
                **row,
                "provider": (english and row.get("provider_en")) or row["provider"],
                "price_score": Decimal(row["price_score"]),
                "total": Decimal(row["total"]),
                "cells": list(zip(criteria, map(Decimal, row["scores"]), strict=True)),
            }
            for row in self.comparison.get("bids", [])
        ]


class Objection(models.Model):
    """A bidder that was not chosen says why the award is wrong."""

    award = models.ForeignKey(
        Award, on_delete=models.PROTECT, related_name="objections"
    )
    provider = models.ForeignKey(
        Organisation,
        verbose_name=_("provider"),
        on_delete=models.PROTECT,
        related_name="objections",
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=ObjectionState,
        default=ObjectionState.FILED,
    )
    text = models.TextField(_("objection"), max_length=4000)
    filed_by = models.ForeignKey(
        User, verbose_name=_("filed by"), on_delete=models.PROTECT, related_name="+"
    )
    filed_at = models.DateTimeField(_("filed at"))
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
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
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["filed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["award", "provider"], name="objection_once"
            ),
            models.CheckConstraint(
                name="objection_answered_iff_decided",
                condition=Q(state=ObjectionState.FILED, answered_at__isnull=True)
                | (
                    ~Q(state=ObjectionState.FILED)
                    & Q(answered_at__isnull=False)
                    & ~Q(answer="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award} ({self.provider})"
