"""People around one job: the roles every rule speaks of."""

from types import SimpleNamespace

import pytest

from accounts.enums import MembershipRole
from tests.factories.accounts import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.factories.marketplace_jobs import JobFactory


@pytest.fixture
def provider(db):
    return OrganisationFactory(provider=True, name="清源咨询有限公司")


@pytest.fixture
def rival(db):
    return OrganisationFactory(provider=True, name="碧水咨询有限公司")


@pytest.fixture
def people(db, provider, rival) -> SimpleNamespace:
    """One person for each part in the market."""
    enterprise = OrganisationFactory(enterprise=True, name="祁连化工有限公司")
    return SimpleNamespace(
        enterprise=enterprise,
        owner=MembershipFactory(organisation=enterprise).user,
        colleague=MembershipFactory(
            organisation=enterprise, role=MembershipRole.MEMBER
        ).user,
        bidder=MembershipFactory(organisation=provider).user,
        rival=MembershipFactory(organisation=rival).user,
        stranger=UserFactory(),
        superuser=UserFactory(is_superuser=True, is_staff=True),
    )


@pytest.fixture
def job(people):
    """A job open for bids."""
    return JobFactory(
        published=True, enterprise=people.enterprise, created_by=people.owner
    )
