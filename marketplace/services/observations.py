"""What contracts teach about providers, handed down to the quality record."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from core.clock import shanghai_day
from core.models import JournalEntry
from marketplace.models import Contract, Dispute, Milestone, SettlementStatement
from marketplace.selectors.statements import document_of
from marketplace.settlement import Statement
from marketplace.states.contracts import COUNTED_STATEMENTS, DisputeState, Side
from providers.enums import ObservationKind
from providers.services import Source, record_observation

NOTHING, EVERYTHING = Decimal(0), Decimal(1)


def observe_punctuality(entry: JournalEntry) -> None:
    """Record whether an accepted milestone had been submitted by its day."""
    milestone = Milestone.objects.select_related("contract__provider").get(
        pk=entry.target_id
    )
    if milestone.due_on is None or milestone.submitted_at is None:
        return
    submitted_on = shanghai_day(milestone.submitted_at)
    record_observation(
        provider=milestone.contract.provider,
        kind=ObservationKind.ON_TIME,
        value=EVERYTHING if submitted_on <= milestone.due_on else NOTHING,
        source=_source(milestone.contract, milestone),
        observed_on=submitted_on,
        at=entry.at,
        actor=entry.actor,
    )


def observe_delivery(entry: JournalEntry) -> None:
    """Record the delivered share of the promises, as the last statement says."""
    found = SettlementStatement.objects.select_related("contract__provider")
    contract = found.get(pk=entry.target_id).contract
    last = found.filter(contract=contract, state__in=COUNTED_STATEMENTS).last()
    if last is None:
        return
    delivered = Statement(document_of(last)).delivered
    if delivered is not None:
        _record_delivery(contract, delivered, last, at=entry.at)


def observe_dispute(entry: JournalEntry) -> None:
    """Record how a dispute that the enterprise raised ended."""
    dispute = Dispute.objects.select_related("contract__provider").get(
        pk=entry.target_id
    )
    if dispute.side != Side.ENTERPRISE or dispute.closed_at is None:
        return
    upheld = dispute.state == DisputeState.CONCEDED
    record_observation(
        provider=dispute.contract.provider,
        kind=ObservationKind.DISPUTE,
        value=NOTHING if upheld else EVERYTHING,
        source=_source(dispute.contract, dispute),
        observed_on=shanghai_day(dispute.closed_at),
        at=entry.at,
        actor=entry.actor,
    )


def _record_delivery(
    contract: Contract,
    delivered: Fraction,
    statement: SettlementStatement,
    *,
    at: datetime,
) -> None:
    kept = min(max(delivered, Fraction(0)), Fraction(1))
    record_observation(
        provider=contract.provider,
        kind=ObservationKind.SAVINGS,
        value=Decimal(kept.numerator) / Decimal(kept.denominator),
        source=_source(contract, contract),
        observed_on=statement.settled_on,
        at=at,
    )


def _source(contract: Contract, row: Contract | Milestone | Dispute) -> Source:
    return Source(
        row=row,
        label=f"合同 {contract.number}",
        label_en=f"Contract {contract.number}",
        path=f"/jobs/{contract.job.number}/",
    )
