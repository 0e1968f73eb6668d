"""The order in which the demo world comes into being."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from accounts.demo_accounts import DEMO_ACCOUNTS
from accounts.models import User
from cms.demo import (
    audits,
    contracts,
    directory,
    experts,
    jobs,
    people,
    training,
    violations,
)
from cms.demo.tree import build_demo_pages
from cms.demo.world import World
from core.clock import shanghai_day
from providers.bands import refresh_bands

Builder = Callable[[World], object]

BUILDERS: tuple[tuple[str, Builder], ...] = (
    ("people", people.build_people),
    ("authorities", people.build_authorities),
    ("enterprises", people.build_enterprises),
    ("providers", people.build_providers),
    ("directory", directory.build_directory),
    ("experts", experts.build_experts),
    ("audits", audits.build_audits),
    ("jobs", jobs.build_jobs),
    ("contracts", contracts.build_contracts),
    ("violations", violations.build_violations),
    ("training", training.build_training),
    ("pages", lambda world: build_demo_pages(world.at)),
)


def is_built() -> bool:
    """Tell whether this database has the demo world."""
    return User.objects.filter(email=DEMO_ACCOUNTS[0].email).exists()


@transaction.atomic
def build(at: datetime, *, tell: Callable[[str], None]) -> World:
    """Build the whole world as of ``at`` in one transaction."""
    world = World(at=at)
    for name, builder in BUILDERS:
        tell(name)
        builder(world)
    # As after a night: what was built in years was built in one go.
    refresh_bands(at=at, on=shanghai_day(at))
    return world
