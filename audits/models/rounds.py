"""Audit rounds: one enterprise's way from its listing to its results."""

from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from guardian.models import UserObjectPermissionBase

from accounts.models import Organisation, User
from audits.enums import Basis, Mode
from audits.models.lists import Listing
from audits.states import ACCEPTED, EVALUATED, RoundState, Stage
from core.db import LockedQuerySet
from core.money import MoneyField

_BEFORE_START = (RoundState.LISTED, RoundState.INFO_PUBLISHED)
_ENDED = (*ACCEPTED, RoundState.RESULTS_PUBLISHED)
_FROM_IMPLEMENTING = (RoundState.IMPLEMENTING, *_ENDED)
_FROM_EVALUATION = (*EVALUATED, *_FROM_IMPLEMENTING)
_FROM_REPORT = (RoundState.REPORT_SUBMITTED, *_FROM_EVALUATION)


def _stamped(field: str, states: tuple[str, ...]) -> models.CheckConstraint:
    """Return the promise that an instant is known exactly in these states."""
    return models.CheckConstraint(
        name=f"round_{field}_by_state",
        condition=Q(**{"state__in": states, f"{field}__isnull": False})
        | (~Q(state__in=states) & Q(**{f"{field}__isnull": True})),
    )


class RoundQuerySet(LockedQuerySet["Round"]):
    """Rounds by who may see them."""

    def public(self) -> Self:
        """Those the public may know of: named on a list, or with results."""
        return self.filter(
            Q(basis=Basis.MANDATORY) | Q(state=RoundState.RESULTS_PUBLISHED)
        )

    def open(self) -> Self:
        """Those without results yet."""
        return self.exclude(state=RoundState.RESULTS_PUBLISHED)

    def of(self, organisation: Organisation) -> Self:
        """Those an organisation takes part in, as enterprise or as provider."""
        return self.filter(Q(enterprise=organisation) | Q(provider=organisation))

    def worked_on_by(self, user: User | AnonymousUser) -> Self:
        """Those of the organisations a person works for."""
        if not user.is_authenticated:
            return self.none()
        mine = Organisation.objects.filter(
            memberships__user=user, memberships__state="active"
        )
        return self.filter(Q(enterprise__in=mine) | Q(provider__in=mine))


