"""What a party can do after a decision."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blacklist.enums import RemedyKind, RemedyOutcome
from blacklist.models.cases import ViolationCase
from blacklist.models.constraints import set_iff
from blacklist.models.publications import NamePublication
from blacklist.states import RemedyState, RepairState
from core.db import LockedQuerySet


class ReconsiderationQuerySet(LockedQuerySet["Reconsideration"]):
    """Challenges."""


class Reconsideration(models.Model):
    """A challenge before the reviewing government or a court."""

    case = models.ForeignKey(
        ViolationCase, on_delete=models.PROTECT, related_name="reconsiderations"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=RemedyState, default=RemedyState.REQUESTED
    )
    kind = models.CharField(
        pgettext_lazy("register", "kind"), max_length=16, choices=RemedyKind
    )
    request = models.TextField(_("request and reasons"))
    requested_on = models.DateField(_("requested on"))
    requested_at = models.DateTimeField(_("reported at"))
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reported by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    due_on = models.DateField(_("last day of the period"))
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=RemedyOutcome, blank=True
    )
    outcome_on = models.DateField(_("decided on"), null=True, blank=True)
    outcome_document = models.CharField(_("document number"), max_length=80, blank=True)
    outcome_text = models.TextField(_("explanation"), blank=True)
    recorded_at = models.DateTimeField(
        pgettext_lazy("register", "recorded at"), null=True, blank=True
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = ReconsiderationQuerySet.as_manager()

    class Meta:
        verbose_name = _("challenge of a decision")
        verbose_name_plural = _("challenges of decisions")
        ordering = ["requested_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="reconsideration_one_open",
                fields=["case", "kind"],
                condition=Q(state=RemedyState.REQUESTED),
            ),
            set_iff(
                "reconsideration_outcome_on_iff", "outcome_on", [RemedyState.CONCLUDED]
            ),
            set_iff(
                "reconsideration_recorded_at_iff",
                "recorded_at",
                [RemedyState.CONCLUDED],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} · {self.get_kind_display()}"


class RepairApplicationQuerySet(LockedQuerySet["RepairApplication"]):
    """Applications for credit repair."""


class RepairApplication(models.Model):
    """A party shows that it complied and pledges to keep to the rules."""

    publication = models.ForeignKey(
        NamePublication, on_delete=models.PROTECT, related_name="repairs"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=RepairState, default=RepairState.SUBMITTED
    )
    performance = models.TextField(_("proof of performance"))
    pledged = models.BooleanField(_("credit pledge given"), default=False)
    applied_at = models.DateTimeField(_("applied at"))
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("applied by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(
        pgettext_lazy("register", "decided at"), null=True, blank=True
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("register", "decided by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    answer = models.TextField(_("answer"), blank=True)

    objects = RepairApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application for credit repair")
        verbose_name_plural = _("applications for credit repair")
        ordering = ["applied_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="repair_one_open",
                fields=["publication"],
                condition=Q(state=RepairState.SUBMITTED),
            ),
            models.CheckConstraint(
                name="repair_needs_pledge", condition=Q(pledged=True)
            ),
            set_iff(
                "repair_decided_at_iff_decided",
                "decided_at",
                [RepairState.GRANTED, RepairState.REFUSED],
            ),
        ]

    def __str__(self) -> str:
        return str(self.publication)
