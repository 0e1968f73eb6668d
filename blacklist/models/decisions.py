"""Decisions of authorities, as recorded."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blacklist.enums import Tier
from blacklist.models.cases import ViolationCase


class Decision(models.Model):
    """A dated and signed decision; the portal records it and never makes it.

    Three people stand behind it: who proposed, who reviewed, who signed. When
    the statement period ended, or that it was waived, is kept here so that the
    database itself can refuse a decision that came too early.
    """

    case = models.OneToOneField(
        ViolationCase, on_delete=models.PROTECT, related_name="decision"
    )
    document_number = models.CharField(_("document number"), max_length=80, unique=True)
    tier = models.CharField(_("tier"), max_length=10, choices=Tier)
    facts = models.TextField(_("facts and evidence"))
    outcome = models.TextField(_("outcome"))
    performance = models.TextField(_("how and by when to comply"))
    remedies = models.TextField(_("remedies and time limits"))
    considered = models.TextField(_("how the statement was considered"), blank=True)
    decided_on = models.DateField(_("decided on"))
    served_on = models.DateField(_("served on"))
    statement_due_on = models.DateField(_("statement period ended on"))
    statement_waived = models.BooleanField(_("statement waived"), default=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("case", "proposed by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewed by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("case", "signed by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    signed_at = models.DateTimeField(pgettext_lazy("register", "signed at"))
    rectification_due_on = models.DateField(
        _("to be put right by"), null=True, blank=True
    )
    rectified_on = models.DateField(_("put right on"), null=True, blank=True)
    rectified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("verified by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.CheckConstraint(
                name="decision_by_different_people",
                condition=~Q(signed_by=F("proposed_by"))
                & ~Q(signed_by=F("reviewed_by"))
                & ~Q(reviewed_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="decision_after_statement_period",
                condition=Q(statement_waived=True)
                | Q(decided_on__gt=F("statement_due_on")),
            ),
            models.CheckConstraint(
                name="decision_served_after_it",
                condition=Q(served_on__gte=F("decided_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.document_number
