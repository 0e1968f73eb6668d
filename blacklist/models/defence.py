"""The party's rights: notice, statement, hearing."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blacklist.enums import ServiceWay, StatementKind, Tier
from blacklist.models.cases import ViolationCase
from blacklist.models.constraints import set_iff, set_in
from blacklist.states import HearingState
from core.db import LockedQuerySet


class Notice(models.Model):
    """What the party was told before a decision, and until when it may answer."""

    case = models.OneToOneField(
        ViolationCase, on_delete=models.PROTECT, related_name="notice"
    )
    facts = models.TextField(_("facts"))
    reasons = models.TextField(_("reasons and basis"))
    outcome = models.TextField(_("intended outcome"))
    rights = models.TextField(_("rights of the party"))
    tier = models.CharField(_("announced tier"), max_length=10, choices=Tier)
    served_on = models.DateField(_("served on"))
    served_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    way = models.CharField(_("way of service"), max_length=12, choices=ServiceWay)
    hearing_right = models.BooleanField(
        _("the party may request a hearing"), default=False
    )
    statement_due_on = models.DateField(_("statement due on"))
    hearing_due_on = models.DateField(
        _("hearing request due on"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.CheckConstraint(
                name="notice_leaves_time_to_answer",
                condition=Q(statement_due_on__gt=models.F("served_on")),
            ),
            models.CheckConstraint(
                name="notice_hearing_due_iff_right",
                condition=Q(hearing_right=True, hearing_due_on__isnull=False)
                | Q(hearing_right=False, hearing_due_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.case)


class Statement(models.Model):
    """What the party said to the notice, or that it will say nothing."""

    case = models.ForeignKey(
        ViolationCase, on_delete=models.PROTECT, related_name="statements"
    )
    kind = models.CharField(
        pgettext_lazy("register", "kind"), max_length=10, choices=StatementKind
    )
    text = models.TextField(_("text"), blank=True)
    filed_at = models.DateTimeField(pgettext_lazy("case", "filed at"))
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("tip", "filed by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    late = models.BooleanField(_("after the period"), default=False)

    class Meta:
        verbose_name = pgettext_lazy("case", "statement")
        verbose_name_plural = _("statements")
        ordering = ["filed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="statement_one_waiver",
                fields=["case"],
                condition=Q(kind=StatementKind.WAIVER),
            ),
            models.CheckConstraint(
                name="statement_says_something",
                condition=Q(kind=StatementKind.WAIVER) | ~Q(text=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} · {self.get_kind_display()}"


class HearingQuerySet(LockedQuerySet["Hearing"]):
    """Hearings."""


class Hearing(models.Model):
    """A hearing the party asked for."""

    case = models.OneToOneField(
        ViolationCase, on_delete=models.PROTECT, related_name="hearing"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=HearingState, default=HearingState.REQUESTED
    )
    request = models.TextField(_("reasons for the request"))
    requested_at = models.DateTimeField(_("requested at"))
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("register", "requested by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    notified_on = models.DateField(_("date announced on"), null=True, blank=True)
    scheduled_on = models.DateField(_("date of the hearing"), null=True, blank=True)
    place = models.CharField(_("place of the hearing"), max_length=200, blank=True)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    minutes = models.TextField(_("minutes"), blank=True)
    refusal = models.TextField(_("reason for the refusal"), blank=True)

    objects = HearingQuerySet.as_manager()

    class Meta:
        verbose_name = _("hearing")
        verbose_name_plural = _("hearings")
        constraints = [
            set_in(
                "hearing_scheduled_on",
                "scheduled_on",
                [HearingState.SCHEDULED, HearingState.HELD],
            ),
            set_iff("hearing_held_on_iff_held", "held_on", [HearingState.HELD]),
        ]

    def __str__(self) -> str:
        return str(self.case)
