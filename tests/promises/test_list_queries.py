"""Promise: a list asks the database as often for many rows as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.promises.listings import (
    INDEXES,
    LISTINGS,
    a_world,
    index_of,
    list_routes,
)

pytestmark = pytest.mark.django_db
MANY = 12


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = False


def address_of(name, listing, world):
    """Return where a list is read."""
    if name.startswith("/"):
        path = name
    elif name in INDEXES:
        path = index_of(INDEXES[name]).get_url()
    else:
        path = reverse(name, kwargs=listing.arguments(world))
    return f"{path}?{listing.query}"


def ask(client, address):
    """Read an address to its end; return the queries that took and what it said."""
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
        body = b"".join(response)
    assert response.status_code == 200
    return [query["sql"] for query in asked], body.decode(errors="replace")


def test_every_list_is_in_the_table():
    assert list_routes() - set(LISTINGS) == set()


@pytest.mark.parametrize("name", LISTINGS)
def test_a_list_of_many_rows_takes_as_many_queries_as_a_list_of_one(client, name):
    listing, world = LISTINGS[name], a_world()
    if person := world.people[listing.role]:
        client.force_login(person)
    listing.grow(world)
    address = address_of(name, listing, world)
    # What is kept after a first visit is no part of the list.
    _queries, page = ask(client, address)
    addresses = [address] + [
        f"{address}&export={kind}"
        for kind in ("csv", "xlsx")
        if f"export={kind}" in page
    ]
    before = {one: ask(client, one)[0] for one in addresses}

    for _row in range(MANY - 1):
        listing.grow(world)

    for one in addresses:
        queries, grown = ask(client, one)
        assert len(queries) == len(before[one]), "\n".join(queries)
        if one == address:
            assert len(grown) > len(page)
