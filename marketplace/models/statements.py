"""Settlement statements and disputes about what is in them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from core.db import LockedQuerySet
from core.money import Money, MoneyField
from marketplace.models.contracts import Contract
from marketplace.states.contracts import (
    COUNTED_STATEMENTS,
    DisputeState,
    Side,
    StatementState,
)


class SettlementStatement(models.Model):
    """What is due on a day; ``document`` is the file others recompute."""

    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="statements"
    )
    number = models.CharField(_("number"), max_length=20, unique=True)
    settled_on = models.DateField(_("day"))
    document = models.TextField(pgettext_lazy("statement", "document"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    entitled_now = MoneyField(_("newly earned"))
    due_now = MoneyField(_("due now"))
    held = MoneyField(_("held back"))
    contested = MoneyField(_("contested"))
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=StatementState,
        default=StatementState.COMPUTED,
    )
    computed_by = models.ForeignKey(
        User,
        verbose_name=_("computed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    computed_at = models.DateTimeField(_("computed at"))
    enterprise_accepted_by = models.ForeignKey(
        User,
        verbose_name=_("accepted for the enterprise by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    enterprise_accepted_at = models.DateTimeField(
        _("accepted for the enterprise at"), null=True, blank=True
    )
    provider_accepted_by = models.ForeignKey(
        User,
        verbose_name=_("accepted for the provider by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    provider_accepted_at = models.DateTimeField(
        _("accepted for the provider at"), null=True, blank=True
    )
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    paid_at = models.DateTimeField(_("paid at"), null=True, blank=True)
    replaces = models.OneToOneField(
        "self",
        verbose_name=_("replaces"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
    )

    objects = LockedQuerySet.as_manager()

    class Meta:
        verbose_name = _("settlement statement")
        verbose_name_plural = _("settlement statements")
        ordering = ["contract", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(state=StatementState.COMPUTED),
                name="statement_one_waiting",
            ),
            models.CheckConstraint(
                name="statement_accepted_at_by_state",
                condition=Q(state__in=COUNTED_STATEMENTS, accepted_at__isnull=False)
                | (~Q(state__in=COUNTED_STATEMENTS) & Q(accepted_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="statement_paid_at_iff_paid",
                condition=Q(state=StatementState.PAID, paid_at__isnull=False)
                | (~Q(state=StatementState.PAID) & Q(paid_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Return the page that explains the statement."""
        return reverse("marketplace:statement", args=[self.number])

    @property
    def payer_side(self) -> Side:
        """Who owes: the provider where a guarantee was missed."""
        return Side.PROVIDER if self.due_now.fen < 0 else Side.ENTERPRISE

    @property
    def amount(self) -> Money:
        """How much is owed, whoever owes it."""
        return abs(self.due_now)

    def accepted_by(self, side: str) -> bool:
        """Tell whether ``side`` accepted it."""
        at = (
            self.enterprise_accepted_at
            if side == Side.ENTERPRISE
            else self.provider_accepted_at
        )
        return at is not None


class Dispute(models.Model):
    """One side contests an adjustment; everything else is payable at once."""

    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="disputes"
    )
    statement = models.ForeignKey(
        SettlementStatement,
        verbose_name=_("statement"),
        on_delete=models.PROTECT,
        related_name="disputes",
    )
    adjustment = models.CharField(_("contested adjustment"), max_length=120)
    title = models.CharField(_("what it is"), max_length=200)
    reason = models.TextField(_("reason"), max_length=2000)
    state = models.CharField(
        _("state"), max_length=10, choices=DisputeState, default=DisputeState.OPEN
    )
    side = models.CharField(_("raised by"), max_length=10, choices=Side)
    raised_by = models.ForeignKey(
        User, verbose_name=_("raised by"), on_delete=models.PROTECT, related_name="+"
    )
    raised_at = models.DateTimeField(_("raised at"))
    closed_by = models.ForeignKey(
        User,
        verbose_name=_("closed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = LockedQuerySet.as_manager()

    class Meta:
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        ordering = ["contract", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "adjustment"],
                condition=Q(state=DisputeState.OPEN),
                name="dispute_one_open",
            ),
            models.CheckConstraint(
                name="dispute_closed_iff_not_open",
                condition=Q(state=DisputeState.OPEN, closed_at__isnull=True)
                | (~Q(state=DisputeState.OPEN) & Q(closed_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract.number} {self.adjustment}"
