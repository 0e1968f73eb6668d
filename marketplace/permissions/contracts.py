"""Who may do what with a contract."""

from accounts.models import Membership, Organisation
from accounts.permissions import Person, is_member, is_owner
from marketplace.models import Contract, Reading
from marketplace.states.contracts import CONTRACT_FLOW, ContractState, Side

CLOSED_TO_VERIFIER = (ContractState.DRAFT,)


def side_of(user: Person, contract: Contract) -> Side | None:
    """Return for which side of ``contract`` a person works, if for one."""
    if not user.is_authenticated or not user.is_active:
        return None
    found = set(
        Membership.objects.active()
        .filter(
            user=user,
            organisation__in=[contract.enterprise_id, contract.provider_id],
        )
        .values_list("organisation_id", flat=True)
    )
    if contract.enterprise_id in found:
        return Side.ENTERPRISE
    return Side.PROVIDER if contract.provider_id in found else None


def can_act_for(user: Person, contract: Contract, side: str) -> bool:
    """Tell whether a person works for the organisation on ``side``."""
    return is_member(user, contract.party(side))


def can_view_contract(user: Person, contract: Contract) -> bool:
    """Tell whether a person may read a contract: its parties and its verifier."""
    if side_of(user, contract) is not None:
        return True
    return contract.state not in CLOSED_TO_VERIFIER and is_member(
        user, contract.verifier
    )


def can_edit_contract(user: Person, contract: Contract) -> bool:
    """Tell whether a person may change the draft."""
    return CONTRACT_FLOW.can("edit", contract.state) and (
        side_of(user, contract) is not None
    )


def can_sign_contract(user: Person, contract: Contract, side: str) -> bool:
    """Tell whether a person may bind the organisation on ``side``."""
    return is_owner(user, contract.party(side))


def can_verify_reading(user: Person, reading: Reading) -> bool:
    """Tell whether a person measures for the verifier, and not their own work."""
    contract = reading.contract
    return (
        is_member(user, contract.verifier)
        and not is_member(user, contract.provider)
        and user.pk != reading.submitted_by_id
    )


def can_oversee_payments(user: Person) -> bool:
    """Tell whether a person sees every payment: the operator, who runs the rails."""
    return user.is_authenticated and user.is_active and user.is_superuser


def can_measure(user: Person, contract: Contract) -> bool:
    """Tell whether a person works for the verifier of a contract."""
    return is_member(user, contract.verifier) and not is_member(user, contract.provider)


def is_independent(verifier: Organisation, provider: Organisation) -> bool:
    """Tell whether no declared relation ties a verifier to a provider."""
    if verifier.pk == provider.pk:
        return False
    tied = verifier.related_parties.filter(other=provider).exists()
    return not tied and not provider.related_parties.filter(other=verifier).exists()
