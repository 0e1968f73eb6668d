"""Promise: every URL has a stated answer for every role.

The table stands in ``answers.txt``. A new route without a line fails; a changed
answer fails until the line is changed, in a change somebody reads.
"""

import contextlib

import pytest
from django.db import transaction
from django.test import Client

from cms.demo.build import build
from tests.conftest import NOON
from tests.promises import routes
from tests.promises.subjects import person

# The mark has the database made; the world itself lives as long as the module.
pytestmark = pytest.mark.django_db
ROUTES = dict(routes.our_routes())
STATED = routes.stated()


@pytest.fixture(scope="module")
def demo_world(django_db_setup, django_db_blocker):
    """The demo world, built once for the module and rolled back after it."""
    with django_db_blocker.unblock(), contextlib.ExitStack() as stack:
        stack.enter_context(transaction.atomic())
        stack.callback(transaction.set_rollback, True)  # noqa: FBT003 - Django's API
        yield build(NOON.replace(year=2026, month=11), tell=lambda _name: None)


@pytest.fixture(scope="module")
def browsers(demo_world):
    """A signed-in client for each role."""
    clients = {role: Client() for role in routes.ROLES}
    for role, client in clients.items():
        if role:
            client.force_login(person(role))
    return clients


@pytest.fixture
def visit(browsers, django_db_blocker, settings):
    """Visit an address in a role; whatever the visit writes is undone."""
    settings.STAFF_SECOND_FACTOR_REQUIRED = False

    def in_role(role, address):
        with transaction.atomic():
            response = browsers[role].get(address)
            # Closing the response would end the request, and with it the world.
            if download := getattr(response, "file_to_stream", None):
                download.close()
            transaction.set_rollback(True)
        return response.status_code

    with django_db_blocker.unblock():
        yield in_role


def test_every_route_has_a_line_and_every_line_a_route():
    assert set(STATED) == set(ROUTES)


@pytest.mark.parametrize("route", sorted(ROUTES))
def test_every_role_gets_the_stated_answer(visit, route):
    address = routes.address(route, ROUTES[route])

    answers = tuple(visit(role, address) for role in routes.ROLES)

    assert answers == STATED.get(route)
