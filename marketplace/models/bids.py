"""Bids: sealed until they open together, readable row by row afterwards."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import Storage, storages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind
from accounts.models import Organisation, User
from core.db import LockedQuerySet
from core.models import LogLeaf, StoredFile
from core.money import MoneyField
from marketplace.models.jobs import Job, JobCriterion, JobMetric
from marketplace.states.jobs import ENDED_BIDS, LIVE_BIDS, OPENED_BIDS, BidState

_ONCE_SUBMITTED = (BidState.SUBMITTED, BidState.REPLACED, *OPENED_BIDS)


def private_storage() -> Storage:
    """Return the storage that no public URL reaches."""
    return storages["private"]


class BidQuerySet(LockedQuerySet["Bid"]):
    """Bids by state and by whose they are."""

    def live(self) -> Self:
        """Those not withdrawn, lapsed or decided."""
        return self.filter(state__in=LIVE_BIDS)

    def opened(self) -> Self:
        """Those whose seal was broken at the opening."""
        return self.filter(state__in=OPENED_BIDS)

    def of_members(self, user: User | AnonymousUser) -> Self:
        """Those of the providers a person works for."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            provider__in=Organisation.objects.filter(
                memberships__user=user, memberships__state="active"
            )
        )


class Bid(models.Model):
    """A provider's offer for a job.

    Until the opening the row holds ciphertext only: ``sealed`` under a random
    key, and that key in ``sealed_key`` under one of the portal. What the
    opening reads stands in OpenedBid and its rows. A bid is submitted once; to
    change it a provider drafts another, and the first one counts until that
    one replaces it.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="bids")
    provider = models.ForeignKey(
        Organisation,
        verbose_name=_("provider"),
        on_delete=models.PROTECT,
        related_name="bids",
        limit_choices_to={"kind": OrganisationKind.PROVIDER},
    )
    state = models.CharField(
        _("state"), max_length=12, choices=BidState, default=BidState.DRAFT
    )
    sealed = models.BinaryField(_("sealed content"))
    sealed_key = models.BinaryField(_("sealed key"))
    drafted_by = models.ForeignKey(
        User, verbose_name=_("drafted by"), on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField(_("drafted at"))
    changed_at = models.DateTimeField(_("last changed at"))
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = BidQuerySet.as_manager()

    class Meta:
        verbose_name = _("bid")
        verbose_name_plural = _("bids")
        ordering = ["-drafted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["job", "provider"],
                condition=Q(state=BidState.DRAFT),
                name="bid_one_draft",
            ),
            models.UniqueConstraint(
                fields=["job", "provider"],
                condition=Q(state__in=(BidState.SUBMITTED, *OPENED_BIDS)),
                name="bid_one_counting",
            ),
            models.UniqueConstraint(
                fields=["job"],
                condition=Q(state=BidState.AWARDED),
                name="bid_one_awarded",
            ),
            models.CheckConstraint(
                name="bid_submitted_at_by_state",
                condition=Q(state=BidState.DRAFT, submitted_at__isnull=True)
                | Q(state__in=(BidState.WITHDRAWN, BidState.LAPSED))
                | (Q(state__in=_ONCE_SUBMITTED) & Q(submitted_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="bid_ended_at_by_state",
                condition=Q(state__in=ENDED_BIDS, ended_at__isnull=False)
                | (~Q(state__in=ENDED_BIDS) & Q(ended_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class SealedFile(models.Model):
    """An attachment of a bid, kept as ciphertext; its name is sealed too."""

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="sealed_files")
    position = models.PositiveSmallIntegerField(_("position"))
    content = models.FileField(
        _("sealed content"), storage=private_storage, upload_to="sealed/%Y/%m/"
    )
    added_at = models.DateTimeField(_("added at"))

    class Meta:
        verbose_name = _("sealed file")
        verbose_name_plural = _("sealed files")
        ordering = ["bid", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["bid", "position"], name="sealed_file_position"
            )
        ]

    def __str__(self) -> str:
        return f"{self.bid} #{self.position}"


class BidReceipt(models.Model):
    """Proof of what was submitted and when, which reveals nothing of it.

    ``commitment`` is SHA-256 over a salt, which only the provider holds, and
    the bid in canonical JSON. Rows are never changed.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="receipts")
    commitment = models.CharField(_("commitment"), max_length=64)
    submitted_by = models.ForeignKey(
        User, verbose_name=_("submitted by"), on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(_("submitted at"))
    leaf = models.OneToOneField(
        LogLeaf,
        verbose_name=_("log leaf"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("bid receipt")
        verbose_name_plural = _("bid receipts")
        ordering = ["submitted_at", "pk"]

    def __str__(self) -> str:
        return self.number


class Opening(models.Model):
    """All bids of a job were opened together."""

    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="opening")
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(
        User,
        verbose_name=_("opened by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty where the portal opened them by itself."),
    )
    bid_count = models.PositiveIntegerField(_("bids"))
    leaf = models.OneToOneField(
        LogLeaf,
        verbose_name=_("log leaf"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        ordering = ["-opened_at"]

    def __str__(self) -> str:
        return f"{self.job.number} {self.opened_at:%Y-%m-%d %H:%M}"


class OpenedBid(models.Model):
    """What a bid says, written out by the opening."""

    bid = models.OneToOneField(Bid, on_delete=models.PROTECT, related_name="content")
    receipt = models.OneToOneField(
        BidReceipt, on_delete=models.PROTECT, related_name="opened"
    )
    price = MoneyField(_("price"))
    proposal = models.TextField(_("proposal"))
    team = models.JSONField(_("team"), default=list)
    files = models.ManyToManyField(StoredFile, related_name="+", blank=True)

    class Meta:
        verbose_name = _("opened bid")
        verbose_name_plural = _("opened bids")
        ordering = ["price", "pk"]
        constraints = [
            models.CheckConstraint(
                name="opened_bid_price_positive", condition=Q(price__gt=0)
            )
        ]

    def __str__(self) -> str:
        return str(self.bid)


class OpenedAnswer(models.Model):
    """What a bid says to one criterion."""

    opened_bid = models.ForeignKey(
        OpenedBid, on_delete=models.CASCADE, related_name="answers"
    )
    criterion = models.ForeignKey(
        JobCriterion, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(_("answer"), blank=True)

    class Meta:
        verbose_name = _("answer to a criterion")
        verbose_name_plural = _("answers to criteria")
        ordering = ["opened_bid", "criterion__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["opened_bid", "criterion"], name="opened_answer_once"
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


class OpenedTarget(models.Model):
    """The value a bid promises for one metric."""

    opened_bid = models.ForeignKey(
        OpenedBid, on_delete=models.CASCADE, related_name="targets"
    )
    metric = models.ForeignKey(JobMetric, on_delete=models.PROTECT, related_name="+")
    target = models.DecimalField(_("target"), max_digits=18, decimal_places=4)

    class Meta:
        verbose_name = _("promised target")
        verbose_name_plural = _("promised targets")
        ordering = ["opened_bid", "metric__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["opened_bid", "metric"], name="opened_target_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.metric.indicator}: {self.target}"


class BidScore(models.Model):
    """One evaluator's points for one bid on one criterion, with the reason."""

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(
        JobCriterion, on_delete=models.PROTECT, related_name="scores"
    )
    evaluator = models.ForeignKey(
        User, verbose_name=_("evaluator"), on_delete=models.PROTECT, related_name="+"
    )
    points = models.DecimalField(
        _("points"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    reason = models.CharField(_("reason"), max_length=500)
    scored_at = models.DateTimeField(_("scored at"))

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["bid", "criterion__position", "evaluator"]
        constraints = [
            models.UniqueConstraint(
                fields=["bid", "criterion", "evaluator"], name="bid_score_once"
            ),
            models.CheckConstraint(
                name="bid_score_in_range",
                condition=Q(points__gte=0, points__lte=100),
            ),
            models.CheckConstraint(
                name="bid_score_with_reason", condition=~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bid} {self.criterion}: {self.points}"
