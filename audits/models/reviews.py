"""Review sessions: a panel, its sheets, and what they amount to."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation, User
from audits.enums import Outcome, ReviewKind
from audits.models.reports import Report
from audits.models.rounds import Round
from audits.models.rubrics import Rubric
from audits.states import SessionState
from core.db import LockedQuerySet


class ReviewSessionQuerySet(LockedQuerySet["ReviewSession"]):
    """Sessions by who sits in them."""

    def seated(self, user: User | AnonymousUser) -> Self:
        """Those in whose panel a person sits."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(seats__user=user, seats__left_at__isnull=True)


class ReviewSession(models.Model):
    """A meeting that evaluates or accepts one round."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    round = models.ForeignKey(
        Round,
        verbose_name=_("audit round"),
        on_delete=models.PROTECT,
        related_name="sessions",
    )
    report = models.ForeignKey(
        Report,
        verbose_name=_("report under review"),
        on_delete=models.PROTECT,
        related_name="sessions",
    )
    kind = models.CharField(_("review"), max_length=12, choices=ReviewKind)
    rubric = models.ForeignKey(
        Rubric,
        verbose_name=_("rubric"),
        on_delete=models.PROTECT,
        related_name="sessions",
    )
    organiser = models.ForeignKey(
        Organisation,
        verbose_name=_("organiser"),
        on_delete=models.PROTECT,
        related_name="review_sessions",
    )
    meets_on = models.DateField(_("day of the meeting"))
    place = models.CharField(_("place of the meeting"), max_length=200, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=SessionState, default=SessionState.PLANNED
    )
    planned_at = models.DateTimeField(_("planned at"))
    opened_at = models.DateTimeField(
        pgettext_lazy("review", "opened at"), null=True, blank=True
    )
    concluded_at = models.DateTimeField(
        pgettext_lazy("review", "concluded at"), null=True, blank=True
    )
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)

    objects = ReviewSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("review session")
        verbose_name_plural = _("review sessions")
        ordering = ["-meets_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "kind"],
                condition=Q(state__in=[SessionState.PLANNED, SessionState.SCORING]),
                name="session_one_open_per_kind",
            ),
            models.CheckConstraint(
                name="session_opened_at_by_state",
                condition=Q(state=SessionState.PLANNED, opened_at__isnull=True)
                | Q(
                    state__in=[SessionState.SCORING, SessionState.CONCLUDED],
                    opened_at__isnull=False,
                )
                | Q(state=SessionState.CANCELLED),
            ),
            models.CheckConstraint(
                name="session_concluded_at_iff_concluded",
                condition=Q(state=SessionState.CONCLUDED, concluded_at__isnull=False)
                | (~Q(state=SessionState.CONCLUDED) & Q(concluded_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="session_cancelled_at_iff_cancelled",
                condition=Q(state=SessionState.CANCELLED, cancelled_at__isnull=False)
                | (~Q(state=SessionState.CANCELLED) & Q(cancelled_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        """Return the page on which the panel works."""
        return reverse("audits:review", args=[self.number])


class PanelSeat(models.Model):
    """An expert on a session's panel; who leaves keeps the row with the reason."""

    session = models.ForeignKey(
        ReviewSession, on_delete=models.CASCADE, related_name="seats"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("expert"),
        on_delete=models.PROTECT,
        related_name="panel_seats",
    )
    seated_at = models.DateTimeField(_("seated at"))
    left_at = models.DateTimeField(
        pgettext_lazy("panel", "left at"), null=True, blank=True
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = LockedQuerySet.as_manager()

    class Meta:
        verbose_name = _("panel seat")
        verbose_name_plural = _("panel seats")
        ordering = ["session", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "user"], name="panel_seat_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.session_id}"


class SheetDraft(models.Model):
    """Points an expert has not signed yet."""

    seat = models.OneToOneField(
        PanelSeat, on_delete=models.CASCADE, related_name="draft"
    )
    scores = models.JSONField(_("points"), default=dict)
    vetoes = models.JSONField(_("veto items"), default=list)
    opinion = models.TextField(_("opinion"), blank=True)
    saved_at = models.DateTimeField(_("saved at"))

    class Meta:
        verbose_name = _("draft of a score sheet")
        verbose_name_plural = _("drafts of score sheets")

    def __str__(self) -> str:
        return f"{self.seat_id}"


class ScoreSheet(models.Model):
    """A signed sheet. The database refuses to change or remove it."""

    seat = models.OneToOneField(
        PanelSeat, on_delete=models.PROTECT, related_name="sheet"
    )
    scores = models.JSONField(_("points"), encoder=DjangoJSONEncoder)
    vetoes = models.JSONField(_("veto items"), default=list)
    opinion = models.TextField(_("opinion"), blank=True)
    total = models.DecimalField(_("total"), max_digits=6, decimal_places=2)
    signed_at = models.DateTimeField(_("signed at"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        verbose_name = _("score sheet")
        verbose_name_plural = _("score sheets")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.seat_id}: {self.total}"


class SessionConclusion(models.Model):
    """What the signed sheets amount to under the rubric's rule. Never changed."""

    session = models.OneToOneField(
        ReviewSession, on_delete=models.PROTECT, related_name="conclusion"
    )
    score = models.DecimalField(_("score"), max_digits=6, decimal_places=2)
    outcome = models.CharField(
        pgettext_lazy("review", "outcome"), max_length=12, choices=Outcome
    )
    vetoes = models.JSONField(_("veto items"), default=list)
    section_means = models.JSONField(
        _("means by section"), default=dict, encoder=DjangoJSONEncoder
    )
    opinion = models.TextField(_("review opinion"), blank=True)
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    concluded_at = models.DateTimeField(pgettext_lazy("review", "concluded at"))

    class Meta:
        verbose_name = _("conclusion")
        verbose_name_plural = _("conclusions")

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.score}"
