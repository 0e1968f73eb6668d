"""People around one round: the roles every rule speaks of."""

from types import SimpleNamespace

import pytest

from accounts.enums import StaffRole
from accounts.models import Organisation
from audits.states import RoundState
from reference.models import Jurisdiction
from tests.factories.accounts import (
    MembershipFactory,
    OrganisationFactory,
    StaffPostFactory,
    UserFactory,
)
from tests.factories.audits import RoundFactory


@pytest.fixture
def authority(db) -> Organisation:
    """The city's authority."""
    city = Jurisdiction.objects.get(pk="620100")
    return OrganisationFactory(authority=True, jurisdiction=city, covers=[city])


@pytest.fixture
def staff(authority) -> SimpleNamespace:
    """One person for each staff role at the city's authority."""
    roles = {
        role.value: StaffPostFactory(authority=authority, role=role).user
        for role in StaffRole
    }
    return SimpleNamespace(**roles)


@pytest.fixture
def make_round(db):
    """Make a round in a state, with an enterprise and a provider of one person each."""

    def make(state=RoundState.STARTED, **facts):
        audit_round = RoundFactory(state=state, advised=True, **facts)
        audit_round.owner = MembershipFactory(organisation=audit_round.enterprise).user
        audit_round.adviser = MembershipFactory(organisation=audit_round.provider).user
        return audit_round

    return make


@pytest.fixture
def stranger(db):
    """Somebody of a rival enterprise."""
    rival = OrganisationFactory(enterprise=True)
    return MembershipFactory(organisation=rival, user=UserFactory()).user
