"""How every service on a contract begins: lock it, know the side."""

from django.core.exceptions import PermissionDenied

from accounts.models import User
from marketplace.models import Contract
from marketplace.permissions.contracts import side_of
from marketplace.states.contracts import Side


def locked_contract(contract_id: int) -> Contract:
    """Lock a contract and return it with its parties."""
    return (
        Contract.objects.locked()
        .select_related("enterprise", "provider", "verifier", "job")
        .get(pk=contract_id)
    )


def acting_side(actor: User, contract: Contract) -> Side:
    """Return the actor's side; raise PermissionDenied for everybody else."""
    side = side_of(actor, contract)
    if side is None:
        raise PermissionDenied
    return side
