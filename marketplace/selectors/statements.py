"""Statements: who sees which, and what their documents say."""

from typing import Any

from accounts.permissions import Person
from core.db import LockedQuerySet
from marketplace.models import Contract, SettlementStatement
from marketplace.settlement import Statement
from marketplace.settlement.documents import loads
from marketplace.states.contracts import (
    COUNTED_STATEMENTS,
    PaymentState,
    Side,
    StatementState,
)


def statements_visible_to(user: Person) -> LockedQuerySet[SettlementStatement]:
    """Return the statements of contracts a person may read."""
    return SettlementStatement.objects.filter(
        contract__in=Contract.objects.of_members(user)
    ).select_related("contract__enterprise", "contract__provider", "contract__verifier")


def awaits_payment(statement: SettlementStatement) -> bool:
    """Tell whether a statement is payable and no payment of it is under way."""
    under_way = statement.payments.filter(
        state__in=(PaymentState.STARTED, PaymentState.DECLARED)
    )
    return statement.state == StatementState.ACCEPTED and not under_way.exists()


def statement_for(contract: Contract, side: Side) -> SettlementStatement | None:
    """Return the newest statement that waits for a side to accept or to pay it."""
    for statement in contract.statements.order_by("-pk"):
        if statement.state == StatementState.COMPUTED:
            if not statement.accepted_by(side):
                return statement
        elif statement.payer_side == side and awaits_payment(statement):
            return statement
    return None


def document_of(statement: SettlementStatement) -> dict[str, Any]:
    """Return a statement's document as values."""
    return loads(statement.document)


def counted_statements(contract: Contract) -> list[Statement]:
    """Return the statements that later ones must subtract, oldest first."""
    rows = contract.statements.filter(state__in=COUNTED_STATEMENTS).order_by("pk")
    return [Statement(document_of(row)) for row in rows]
