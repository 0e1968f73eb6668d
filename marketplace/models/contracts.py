"""Contracts, what both sides signed, and milestones."""

from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import OrganisationKind
from accounts.models import Organisation, User
from core.db import LockedQuerySet
from core.models import StoredFile
from core.money import MoneyField
from marketplace.models.awards import Award
from marketplace.models.jobs import Job
from marketplace.settlement import Formula
from marketplace.states.contracts import (
    SIGNED_STATES,
    ContractKind,
    ContractState,
    MilestoneState,
    Side,
)
from reference.models import EmissionFactor


class ContractQuerySet(LockedQuerySet["Contract"]):
    """Contracts by who may see them."""

    def of(self, organisation: Organisation) -> Self:
        """Those that bind an organisation."""
        return self.filter(Q(enterprise=organisation) | Q(provider=organisation))

    def concerning(self, organisation: Organisation) -> Self:
        """Those that bind an organisation or that it verifies."""
        return self.filter(
            Q(enterprise=organisation)
            | Q(provider=organisation)
            | Q(verifier=organisation)
        )

    def of_members(self, user: User | AnonymousUser) -> Self:
        """Those of the organisations a person works for, verifiers included."""
        if not user.is_authenticated:
            return self.none()
        own = Organisation.objects.filter(
            memberships__user=user, memberships__state="active"
        )
        return self.filter(
            Q(enterprise__in=own)
            | Q(provider__in=own)
            | (Q(verifier__in=own) & ~Q(state=ContractState.DRAFT))
        )

    def published(self) -> Self:
        """Those whose main facts everybody may know: signed by both."""
        return self.filter(signed_at__isnull=False)


