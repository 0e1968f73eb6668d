"""The demo world, with a signed-in browser for each role."""

import contextlib

import pytest
from django.db import connection, transaction
from django.test import Client

from cms.demo.build import build
from tests.conftest import NOON
from tests.promises import props, routes
from tests.promises.cast import person
from tests.services import snapshot

BUILT_AT = NOON.replace(year=2026, month=11)


@pytest.fixture(scope="module")
def demo_world(django_db_setup, django_db_blocker):
    """The demo world with its props, rolled back after the module."""
    with django_db_blocker.unblock(), contextlib.ExitStack() as stack:
        stack.enter_context(transaction.atomic())
        stack.callback(transaction.set_rollback, True)  # noqa: FBT003 - Django's API
        snapshot.take_or_build("demo-world", _build)
        # PostgreSQL drops no trigger while references wait to be checked.
        connection.check_constraints()
        yield


@pytest.fixture
def _today_is_the_day_it_was_built(set_clock):
    set_clock(BUILT_AT)


def _build():
    build(BUILT_AT, tell=lambda _name: None)
    props.make(BUILT_AT)


@pytest.fixture(scope="module")
def browsers(demo_world):
    """A signed-in client for each role."""
    clients = {role: Client() for role in routes.ROLES}
    for role, client in clients.items():
        if role:
            client.force_login(person(role))
    return clients
