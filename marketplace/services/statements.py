"""Settlement statements: computed, accepted by both, or disputed in part."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.clock import shanghai_day
from core.journal import record
from core.money import Money
from core.money.forms import LARGEST_YUAN
from core.numbers import next_number
from core.refusals import Refusal, require
from marketplace import settlement
from marketplace.explanations import refusal
from marketplace.journal.contracts import StatementAction
from marketplace.models import Contract, Dispute, SettlementStatement
from marketplace.permissions.contracts import side_of
from marketplace.selectors.contracts import current_readings
from marketplace.selectors.statements import counted_statements, document_of
from marketplace.services.ledger import post_statement
from marketplace.services.notices import tell
from marketplace.services.parties import acting_side, locked_contract
from marketplace.settlement import SettlementError, compute_statement
from marketplace.settlement.formula import Trigger
from marketplace.states.contracts import (
    CONTRACT_FLOW,
    DISPUTE_FLOW,
    STATEMENT_FLOW,
    AdjustmentState,
    DisputeState,
    MilestoneState,
    Side,
    StatementState,
)
from marketplace.titles import recorded_adjustment


@transaction.atomic
def compute_contract_statement(
    *, contract_id: int, actor: User, at: datetime
) -> SettlementStatement:
    """Compute what is due today, for either party.

    Raises Refusal while an earlier statement waits for acceptance and where
    nothing new is due.
    """
    contract = locked_contract(contract_id)
    require(side_of(actor, contract) is not None)
    CONTRACT_FLOW.after("settle", contract.state)
    if contract.statements.filter(state=StatementState.COMPUTED).exists():
        raise Refusal(_("A statement waits for both sides already."))
    statement = _compute(contract, actor=actor, at=at)
    if not statement.entitled_now and not statement.due_now:
        raise Refusal(_("Nothing new has become payable."))
    statement.save(force_insert=True)

    record(
        StatementAction.COMPUTED,
        statement,
        actor=actor,
        at=at,
        number=statement.number,
        due=statement.due_now,
    )
    parties = [contract.enterprise, contract.provider]
    tell("statement_computed", contract, parties, at=at, statement=statement)
    return statement


@transaction.atomic
def withdraw_statement(
    *, statement_id: int, actor: User, at: datetime
) -> SettlementStatement:
    """Take back a statement nobody is bound to yet, to compute it anew."""
    statement = _locked_statement(statement_id)
    require(side_of(actor, statement.contract) is not None)
    statement.state = STATEMENT_FLOW.after("withdraw", statement.state)
    statement.save(update_fields=["state"])

    record(
        StatementAction.WITHDRAWN,
        statement,
        actor=actor,
        at=at,
        number=statement.number,
    )
    return statement


@transaction.atomic
def accept_statement(
    *, statement_id: int, actor: User, at: datetime
) -> SettlementStatement:
    """Accept a statement for one's side; both together make it payable."""
    statement = _locked_statement(statement_id)
    side = acting_side(actor, statement.contract)
    accepted = STATEMENT_FLOW.after("accept", statement.state)
    if statement.accepted_by(side):
        raise Refusal(_("This side has accepted the statement already."))
    _sign_off(statement, side, actor=actor, at=at)
    if statement.accepted_by(side.other):
        statement.state = accepted
        _make_payable(statement, actor=actor, at=at)
    statement.save()

    record(
        StatementAction.ACCEPTED,
        statement,
        actor=actor,
        at=at,
        number=statement.number,
        organisation=statement.contract.party(side).name,
    )
    tell(
        "statement_accepted",
        statement.contract,
        [statement.contract.party(side.other)],
        at=at,
        statement=statement,
    )
    return statement


