"""States of contracts and of everything that settles them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.flow import Flow, Move


class Side(models.TextChoices):
    """One of the two that a contract binds."""

    ENTERPRISE = "enterprise", _("Enterprise")
    PROVIDER = "provider", _("Provider")

    @property
    def other(self) -> "Side":
        """The side opposite."""
        return Side.PROVIDER if self is Side.ENTERPRISE else Side.ENTERPRISE


class ContractKind(models.TextChoices):
    """How results become money."""

    SHARED = "shared_savings", _("Shared savings")
    GUARANTEED = "guaranteed_savings", _("Guaranteed savings")
    PERFORMANCE = "fee_for_performance", _("Fee for performance")


class ContractState(models.TextChoices):
    """Where a contract stands."""

    DRAFT = "draft", pgettext_lazy("contract", "Being negotiated")
    OFFERED = "offered", pgettext_lazy("contract", "Open for signature")
    SIGNED = "signed", pgettext_lazy("contract", "Signed")
    ACTIVE = "active", pgettext_lazy("contract", "Being performed")
    COMPLETED = "completed", pgettext_lazy("contract", "Completed")
    TERMINATED = "terminated", pgettext_lazy("contract", "Ended early")


CONTRACT_FLOW = Flow(
    [
        Move("edit", {ContractState.DRAFT}, ContractState.DRAFT),
        Move("offer", {ContractState.DRAFT}, ContractState.OFFERED),
        Move("reopen", {ContractState.OFFERED}, ContractState.DRAFT),
        Move("sign", {ContractState.OFFERED}, ContractState.SIGNED),
        Move("start", {ContractState.SIGNED}, ContractState.ACTIVE),
        Move("perform", {ContractState.ACTIVE}, ContractState.ACTIVE),
        Move("complete", {ContractState.ACTIVE}, ContractState.COMPLETED),
        Move(
            "terminate",
            {
                ContractState.DRAFT,
                ContractState.OFFERED,
                ContractState.SIGNED,
                ContractState.ACTIVE,
            },
            ContractState.TERMINATED,
        ),
        # What was earned before the end is settled after it.
        Move("settle", {ContractState.ACTIVE}, ContractState.ACTIVE),
        Move("settle", {ContractState.COMPLETED}, ContractState.COMPLETED),
        Move("settle", {ContractState.TERMINATED}, ContractState.TERMINATED),
    ]
)
SIGNED_STATES = (
    ContractState.SIGNED,
    ContractState.ACTIVE,
    ContractState.COMPLETED,
)
OPEN_STATES = (
    ContractState.DRAFT,
    ContractState.OFFERED,
    ContractState.SIGNED,
    ContractState.ACTIVE,
)


class MilestoneState(models.TextChoices):
    """Where a milestone stands."""

    OPEN = "open", pgettext_lazy("milestone", "Open")
    SUBMITTED = "submitted", pgettext_lazy("milestone", "Waiting for acceptance")
    ACCEPTED = "accepted", pgettext_lazy("milestone", "Accepted")


MILESTONE_FLOW = Flow(
    [
        Move("submit", {MilestoneState.OPEN}, MilestoneState.SUBMITTED),
        Move("return", {MilestoneState.SUBMITTED}, MilestoneState.OPEN),
        Move("accept", {MilestoneState.SUBMITTED}, MilestoneState.ACCEPTED),
    ]
)


class AdjustmentState(models.TextChoices):
    """Where a proposed adjustment stands."""

    PROPOSED = "proposed", pgettext_lazy("adjustment", "Proposed")
    AGREED = "agreed", pgettext_lazy("adjustment", "Agreed by both sides")
    DECLINED = "declined", pgettext_lazy("adjustment", "Declined")


ADJUSTMENT_FLOW = Flow(
    [
        Move("agree", {AdjustmentState.PROPOSED}, AdjustmentState.AGREED),
        Move("decline", {AdjustmentState.PROPOSED}, AdjustmentState.DECLINED),
    ]
)


class StatementState(models.TextChoices):
    """Where a settlement statement stands."""

    COMPUTED = "computed", pgettext_lazy("statement", "Waiting for both sides")
    DISPUTED = "disputed", pgettext_lazy("statement", "Disputed and replaced")
    WITHDRAWN = "withdrawn", pgettext_lazy("statement", "Withdrawn")
    ACCEPTED = "accepted", pgettext_lazy("statement", "Accepted, payable")
    PAID = "paid", pgettext_lazy("statement", "Paid")


STATEMENT_FLOW = Flow(
    [
        Move("accept", {StatementState.COMPUTED}, StatementState.ACCEPTED),
        Move("dispute", {StatementState.COMPUTED}, StatementState.DISPUTED),
        Move("withdraw", {StatementState.COMPUTED}, StatementState.WITHDRAWN),
        Move("pay", {StatementState.ACCEPTED}, StatementState.PAID),
        # A refund opens what had been paid again.
        Move("reopen", {StatementState.PAID}, StatementState.ACCEPTED),
    ]
)
COUNTED_STATEMENTS = (StatementState.ACCEPTED, StatementState.PAID)


class DisputeState(models.TextChoices):
    """Where a dispute about an adjustment stands."""

    OPEN = "open", pgettext_lazy("dispute", "Open")
    WITHDRAWN = "withdrawn", pgettext_lazy("dispute", "Withdrawn: it counts")
    CONCEDED = "conceded", pgettext_lazy("dispute", "Conceded: it does not count")


DISPUTE_FLOW = Flow(
    [
        Move("withdraw", {DisputeState.OPEN}, DisputeState.WITHDRAWN),
        Move("concede", {DisputeState.OPEN}, DisputeState.CONCEDED),
    ]
)


class PaymentMethod(models.TextChoices):
    """A rail."""

    BANK_TRANSFER = "bank_transfer", _("Bank transfer")
    STRIPE = "stripe", _("Online payment (Stripe)")


class PaymentState(models.TextChoices):
    """Where a payment stands."""

    STARTED = "started", pgettext_lazy("payment", "Started")
    DECLARED = "declared", pgettext_lazy("payment", "Declared by the payer")
    CONFIRMED = "confirmed", pgettext_lazy("payment", "Received")
    REJECTED = "rejected", pgettext_lazy("payment", "Not received")
    FAILED = "failed", pgettext_lazy("payment", "Failed")


PAYMENT_FLOW = Flow(
    [
        Move("confirm", {PaymentState.DECLARED}, PaymentState.CONFIRMED),
        Move("reject", {PaymentState.DECLARED}, PaymentState.REJECTED),
        Move(
            "succeed",
            {PaymentState.STARTED, PaymentState.FAILED},
            PaymentState.CONFIRMED,
        ),
        Move("fail", {PaymentState.STARTED}, PaymentState.FAILED),
    ]
)
LIVE_PAYMENTS = (PaymentState.STARTED, PaymentState.DECLARED, PaymentState.CONFIRMED)


class EntryKind(models.TextChoices):
    """Why something was posted."""

    STATEMENT = "statement", pgettext_lazy("ledger", "Statement accepted")
    PAYMENT = "payment", pgettext_lazy("ledger", "Payment received")
    REFUND = "refund", pgettext_lazy("ledger", "Payment refunded")
    REVERSAL = "reversal", pgettext_lazy("ledger", "Entry reversed")


class Account(models.TextChoices):
    """An account of a contract's ledger; debit is positive."""

    FEES = "fees", pgettext_lazy("ledger", "Fees earned")
    DUE = "due", pgettext_lazy("ledger", "Payable to the provider")
    HELD = "held", pgettext_lazy("ledger", "Held back until release")
    PAID = "paid", pgettext_lazy("ledger", "Paid between the parties")


class Agreement(models.TextChoices):
    """How far something was as agreed."""

    YES = "yes", pgettext_lazy("review", "Yes")
    PARTLY = "partly", pgettext_lazy("review", "Partly")
    NO = "no", pgettext_lazy("review", "No")
