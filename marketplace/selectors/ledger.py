"""What a contract's ledger says."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.permissions import Person
from core.money import Money
from marketplace.models import Contract, LedgerEntry, Payment, Posting
from marketplace.models import SettlementStatement as Statement
from marketplace.permissions.contracts import can_oversee_payments
from marketplace.states.contracts import Account, PaymentState


@dataclass(frozen=True, slots=True)
class Balances:
    """Where a contract's money stands; amounts as the reader expects them."""

    earned: Money
    due: Money
    held: Money
    paid: Money


def balances(contract: Contract) -> Balances:
    """Return what was earned, is still due, is held back, and was paid."""
    totals: dict[str, Money] = defaultdict(lambda: Money.ZERO)
    for line in Posting.objects.filter(entry__contract=contract):
        totals[line.account] += line.amount
    return Balances(
        earned=totals[Account.FEES],
        due=-totals[Account.DUE],
        held=-totals[Account.HELD],
        paid=-totals[Account.PAID],
    )


def payments_overseen_by(user: Person) -> QuerySet[Payment]:
    """Return every payment with its parties, for those who may see them all."""
    if not can_oversee_payments(user):
        return Payment.objects.none()
    return Payment.objects.select_related(
        "statement", "contract__job", "contract__enterprise", "contract__provider"
    )


def entries_of(contract: Contract) -> list[LedgerEntry]:
    """Return the ledger, oldest first, with its postings."""
    return list(
        contract.entries.select_related("statement", "payment", "posted_by")
        .prefetch_related("postings")
        .order_by("position")
    )


def received_for(statement: Statement) -> Money:
    """Return what arrived for a statement, refunds taken off."""
    rows = Payment.objects.filter(statement=statement, state=PaymentState.CONFIRMED)
    return sum((row.amount - row.refunded for row in rows), start=Money.ZERO)


def outstanding_of(statement: Statement) -> Money:
    """Return what is still to be paid for a statement, never negative."""
    return max(abs(statement.due_now) - received_for(statement), Money.ZERO)
