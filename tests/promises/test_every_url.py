"""Promise: every URL has a stated answer for every role.

The table stands in ``answers.txt``. A new route without a line fails; a changed
answer fails until the line is changed, in a change somebody reads.
"""

import contextlib
import datetime as dt
import uuid
from http import HTTPStatus

import pytest
from django.db import transaction
from django.urls import NoReverseMatch, reverse

from tests.promises import routes
from tests.promises.subjects import arguments

# The mark has the database made; the world itself lives as long as the module.
pytestmark = [
    pytest.mark.first,
    pytest.mark.django_db,
    pytest.mark.usefixtures("_today_is_the_day_it_was_built"),
]
ROUTES = dict(routes.our_routes())
STATED = routes.stated()
OK, NOT_FOUND = HTTPStatus.OK, HTTPStatus.NOT_FOUND


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


def _has_readers(route):
    return ROUTES[route] and OK in STATED.get(route, ())


@pytest.mark.parametrize("route", sorted(filter(_has_readers, ROUTES)))
def test_what_does_not_exist_is_not_found_even_by_those_who_may_look(visit, route):
    answers = dict(zip(routes.ROLES, STATED[route], strict=True))
    reader = next(role for role, answer in answers.items() if answer == OK)

    found = {address: visit(reader, address) for address in _unknown(route)}

    assert found == dict.fromkeys(found, NOT_FOUND)


def _unknown(route):
    """Yield the address of a route with one argument that leads nowhere."""
    known = arguments(route, ROUTES[route])
    for name, value in known.items():
        with contextlib.suppress(NoReverseMatch):
            yield reverse(route, kwargs={**known, name: _unknown_as(value)})


def _unknown_as(value):
    match value:
        case int():
            return 987_654
        case dt.date():
            return dt.date(1900, 1, 1)
        case uuid.UUID():
            return uuid.UUID(int=0)
    return "unknown"