class Contract(models.Model):
    """An agreement that pays for measured results.

    ``formula`` is everything that decides a fee; it is frozen with the text
    when the contract is offered for signature.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    job = models.ForeignKey(
        Job,
        verbose_name=_("job"),
        on_delete=models.PROTECT,
        related_name="contracts",
    )
    award = models.OneToOneField(
        Award,
        verbose_name=_("award"),
        on_delete=models.PROTECT,
        related_name="contract",
    )
    enterprise = models.ForeignKey(
        Organisation,
        verbose_name=_("enterprise"),
        on_delete=models.PROTECT,
        related_name="contracts_as_enterprise",
        limit_choices_to={"kind": OrganisationKind.ENTERPRISE},
    )
    provider = models.ForeignKey(
        Organisation,
        verbose_name=_("provider"),
        on_delete=models.PROTECT,
        related_name="contracts_as_provider",
        limit_choices_to={"kind": OrganisationKind.PROVIDER},
    )
    verifier = models.ForeignKey(
        Organisation,
        verbose_name=_("verifier"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contracts_as_verifier",
        help_text=_("Measures independently of the provider."),
    )
    kind = models.CharField(_("contract type"), max_length=24, choices=ContractKind)
    title = models.CharField(_("title"), max_length=120)
    scope = models.TextField(_("what is to be done"), max_length=10_000)
    measurement = models.TextField(
        _("how results are measured and verified"), max_length=5_000, blank=True
    )
    dispute_route = models.TextField(
        _("how disputes are settled"), max_length=2_000, blank=True
    )
    starts_on = models.DateField(_("begins on"))
    ends_on = models.DateField(_("ends on"))
    emission_factor = models.ForeignKey(
        EmissionFactor,
        verbose_name=_("emission factor"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    formula = models.JSONField(_("formula"))
    cap = MoneyField(_("highest total fee"))
    text_sha256 = models.CharField(_("SHA-256 of the text"), max_length=64, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=ContractState, default=ContractState.DRAFT
    )
    drafted_by = models.ForeignKey(
        User, verbose_name=_("drafted by"), on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField(_("drafted at"))
    changed_at = models.DateTimeField(_("last changed at"))
    offered_by = models.CharField(
        _("offered by"), max_length=10, choices=Side, blank=True
    )
    offered_at = models.DateTimeField(_("offered at"), null=True, blank=True)
    signed_at = models.DateTimeField(_("signed by both at"), null=True, blank=True)
    started_at = models.DateTimeField(_("begun at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_reason = models.TextField(_("why it ended"), max_length=2000, blank=True)

    objects = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        ordering = ["-drafted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="contract_offered_at_by_state",
                condition=Q(
                    state=ContractState.DRAFT, offered_at__isnull=True, text_sha256=""
                )
                | Q(state=ContractState.TERMINATED)
                | (
                    Q(state__in=(ContractState.OFFERED, *SIGNED_STATES))
                    & Q(offered_at__isnull=False)
                    & ~Q(text_sha256="")
                ),
            ),
            models.CheckConstraint(
                name="contract_signed_at_by_state",
                condition=Q(state__in=SIGNED_STATES, signed_at__isnull=False)
                | Q(state=ContractState.TERMINATED)
                | Q(
                    state__in=(ContractState.DRAFT, ContractState.OFFERED),
                    signed_at__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="contract_started_at_by_state",
                condition=Q(
                    state__in=(ContractState.ACTIVE, ContractState.COMPLETED),
                    started_at__isnull=False,
                )
                | Q(state=ContractState.TERMINATED)
                | Q(
                    state__in=(
                        ContractState.DRAFT,
                        ContractState.OFFERED,
                        ContractState.SIGNED,
                    ),
                    started_at__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="contract_ended_at_iff_ended",
                condition=Q(
                    state__in=(ContractState.COMPLETED, ContractState.TERMINATED),
                    ended_at__isnull=False,
                )
                | (
                    ~Q(state__in=(ContractState.COMPLETED, ContractState.TERMINATED))
                    & Q(ended_at__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="contract_terminated_with_reason",
                condition=~Q(state=ContractState.TERMINATED) | ~Q(ended_reason=""),
            ),
            models.CheckConstraint(
                name="contract_verifier_is_not_provider",
                condition=Q(verifier__isnull=True) | ~Q(verifier=F("provider")),
            ),
            models.CheckConstraint(
                name="contract_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-drafted_at"], name="contract_state_newest")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        """Return the page of the contract in the workspace."""
        return reverse("marketplace:contract", args=[self.number])

    @property
    def terms(self) -> Formula:
        """The formula, ready to compute with."""
        return Formula.read(self.formula)

    def party(self, side: str) -> Organisation:
        """Return the organisation on ``side``."""
        return self.enterprise if side == Side.ENTERPRISE else self.provider

    def text(self) -> dict[str, Any]:
        """Return what the signatures stand under, as JSON values."""
        return {
            "number": self.number,
            "title": self.title,
            "kind": self.kind,
            "job": self.job.number,
            "parties": {
                name: {"name": party.name, "credit_code": party.credit_code or ""}
                for name, party in self._parties().items()
            },
            "scope": self.scope,
            "measurement": self.measurement,
            "dispute_route": self.dispute_route,
            "starts_on": self.starts_on.isoformat(),
            "ends_on": self.ends_on.isoformat(),
            "emission_factor": self.emission_factor_id,
            "formula": self.formula,
        }

    def _parties(self) -> dict[str, Organisation]:
        found = {"enterprise": self.enterprise, "provider": self.provider}
        return found if self.verifier is None else found | {"verifier": self.verifier}


class Signature(models.Model):
    """Somebody signed a text for one side; never changed."""

    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="signatures"
    )
    side = models.CharField(_("side"), max_length=10, choices=Side)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    signed_by = models.ForeignKey(
        User, verbose_name=_("signed by"), on_delete=models.PROTECT, related_name="+"
    )
    signed_name = models.CharField(_("name typed at signature"), max_length=80)
    signed_at = models.DateTimeField(pgettext_lazy("contract", "signed at"))
    text_sha256 = models.CharField(_("SHA-256 of the text"), max_length=64)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "side", "text_sha256"], name="signature_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.contract.number} {self.side}"


class Milestone(models.Model):
    """A part of the base fee on its way to acceptance."""

    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="milestones"
    )
    key = models.CharField(_("key"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=120)
    fee = MoneyField(_("fee"))
    triggers = models.JSONField(_("what makes it payable"))
    due_on = models.DateField(
        pgettext_lazy("milestone", "due on"), null=True, blank=True
    )
    state = models.CharField(
        _("state"), max_length=12, choices=MilestoneState, default=MilestoneState.OPEN
    )
    note = models.TextField(_("what was delivered"), max_length=4000, blank=True)
    evidence = models.ForeignKey(
        StoredFile,
        verbose_name=_("evidence"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        User,
        verbose_name=_("accepted by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = LockedQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["contract", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "key"], name="milestone_key_once"
            ),
            models.CheckConstraint(
                name="milestone_submitted_at_by_state",
                condition=Q(state=MilestoneState.OPEN, submitted_at__isnull=True)
                | (~Q(state=MilestoneState.OPEN) & Q(submitted_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="milestone_accepted_at_iff_accepted",
                condition=Q(
                    state=MilestoneState.ACCEPTED,
                    accepted_at__isnull=False,
                    accepted_by__isnull=False,
                )
                | (
                    ~Q(state=MilestoneState.ACCEPTED)
                    & Q(accepted_at__isnull=True, accepted_by__isnull=True)
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title
