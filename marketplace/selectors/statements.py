"""Statements: who sees which, and what their documents say."""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class WaitingStatement:
    """A statement that waits for a side to ``accept``, ``pay`` or ``confirm`` it."""

    statement: SettlementStatement
    step: str


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


def statement_for(contract: Contract, side: Side) -> WaitingStatement | None:
    """Return the newest statement that waits for a side, and for what."""
    for statement in contract.statements.order_by("-pk"):
        if step := _step_of(statement, side):
            return WaitingStatement(statement, step)
    return None


def _step_of(statement: SettlementStatement, side: Side) -> str:
    if statement.state == StatementState.COMPUTED:
        return "" if statement.accepted_by(side) else "accept"
    if statement.payer_side == side:
        return "pay" if awaits_payment(statement) else ""
    declared = statement.payments.filter(state=PaymentState.DECLARED)
    return "confirm" if declared.exists() else ""


def document_of(statement: SettlementStatement) -> dict[str, Any]:
    """Return a statement's document as values."""
    return loads(statement.document)


def counted_statements(contract: Contract) -> list[Statement]:
    """Return the statements that later ones must subtract, oldest first."""
    rows = contract.statements.filter(state__in=COUNTED_STATEMENTS).order_by("pk")
    return [Statement(document_of(row)) for row in rows]
