"""A small world: an enterprise, its authority's staff, a provider and a pool."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from experts.services import enter_witness_nonce, freeze_draw, reveal_draw
from reference.models import Jurisdiction
from tests.factories.accounts import (
    MembershipFactory,
    OrganisationFactory,
    StaffPostFactory,
)
from tests.factories.experts import ExpertFactory

NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)


@pytest.fixture
def world(db):
    place = Jurisdiction.objects.get(pk="620100")
    authority = OrganisationFactory(authority=True, jurisdiction=place, covers=[place])
    enterprise = OrganisationFactory(enterprise=True, jurisdiction=place)
    provider = OrganisationFactory(provider=True, jurisdiction=place)
    return SimpleNamespace(
        place=place,
        authority=authority,
        staff=StaffPostFactory(authority=authority).user,
        enterprise=enterprise,
        owner=MembershipFactory(organisation=enterprise).user,
        provider=provider,
        adviser=MembershipFactory(organisation=provider).user,
    )


@pytest.fixture
def pool(world):
    return [
        ExpertFactory(specialities=["energy"] if n % 2 else ["water", "environment"])
        for n in range(8)
    ]


@pytest.fixture
def freeze(world):
    def frozen(**changes):
        asked = {
            "subject": world.enterprise,
            "purpose": "evaluation",
            "enterprise": world.enterprise,
            "provider": world.provider,
            "quotas": {"energy": 1, "water": 1},
            "size": 3,
            "actor": world.staff,
            "at": NOON,
        }
        return freeze_draw(**(asked | changes))

    return frozen


@pytest.fixture
def drawn(world, pool, freeze):
    draw = freeze()
    enter_witness_nonce(
        draw_id=draw.pk,
        witness="enterprise",
        nonce="骰子 3516",
        actor=world.owner,
        at=NOON,
    )
    return reveal_draw(draw_id=draw.pk, actor=world.staff, at=NOON)


@pytest.fixture(autouse=True)
def _staff_without_second_factor(settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = False
