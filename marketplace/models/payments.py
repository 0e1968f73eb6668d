"""Payments and what payment services report about them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation, User
from core.db import LockedQuerySet
from core.models import StoredFile
from core.money import MoneyField
from marketplace.models.contracts import Contract
from marketplace.models.statements import SettlementStatement
from marketplace.states.contracts import PaymentMethod, PaymentState, Side


class PaymentAccount(models.Model):
    """A provider's own account at a payment service."""

    organisation = models.OneToOneField(
        Organisation,
        verbose_name=_("provider"),
        on_delete=models.PROTECT,
        related_name="payment_account",
    )
    account_id = models.CharField(
        pgettext_lazy("payment", "account"), max_length=100, unique=True
    )
    linked_by = models.ForeignKey(
        User, verbose_name=_("linked by"), on_delete=models.PROTECT, related_name="+"
    )
    linked_at = models.DateTimeField(_("linked at"))

    objects = LockedQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment account")
        verbose_name_plural = _("payment accounts")

    def __str__(self) -> str:
        return self.account_id


class Payment(models.Model):
    """Money going from one party to the other for a statement.

    The portal records it and never holds it.
    """

    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="payments"
    )
    statement = models.ForeignKey(
        SettlementStatement,
        verbose_name=_("statement"),
        on_delete=models.PROTECT,
        related_name="payments",
    )
    method = models.CharField(_("method"), max_length=16, choices=PaymentMethod)
    payer_side = models.CharField(_("paid by"), max_length=10, choices=Side)
    amount = MoneyField(_("amount"))
    refunded = MoneyField(_("refunded"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=PaymentState)
    voucher = models.ForeignKey(
        StoredFile,
        verbose_name=_("voucher"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reference = models.CharField(_("bank reference"), max_length=120, blank=True)
    paid_on = models.DateField(_("day of the transfer"), null=True, blank=True)
    idempotency_key = models.CharField(max_length=80, unique=True)
    external_id = models.CharField(
        pgettext_lazy("payment", "session"), max_length=120, blank=True
    )
    intent_id = models.CharField(_("payment intent"), max_length=120, blank=True)
    checkout_url = models.URLField(_("payment page"), max_length=1000, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    created_by = models.ForeignKey(
        User, verbose_name=_("made by"), on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("made at"))
    confirmed_by = models.ForeignKey(
        User,
        verbose_name=_("confirmed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(_("received at"), null=True, blank=True)

    objects = LockedQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["contract", "pk"]
        constraints = [
            models.CheckConstraint(
                name="payment_amount_positive", condition=Q(amount__gt=0)
            ),
            models.CheckConstraint(
                name="payment_refund_within_amount",
                condition=Q(refunded__gte=0, refunded__lte=F("amount")),
            ),
            models.CheckConstraint(
                name="payment_confirmed_at_iff_confirmed",
                condition=Q(state=PaymentState.CONFIRMED, confirmed_at__isnull=False)
                | (~Q(state=PaymentState.CONFIRMED) & Q(confirmed_at__isnull=True)),
            ),
            models.UniqueConstraint(
                fields=["statement"],
                condition=Q(state__in=(PaymentState.STARTED, PaymentState.DECLARED)),
                name="payment_one_under_way",
            ),
            models.UniqueConstraint(
                fields=["external_id"],
                condition=~Q(external_id=""),
                name="payment_external_id_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement.number} {self.amount}"

    @property
    def payer(self) -> Organisation:
        """The party the money comes from."""
        enterprise = self.payer_side == Side.ENTERPRISE
        return self.contract.enterprise if enterprise else self.contract.provider


class PaymentEvent(models.Model):
    """What a payment service reported: verified, kept once, never changed."""

    event_id = models.CharField(_("event"), max_length=120, unique=True)
    kind = models.CharField(_("type"), max_length=80)
    subject = models.CharField(_("about"), max_length=120, db_index=True)
    body = models.TextField(_("raw body"))
    received_at = models.DateTimeField(_("received at"))

    class Meta:
        verbose_name = _("payment event")
        verbose_name_plural = _("payment events")
        ordering = ["received_at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"