@transaction.atomic
def raise_dispute(
    *,
    statement_id: int,
    adjustments: Sequence[str],
    reason: str,
    actor: User,
    at: datetime,
) -> SettlementStatement:
    """Contest adjustments of a statement; everything else is payable at once.

    Returns the statement of the undisputed part that takes its place. Raises
    Refusal unless every named adjustment counts in the statement.
    """
    statement = _locked_statement(statement_id)
    contract = statement.contract
    side = acting_side(actor, contract)
    statement.state = STATEMENT_FLOW.after("dispute", statement.state)
    titles = contestable(statement)
    if not adjustments or set(adjustments) - set(titles):
        raise Refusal(
            _("Name an adjustment that counts in this statement."),
            field="adjustments",
        )
    if not reason.strip():
        raise Refusal(_("Say why it should not count."), field="reason")
    statement.save(update_fields=["state"])
    for name in dict.fromkeys(adjustments):
        Dispute.objects.create(
            contract=contract,
            statement=statement,
            adjustment=name,
            title=titles[name][:200],
            reason=reason,
            side=side,
            raised_by=actor,
            raised_at=at,
        )
    undisputed = _replace(statement, actor=actor, at=at)

    record(
        StatementAction.DISPUTED,
        statement,
        actor=actor,
        at=at,
        number=statement.number,
        adjustment=", ".join(
            recorded_adjustment(name, contract.terms) for name in adjustments
        ),
        payable=undisputed.number,
    )
    tell(
        "statement_disputed",
        contract,
        [contract.party(side.other)],
        at=at,
        statement=statement,
        undisputed=undisputed,
        reason=reason,
    )
    return undisputed


@transaction.atomic
def close_dispute(*, dispute_id: int, actor: User, at: datetime) -> Dispute:
    """Give in: the side that raised it withdraws, the other concedes.

    A withdrawn dispute lets the adjustment count in the next statement, a
    conceded one leaves it out for good.
    """
    found = Dispute.objects.get(pk=dispute_id)
    contract = locked_contract(found.contract_id)
    dispute = Dispute.objects.locked().get(pk=dispute_id)
    side = acting_side(actor, contract)
    move = "withdraw" if side == dispute.side else "concede"
    dispute.state = DISPUTE_FLOW.after(move, dispute.state)
    dispute.closed_by, dispute.closed_at = actor, at
    dispute.save(update_fields=["state", "closed_by", "closed_at"])

    action = (
        StatementAction.DISPUTE_WITHDRAWN
        if dispute.state == DisputeState.WITHDRAWN
        else StatementAction.DISPUTE_CONCEDED
    )
    facts = {"adjustment": recorded_adjustment(dispute.adjustment, contract.terms)}
    record(action, dispute, actor=actor, at=at, **facts)
    tell(
        "dispute_closed",
        contract,
        [contract.party(side.other)],
        at=at,
        dispute=dispute,
    )
    return dispute


def contestable(statement: SettlementStatement) -> dict[str, str]:
    """Return the adjustments that count in a statement, with their titles."""
    return {
        change["id"]: change["title"]
        for line in document_of(statement)["performance"]
        for change in line["adjustments"]
        if change["standing"] == "counted"
    }


def _replace(
    statement: SettlementStatement, *, actor: User, at: datetime
) -> SettlementStatement:
    """Store the statement of the undisputed part, accepted from the start."""
    # Neither side contests the rest: one named all it contests, the other
    # stated it.
    undisputed = _compute(statement.contract, actor=actor, at=at)
    undisputed.replaces = statement
    undisputed.state = StatementState.ACCEPTED
    for side in Side:
        _sign_off(undisputed, side, actor=actor, at=at)
    undisputed.accepted_at = at
    undisputed.save(force_insert=True)
    _make_payable(undisputed, actor=actor, at=at)
    undisputed.save()
    return undisputed


def _compute(contract: Contract, *, actor: User, at: datetime) -> SettlementStatement:
    """Return an unsaved statement of everything known about a contract."""
    on = shanghai_day(at)
    try:
        computed = compute_statement(
            contract.terms,
            _readings(contract),
            _adjustments(contract),
            [document.as_previous for document in counted_statements(contract)],
            contract=contract.number,
            number=next_number("ST", on),
            on=on,
            milestones=_milestones(contract),
            disputes=_disputes(contract),
            dropped=_dropped(contract),
        )
    except SettlementError as error:
        raise refusal(error, contract.terms) from error
    return _row(contract, computed, actor=actor, at=at)


