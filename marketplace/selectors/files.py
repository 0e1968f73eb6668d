"""Who may fetch the evidence and vouchers of a contract."""

from accounts.permissions import Person
from core.models import StoredFile
from marketplace.models import Adjustment, Contract, Milestone, Payment, Reading
from marketplace.permissions.contracts import can_view_contract, side_of


def can_fetch_evidence(user: Person, stored: StoredFile) -> bool:
    """Tell whether a person may read a file of the contract it belongs to."""
    return any(can_view_contract(user, contract) for contract in _contracts(stored))


def can_fetch_voucher(user: Person, stored: StoredFile) -> bool:
    """Tell whether a person may read a bank voucher: the two parties."""
    rows = Payment.objects.filter(voucher=stored).select_related(
        "contract__enterprise", "contract__provider"
    )
    return any(side_of(user, row.contract) is not None for row in rows)


def _contracts(stored: StoredFile) -> list[Contract]:
    return [
        row.contract
        for model in (Milestone, Reading, Adjustment)
        for row in model.objects.filter(evidence=stored).select_related(
            "contract__enterprise", "contract__provider", "contract__verifier"
        )
    ]
