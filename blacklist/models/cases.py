"""Violation cases."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from guardian.models import UserObjectPermissionBase

from accounts.models import Organisation
from blacklist.enums import ConductKind, Tier
from blacklist.models.constraints import set_iff, set_in
from blacklist.states import (
    DECIDED_BY_THEN,
    NOTICED_BY_THEN,
    PROPOSED_BY_THEN,
    REVIEWED_BY_THEN,
    CaseState,
)
from core.db import LockedQuerySet
from core.models import StoredFile
from reference.models import Article, Jurisdiction


class ViolationCaseQuerySet(LockedQuerySet["ViolationCase"]):
    """Cases."""

    def noticed(self) -> Self:
        """Those the party has been told of."""
        return self.filter(noticed_at__isnull=False)


class ViolationCase(models.Model):
    """An authority's case against a provider, from filing to its end.

    Name and credit code are kept as they were when the case was filed.
    ``rectification_standard`` is what the party has to meet,
    ``sanction_basis`` what empowers the authority; both were in force when the
    conduct ended.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    state = models.CharField(
        _("state"), max_length=10, choices=CaseState, default=CaseState.FILED
    )
    party = models.ForeignKey(
        Organisation,
        verbose_name=_("party"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="violation_cases",
    )
    party_name = models.CharField(_("name of the party"), max_length=200)
    party_credit_code = models.CharField(
        _("credit code of the party"), max_length=18, blank=True
    )
    enterprise_name = models.CharField(
        _("enterprise whose audit is concerned"), max_length=200, blank=True
    )
    kind = models.CharField(_("kind of conduct"), max_length=16, choices=ConductKind)
    conduct_from = models.DateField(_("conduct from"))
    conduct_until = models.DateField(_("conduct until"))
    findings = models.TextField(_("facts found"))
    rectification_standard = models.ForeignKey(
        Article,
        verbose_name=_("what is to be put right"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    sanction_basis = models.ForeignKey(
        Article,
        verbose_name=_("basis of the sanction"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    authority = models.ForeignKey(
        Organisation,
        verbose_name=_("authority"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        verbose_name=pgettext_lazy("register", "place"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handler"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    filed_at = models.DateTimeField(pgettext_lazy("case", "filed at"))
    decision_due_on = models.DateField(_("decision due on"))

    tier = models.CharField(_("proposed tier"), max_length=10, choices=Tier, blank=True)
    proposal = models.TextField(_("proposed outcome"), blank=True)
    proposed_at = models.DateTimeField(
        pgettext_lazy("case", "proposed at"), null=True, blank=True
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("case", "proposed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    noticed_at = models.DateTimeField(_("notice recorded at"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decision recorded at"), null=True, blank=True)
    annulled_at = models.DateTimeField(_("annulled at"), null=True, blank=True)
    concluded_at = models.DateTimeField(_("concluded at"), null=True, blank=True)
    closed_at = models.DateTimeField(
        pgettext_lazy("case", "closed at"), null=True, blank=True
    )
    closing_reason = models.TextField(_("reason for closing"), blank=True)

    objects = ViolationCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("violation case")
        verbose_name_plural = _("violation cases")
        ordering = ["-filed_at", "-pk"]
        permissions = [("handle_violationcase", _("May handle this case"))]
        indexes = [models.Index(fields=["state", "filed_at"], name="case_state")]
        constraints = [
            models.CheckConstraint(
                name="case_conduct_in_order",
                condition=Q(conduct_until__gte=F("conduct_from")),
            ),
            models.CheckConstraint(
                name="case_reviewed_by_another",
                condition=Q(reviewed_by__isnull=True)
                | ~Q(reviewed_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="case_tier_once_proposed",
                condition=~Q(state__in=PROPOSED_BY_THEN) | ~Q(tier=""),
            ),
            set_in("case_proposed_at", "proposed_at", PROPOSED_BY_THEN),
            set_in("case_proposed_by", "proposed_by", PROPOSED_BY_THEN),
            set_in("case_reviewed_at", "reviewed_at", REVIEWED_BY_THEN),
            set_in("case_reviewed_by", "reviewed_by", REVIEWED_BY_THEN),
            set_in("case_noticed_at", "noticed_at", NOTICED_BY_THEN),
            set_iff("case_decided_at_iff_decided", "decided_at", DECIDED_BY_THEN),
            set_iff("case_annulled_at_iff", "annulled_at", [CaseState.ANNULLED]),
            set_iff("case_closed_at_iff_closed", "closed_at", [CaseState.CLOSED]),
            set_in("case_concluded_at", "concluded_at", [CaseState.CONCLUDED]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.party_name}"

    def get_absolute_url(self) -> str:
        """Return the party's own page of the case."""
        return reverse("blacklist:my_case", args=[self.number])


class ViolationCaseUserPermission(UserObjectPermissionBase):
    """A grant on one case; it goes when the case goes."""

    content_object = models.ForeignKey(ViolationCase, on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = _("grant on a case")
        verbose_name_plural = _("grants on cases")


class CaseFile(models.Model):
    """A file of a case: evidence, a served document or an annex.

    ``shared`` files may be read by the party; evidence is shared with the
    notice, working papers never are.
    """

    case = models.ForeignKey(
        ViolationCase, on_delete=models.PROTECT, related_name="files"
    )
    file = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, related_name="case_file"
    )
    title = models.CharField(_("title"), max_length=200)
    shared = models.BooleanField(_("open to the party"), default=False)
    by_party = models.BooleanField(_("handed in by the party"), default=False)

    class Meta:
        verbose_name = _("file of a case")
        verbose_name_plural = _("files of cases")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title