def _row(
    contract: Contract, computed: settlement.Statement, *, actor: User, at: datetime
) -> SettlementStatement:
    amounts = (computed.entitled_now, computed.due_now, computed.contested)
    if any(abs(amount).yuan > LARGEST_YUAN for amount in amounts):
        raise Refusal(_("The amounts grow out of bounds; check the readings."))
    return SettlementStatement(
        contract=contract,
        number=computed.number,
        settled_on=shanghai_day(at),
        document=computed.text,
        sha256=computed.sha256,
        entitled_now=computed.entitled_now,
        due_now=computed.due_now,
        held=computed.held,
        contested=computed.contested,
        computed_by=actor,
        computed_at=at,
    )


def _readings(contract: Contract) -> Iterable[settlement.Reading]:
    for row in current_readings(contract).values():
        verifier = row.check_row.verifier
        yield settlement.Reading(
            id=f"R{row.pk}",
            name=row.name,
            period=row.period,
            value=Fraction(row.value),
            unit=row.unit,
            verified_by=verifier.credit_code or verifier.name,
            verified_on=shanghai_day(row.check_row.checked_at),
            evidence_sha256=row.evidence.sha256 if row.evidence else "",
        )


def _adjustments(contract: Contract) -> Iterable[settlement.Adjustment]:
    rows = contract.adjustments.exclude(state=AdjustmentState.DECLINED).order_by("pk")
    for row in rows:
        proposed_on = shanghai_day(row.proposed_at)
        answered_on = shanghai_day(row.answered_at) if row.answered_at else None
        by_enterprise = row.proposed_side == Side.ENTERPRISE
        yield settlement.Adjustment(
            id=row.key,
            metric=row.metric,
            period=row.period,
            amount=Fraction(row.amount),
            reason=row.reason,
            enterprise_agreed_on=proposed_on if by_enterprise else answered_on,
            provider_agreed_on=answered_on if by_enterprise else proposed_on,
        )


def _milestones(contract: Contract) -> Iterable[settlement.ReachedMilestone]:
    rows = contract.milestones.filter(state=MilestoneState.ACCEPTED)
    for row in rows.order_by("position"):
        assert row.accepted_at is not None  # noqa: S101 - pinned to the state
        yield settlement.ReachedMilestone(
            key=row.key,
            reached_on=shanghai_day(row.accepted_at),
            basis=tuple(Trigger(name) for name in row.triggers),
        )


def _disputes(contract: Contract) -> Iterable[settlement.Dispute]:
    for row in contract.disputes.filter(state=DisputeState.OPEN).order_by("pk"):
        yield settlement.Dispute(
            adjustment=row.adjustment,
            raised_by=row.side,
            raised_on=shanghai_day(row.raised_at),
            reason=row.reason,
        )


def _dropped(contract: Contract) -> Iterable[str]:
    rows = contract.disputes.filter(state=DisputeState.CONCEDED)
    return dict.fromkeys(rows.order_by("pk").values_list("adjustment", flat=True))


def _sign_off(
    statement: SettlementStatement, side: Side, *, actor: User, at: datetime
) -> None:
    setattr(statement, f"{side}_accepted_by", actor)
    setattr(statement, f"{side}_accepted_at", at)


def _make_payable(statement: SettlementStatement, *, actor: User, at: datetime) -> None:
    """Post it; where nothing is due after all, it is settled at once."""
    statement.accepted_at = at
    post_statement(statement, actor=actor, at=at)
    if statement.due_now == Money.ZERO:
        statement.state = STATEMENT_FLOW.after("pay", statement.state)
        statement.paid_at = at


def _locked_statement(statement_id: int) -> SettlementStatement:
    found = SettlementStatement.objects.get(pk=statement_id)
    contract = locked_contract(found.contract_id)
    statement = SettlementStatement.objects.locked().get(pk=statement_id)
    statement.contract = contract
    return statement
