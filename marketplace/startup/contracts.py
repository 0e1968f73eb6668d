"""What contracts and settlements connect when the portal starts."""

from core import daily
from core.files import register_file_policy
from core.journal import subscribe
from marketplace import contract_panels
from marketplace.journal.contracts import MilestoneAction, StatementAction
from marketplace.selectors.files import can_fetch_evidence, can_fetch_voucher
from marketplace.services.contracts import start_due_contracts
from marketplace.services.metrics import ADJUSTMENT_EVIDENCE, READING_EVIDENCE
from marketplace.services.milestones import EVIDENCE
from marketplace.services.observations import (
    observe_delivery,
    observe_dispute,
    observe_punctuality,
)
from marketplace.services.payments import VOUCHER


def connect() -> None:
    """Register slots, file policies, chores and what providers are told."""
    contract_panels.offer_panels()
    for kind in (EVIDENCE, READING_EVIDENCE, ADJUSTMENT_EVIDENCE):
        register_file_policy(kind, can_fetch_evidence)
    register_file_policy(VOUCHER, can_fetch_voucher)
    daily.register(start_due_contracts, name="marketplace.contract_starts")
    subscribe(MilestoneAction.ACCEPTED, observe_punctuality)
    subscribe(StatementAction.ACCEPTED, observe_delivery)
    subscribe(StatementAction.DISPUTED, observe_delivery)
    subscribe(StatementAction.DISPUTE_WITHDRAWN, observe_dispute)
    subscribe(StatementAction.DISPUTE_CONCEDED, observe_dispute)