class Round(models.Model):
    """One audit of one enterprise."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    enterprise = models.ForeignKey(
        Organisation,
        verbose_name=_("enterprise"),
        on_delete=models.PROTECT,
        related_name="audit_rounds",
    )
    listing = models.OneToOneField(
        Listing,
        verbose_name=_("listing"),
        on_delete=models.PROTECT,
        related_name="round",
        null=True,
        blank=True,
    )
    previous = models.ForeignKey(
        "self",
        verbose_name=_("follows the round"),
        on_delete=models.PROTECT,
        related_name="followers",
        null=True,
        blank=True,
    )
    basis = models.CharField(_("basis"), max_length=10, choices=Basis)
    mode = models.CharField(
        _("mode"), max_length=14, choices=Mode, default=Mode.STANDARD
    )
    provider = models.ForeignKey(
        Organisation,
        verbose_name=_("provider"),
        on_delete=models.PROTECT,
        related_name="advised_rounds",
        null=True,
        blank=True,
        help_text=_("Empty where the enterprise audits on its own."),
    )
    state = models.CharField(_("state"), max_length=24, choices=RoundState)
    opened_at = models.DateTimeField(pgettext_lazy("audit", "opened at"))
    info_published_at = models.DateTimeField(
        _("information published at"), null=True, blank=True
    )
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    report_submitted_at = models.DateTimeField(
        _("report filed at"), null=True, blank=True
    )
    evaluated_at = models.DateTimeField(_("evaluated at"), null=True, blank=True)
    implementing_at = models.DateTimeField(
        _("implementing since"), null=True, blank=True
    )
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    results_published_at = models.DateTimeField(
        _("results published at"), null=True, blank=True
    )
    baseline_year = models.PositiveSmallIntegerField(
        _("last baseline year"), null=True, blank=True
    )
    cost_threshold = MoneyField(
        _("cost threshold"),
        null=True,
        blank=True,
        help_text=_("Options above it are of medium or high cost."),
    )
    covered_enterprises = models.ManyToManyField(
        Organisation,
        through="CoveredEnterprise",
        related_name="covered_by_rounds",
        verbose_name=_("covered enterprises"),
    )

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit round")
        verbose_name_plural = _("audit rounds")
        permissions = [("review_round", _("Can review the round as an expert"))]
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                # Who was found unqualified audits again on the same listing.
                name="round_mandatory_iff_listed",
                condition=Q(basis=Basis.MANDATORY, listing__isnull=False)
                | Q(basis=Basis.MANDATORY, previous__isnull=False)
                | Q(basis=Basis.VOLUNTARY, listing__isnull=True),
            ),
            models.CheckConstraint(
                name="round_info_published_at_by_state",
                condition=Q(state=RoundState.LISTED, info_published_at__isnull=True)
                | (
                    ~Q(state=RoundState.LISTED)
                    & Q(basis=Basis.MANDATORY, info_published_at__isnull=False)
                )
                | (
                    ~Q(state__in=_BEFORE_START)
                    & Q(basis=Basis.VOLUNTARY, info_published_at__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="round_started_at_by_state",
                condition=Q(state__in=_BEFORE_START, started_at__isnull=True)
                | (~Q(state__in=_BEFORE_START) & Q(started_at__isnull=False)),
            ),
            _stamped("report_submitted_at", _FROM_REPORT),
            _stamped("evaluated_at", _FROM_EVALUATION),
            _stamped("implementing_at", _FROM_IMPLEMENTING),
            _stamped("accepted_at", _ENDED),
            _stamped("results_published_at", (RoundState.RESULTS_PUBLISHED,)),
            models.CheckConstraint(
                name="round_provider_is_not_enterprise",
                condition=Q(provider__isnull=True) | ~Q(provider=F("enterprise")),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-opened_at"], name="round_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.enterprise}"

    def get_absolute_url(self) -> str:
        """Return the round's page in the workspace."""
        return reverse("audits:round", args=[self.number])

    @property
    def public_url(self) -> str:
        """The page on which the public follows the round."""
        return reverse("audits:result", args=[self.number])

    @property
    def stage(self) -> Stage:
        """How far the round is, as the public is told before results are out."""
        if self.state == RoundState.RESULTS_PUBLISHED:
            return Stage.PUBLISHED
        if self.state in _BEFORE_START:
            return Stage.LISTED
        return Stage.UNDER_WAY

    @property
    def is_own_audit(self) -> bool:
        """Whether the enterprise audits without a provider."""
        return self.provider_id is None

    @property
    def baseline_years(self) -> tuple[int, ...]:
        """The three years savings are measured against, once they are set."""
        last = self.baseline_year
        return () if last is None else (last - 2, last - 1, last)


class RoundGrant(UserObjectPermissionBase):
    """A permission that one person holds on one round, such as reviewing it."""

    content_object = models.ForeignKey(Round, on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = _("grant on a round")
        verbose_name_plural = _("grants on rounds")


class CoveredEnterprise(models.Model):
    """An enterprise that a round of a park, cluster or industry covers."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="coverages")
    enterprise = models.ForeignKey(
        Organisation,
        verbose_name=_("enterprise"),
        on_delete=models.PROTECT,
        related_name="coverages",
    )
    counts_as_audit = models.BooleanField(_("counts as an audit"), default=False)

    class Meta:
        verbose_name = _("covered enterprise")
        verbose_name_plural = _("covered enterprises")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "enterprise"], name="covered_enterprise_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} · {self.round_id}"


class Disclosure(models.Model):
    """What a listed enterprise publishes about itself (`measures.11`)."""

    round = models.OneToOneField(
        Round, on_delete=models.PROTECT, related_name="disclosure"
    )
    name = models.CharField(_("name"), max_length=200)
    legal_representative = models.CharField(_("legal representative"), max_length=80)
    address = models.CharField(_("address"), max_length=250)
    pollutants = models.TextField(
        _("pollutants"),
        blank=True,
        help_text=_("Names, manner, concentration, quantity and exceedance."),
    )
    energy = models.TextField(
        _("energy"), blank=True, help_text=_("Types, use, unit use and exceedance.")
    )
    toxics = models.TextField(
        _("toxic and harmful substances"),
        blank=True,
        help_text=_("Inputs, use, releases, hazardous waste and risk control."),
    )
    published_at = models.DateTimeField(pgettext_lazy("audit", "published at"))

    class Meta:
        verbose_name = _("published information")
        verbose_name_plural = _("published information")

    def __str__(self) -> str:
        return f"{self.name} · {self.round_id}"

    def texts(self) -> list[tuple[Any, str]]:
        """Return label and text of each part that was filled in."""
        fields = ("pollutants", "energy", "toxics")
        return [
            (self._meta.get_field(name).verbose_name, text)  # type: ignore[union-attr] # plain fields have names
            for name in fields
            if (text := getattr(self, name))
        ]
