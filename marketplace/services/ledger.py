"""Posting to a contract's ledger.

Part of the services that have a reason to: they hold the transaction and record
the step.
"""

from collections.abc import Mapping
from datetime import datetime

from accounts.models import User
from core.money import Money
from marketplace.models import (
    Contract,
    LedgerEntry,
    Payment,
    Posting,
    SettlementStatement,
)
from marketplace.states.contracts import Account, EntryKind


class Unbalanced(Exception):  # noqa: N818 - says what the entry is
    """Debits and credits of an entry differ; nothing was posted."""


def post_statement(
    statement: SettlementStatement, *, actor: User | None, at: datetime
) -> LedgerEntry | None:
    """Post what an accepted statement makes earned, due and held back."""
    earned, due = statement.entitled_now, statement.due_now
    return post(
        statement.contract,
        EntryKind.STATEMENT,
        {Account.FEES: earned, Account.DUE: -due, Account.HELD: due - earned},
        statement=statement,
        actor=actor,
        at=at,
    )


def post_payment(
    payment: Payment, *, actor: User | None, at: datetime
) -> LedgerEntry | None:
    """Post that money arrived."""
    return _post_movement(
        payment, EntryKind.PAYMENT, signed(payment, payment.amount), actor=actor, at=at
    )


def post_refund(
    payment: Payment, amount: Money, *, actor: User | None, at: datetime
) -> LedgerEntry | None:
    """Post that ``amount`` of a payment went back."""
    return _post_movement(
        payment, EntryKind.REFUND, -signed(payment, amount), actor=actor, at=at
    )


def reverse(
    entry: LedgerEntry, *, reason: str, actor: User | None, at: datetime
) -> LedgerEntry | None:
    """Post the opposite of an entry; entries are never changed."""
    opposite = {line.account: -line.amount for line in entry.postings.all()}
    return post(
        entry.contract,
        EntryKind.REVERSAL,
        opposite,
        reverses=entry,
        reason=reason,
        actor=actor,
        at=at,
    )


def post(  # noqa: PLR0913 - an entry states all of this
    contract: Contract,
    kind: EntryKind,
    amounts: Mapping[str, Money],
    *,
    actor: User | None,
    at: datetime,
    statement: SettlementStatement | None = None,
    payment: Payment | None = None,
    reverses: LedgerEntry | None = None,
    reason: str = "",
) -> LedgerEntry | None:
    """Append one balanced entry; nothing at all where every amount is zero.

    Raises Unbalanced unless the amounts add up to zero.
    """
    if sum(amounts.values(), start=Money.ZERO):
        raise Unbalanced(dict(amounts))
    lines = {account: amount for account, amount in amounts.items() if amount}
    if not lines:
        return None
    Contract.objects.locked().get(pk=contract.pk)
    entry = LedgerEntry.objects.create(
        contract=contract,
        position=contract.entries.count() + 1,
        kind=kind,
        statement=statement,
        payment=payment,
        reverses=reverses,
        reason=reason,
        posted_by=actor,
        posted_at=at,
    )
    Posting.objects.bulk_create(
        Posting(entry=entry, account=account, amount=amount)
        for account, amount in lines.items()
    )
    return entry


def signed(payment: Payment, amount: Money) -> Money:
    """Return ``amount`` as it counts for the provider: negative goes back."""
    return amount if payment.payer_side == "enterprise" else -amount


def _post_movement(
    payment: Payment,
    kind: EntryKind,
    amount: Money,
    *,
    actor: User | None,
    at: datetime,
) -> LedgerEntry | None:
    return post(
        payment.contract,
        kind,
        {Account.DUE: amount, Account.PAID: -amount},
        statement=payment.statement,
        payment=payment,
        actor=actor,
        at=at,
    )
