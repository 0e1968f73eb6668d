"""The ledger of a contract: double entry, only ever added to."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from core.money import MoneyField
from marketplace.models.contracts import Contract
from marketplace.models.payments import Payment
from marketplace.models.statements import SettlementStatement
from marketplace.states.contracts import Account, EntryKind


class LedgerEntry(models.Model):
    """Something happened between the parties; its postings add up to zero."""

    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="entries"
    )
    position = models.PositiveIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=10, choices=EntryKind)
    statement = models.ForeignKey(
        SettlementStatement,
        verbose_name=_("statement"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
    )
    payment = models.ForeignKey(
        Payment,
        verbose_name=_("payment"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
    )
    reverses = models.OneToOneField(
        "self",
        verbose_name=_("reverses"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reversed_by",
    )
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    posted_by = models.ForeignKey(
        User,
        verbose_name=_("posted by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    posted_at = models.DateTimeField(_("posted at"))

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering = ["contract", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "position"], name="ledger_entry_position"
            ),
            models.UniqueConstraint(
                fields=["statement"],
                condition=Q(kind=EntryKind.STATEMENT),
                name="ledger_statement_once",
            ),
            models.UniqueConstraint(
                fields=["payment"],
                condition=Q(kind=EntryKind.PAYMENT),
                name="ledger_payment_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract.number} #{self.position}"


class Posting(models.Model):
    """One line of an entry: debit is positive, credit negative."""

    entry = models.ForeignKey(
        LedgerEntry, on_delete=models.PROTECT, related_name="postings"
    )
    account = models.CharField(
        pgettext_lazy("ledger", "account"), max_length=10, choices=Account
    )
    amount = MoneyField(_("amount"))

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ["entry", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "account"], name="posting_account_once"
            ),
            models.CheckConstraint(name="posting_not_zero", condition=~Q(amount=0)),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount}"
