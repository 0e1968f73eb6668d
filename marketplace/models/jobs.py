"""Jobs: what an enterprise wants done, and how bids will be judged."""

from datetime import datetime
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from accounts.enums import OrganisationKind
from accounts.models import Organisation, User
from audits.models import Round
from core.db import LockedQuerySet
from core.money import Money, MoneyField
from marketplace.states.jobs import AFTER_OPENING, NO_BIDS, JobState, Visibility
from reference.enums import Better
from reference.models import Indicator, Industry, Jurisdiction, Service, Unit


def _known_in(field: str, states: tuple[str, ...]) -> models.CheckConstraint:
    """Return the promise that an instant is known exactly in these states."""
    return models.CheckConstraint(
        name=f"job_{field}_by_state",
        condition=Q(**{"state__in": states, f"{field}__isnull": False})
        | (~Q(state__in=states) & Q(**{f"{field}__isnull": True})),
    )


class JobQuerySet(LockedQuerySet["Job"]):
    """Jobs by who may see them and where they stand."""

    def published(self) -> Self:
        """Those that left the drawer, however they ended."""
        return self.filter(published_at__isnull=False)

    def public(self) -> Self:
        """Those that everybody may read."""
        return self.published().filter(visibility=Visibility.PUBLIC)

    def of_members(self, user: User | AnonymousUser) -> Self:
        """Those of the enterprises a person works for."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            enterprise__in=Organisation.objects.filter(
                memberships__user=user, memberships__state="active"
            )
        )

    def accepting_bids(self, at: datetime) -> Self:
        """Those for which a bid may be submitted at an instant."""
        return self.filter(state=JobState.PUBLISHED, bids_until__gt=at)

    def due_for_closing(self, at: datetime) -> Self:
        """Those past their deadline that still say they are open."""
        return self.filter(state=JobState.PUBLISHED, bids_until__lte=at)

    def due_for_opening(self, at: datetime) -> Self:
        """Those whose planned opening has come."""
        return self.filter(
            state__in=(JobState.PUBLISHED, JobState.CLOSED),
            bids_until__lte=at,
            opens_at__lte=at,
        )


class Job(models.Model):
    """One thing an enterprise wants done, open to sealed bids."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    enterprise = models.ForeignKey(
        Organisation,
        verbose_name=_("enterprise"),
        on_delete=models.PROTECT,
        related_name="jobs",
        limit_choices_to={"kind": OrganisationKind.ENTERPRISE},
    )
    created_by = models.ForeignKey(
        User, verbose_name=_("drafted by"), on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("title"), max_length=120)
    scope = models.TextField(_("scope of work"), max_length=10_000)
    services = models.ManyToManyField(
        Service, verbose_name=_("services wanted"), related_name="jobs"
    )
    round = models.ForeignKey(
        Round,
        verbose_name=_("audit round"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="jobs",
    )
    site = models.ForeignKey(
        Jurisdiction,
        verbose_name=_("place of the work"),
        on_delete=models.PROTECT,
        related_name="jobs",
    )
    industries = models.ManyToManyField(
        Industry, verbose_name=_("industries"), blank=True, related_name="jobs"
    )
    budget = MoneyField(_("budget"), null=True, blank=True)
    budget_shown = models.BooleanField(_("budget is shown"), default=True)
    visibility = models.CharField(
        _("who may read and bid"),
        max_length=10,
        choices=Visibility,
        default=Visibility.PUBLIC,
    )
    price_weight = models.PositiveSmallIntegerField(
        _("weight of the price"),
        default=40,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    questions_until = models.DateTimeField(_("questions until"))
    bids_until = models.DateTimeField(_("bids until"))
    opens_at = models.DateTimeField(_("opening of the bids"))
    state = models.CharField(
        _("state"), max_length=12, choices=JobState, default=JobState.DRAFT
    )
    created_at = models.DateTimeField(_("drafted at"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    awarded_at = models.DateTimeField(_("awarded at"), null=True, blank=True)
    contracted_at = models.DateTimeField(_("contracted at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_reason = models.TextField(_("why it ended"), max_length=2000, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-created_at", "-pk"]
        permissions = [("manage_job", _("Can run the job for the enterprise"))]
        constraints = [
            models.CheckConstraint(
                name="job_published_at_by_state",
                condition=Q(state=JobState.DRAFT, published_at__isnull=True)
                | Q(state=JobState.CANCELLED)
                | (
                    ~Q(state__in=(JobState.DRAFT, JobState.CANCELLED))
                    & Q(published_at__isnull=False)
                ),
            ),
            _known_in("opened_at", (*AFTER_OPENING, JobState.FAILED)),
            _known_in("awarded_at", (JobState.AWARDED, JobState.CONTRACTED)),
            _known_in("contracted_at", (JobState.CONTRACTED,)),
            _known_in("ended_at", (JobState.CANCELLED, JobState.FAILED)),
            models.CheckConstraint(
                name="job_ended_with_reason",
                condition=Q(ended_at__isnull=True) | ~Q(ended_reason=""),
            ),
            models.CheckConstraint(
                name="job_deadlines_in_order",
                condition=Q(questions_until__lte=F("bids_until"))
                & Q(opens_at__gte=F("bids_until")),
            ),
            models.CheckConstraint(
                name="job_price_weight_is_share",
                condition=Q(price_weight__gte=0, price_weight__lte=100),
            ),
            models.CheckConstraint(
                name="job_budget_positive",
                condition=Q(budget__isnull=True) | Q(budget__gt=0),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "bids_until"], name="job_state_deadline"),
            models.Index(fields=["-published_at"], name="job_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        """Return the public page of the job."""
        return reverse("marketplace:job", args=[self.number])

    @property
    def is_opened(self) -> bool:
        """Whether the bids were opened."""
        return self.opened_at is not None

    def standing(self, at: datetime) -> JobState:
        """Return where the job stands at an instant.

        Past its deadline a job takes no bids, whether or not the daily run has
        closed it yet.
        """
        if self.state == JobState.PUBLISHED and at >= self.bids_until:
            return JobState.CLOSED
        return JobState(self.state)

    @property
    def why_ended(self) -> str:
        """The reason for ending, as a sentence."""
        if self.ended_reason == NO_BIDS:
            return gettext("Nobody bid before the deadline.")
        return self.ended_reason

    @property
    def shown_budget(self) -> Money | None:
        """The budget, where the enterprise shows it."""
        return self.budget if self.budget_shown else None

    def accepts_questions(self, at: datetime) -> bool:
        """Tell whether a question may still be asked."""
        return self.state == JobState.PUBLISHED and at < self.questions_until

    def accepts_bids(self, at: datetime) -> bool:
        """Tell whether a bid may still be submitted, replaced or withdrawn."""
        return self.state == JobState.PUBLISHED and at < self.bids_until


class JobUserObjectPermission(UserObjectPermissionBase):
    """A person may run one job."""

    content_object = models.ForeignKey(Job, on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = _("grant on a job")
        verbose_name_plural = _("grants on jobs")


class JobGroupObjectPermission(GroupObjectPermissionBase):
    """A group may run one job; kept so that no generic grant ever exists."""

    content_object = models.ForeignKey(Job, on_delete=models.CASCADE)

    class Meta(GroupObjectPermissionBase.Meta):
        verbose_name = _("group grant on a job")
        verbose_name_plural = _("group grants on jobs")


class JobCriterion(models.Model):
    """A quality that bids are scored on, beside the price."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("criterion"), max_length=80)
    description = models.CharField(_("what earns points"), max_length=500, blank=True)
    weight = models.PositiveSmallIntegerField(
        _("weight"), validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["job", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["job", "position"], name="job_criterion_position"
            ),
            models.CheckConstraint(
                name="job_criterion_weight_is_share",
                condition=Q(weight__gte=1, weight__lte=100),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class JobMetric(models.Model):
    """A figure the work is meant to move, and by how much."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="metrics")
    position = models.PositiveSmallIntegerField(_("position"))
    indicator = models.ForeignKey(
        Indicator,
        verbose_name=_("indicator"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="+"
    )
    baseline = models.DecimalField(_("baseline"), max_digits=18, decimal_places=4)
    target = models.DecimalField(_("target"), max_digits=18, decimal_places=4)
    direction = models.CharField(_("direction"), max_length=10, choices=Better)
    weight = models.PositiveSmallIntegerField(
        _("share of the performance fee"),
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )

    class Meta:
        verbose_name = _("performance metric")
        verbose_name_plural = _("performance metrics")
        ordering = ["job", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["job", "position"], name="job_metric_position"
            ),
            models.UniqueConstraint(
                fields=["job", "indicator"], name="job_metric_indicator_once"
            ),
            models.CheckConstraint(
                name="job_metric_target_improves",
                condition=Q(direction=Better.LOWER, target__lt=F("baseline"))
                | Q(direction=Better.HIGHER, target__gt=F("baseline")),
            ),
            models.CheckConstraint(
                name="job_metric_weight_is_share",
                condition=Q(weight__gte=1, weight__lte=100),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.baseline} → {self.target}"


class JobInvitation(models.Model):
    """A provider asked to bid."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="invitations")
    provider = models.ForeignKey(
        Organisation,
        verbose_name=_("provider"),
        on_delete=models.PROTECT,
        related_name="job_invitations",
        limit_choices_to={"kind": OrganisationKind.PROVIDER},
    )
    invited_at = models.DateTimeField(_("invited at"))

    class Meta:
        verbose_name = _("invitation to bid")
        verbose_name_plural = _("invitations to bid")
        ordering = ["invited_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["job", "provider"], name="job_invitation_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.job.number} → {self.provider}"
