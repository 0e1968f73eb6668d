"""The demo world, with a signed-in browser for each role."""

import pytest
from django.db import connection
from django.test import Client

from tests.promises import props, routes
from tests.promises.cast import person
from tests.services import demo


@pytest.fixture(scope="module")
def demo_world(django_db_setup, django_db_blocker):
    """The demo world with its props, rolled back after the module."""
    with django_db_blocker.unblock(), demo.world():
        props.make(demo.BUILT_AT)
        connection.check_constraints()
        yield


@pytest.fixture
def _today_is_the_day_it_was_built(set_clock):
    set_clock(demo.BUILT_AT)


@pytest.fixture(scope="module")
def browsers(demo_world):
    """A signed-in client for each role."""
    clients = {role: Client() for role in routes.ROLES}
    for role, client in clients.items():
        if role:
            client.force_login(person(role))
    return clients
