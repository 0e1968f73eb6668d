"""Promise: a stranger's POST changes nothing, whatever the route.

Strangers are everybody to whom the table of answers shows a route's page not at
all. They post a body that would satisfy most forms, so that what stops them is
who they are and not what they forgot to type.
"""

import re
from http import HTTPStatus

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import reverse

from blacklist.models import ScreeningReceipt
from cms.models import Registration
from tests.promises import routes
from tests.promises.props import PDF

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("_today_is_the_day_it_was_built"),
]
ROUTES = dict(routes.our_routes())
STATED = routes.stated()
STRANGERS = (None, "rival-enterprise", "rival-provider", "other-handler")
OK, TURNED_AWAY = (
    HTTPStatus.OK,
    {
        HTTPStatus.FOUND,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.METHOD_NOT_ALLOWED,
    },
)
# Posting here is everybody's right, or is about what is one's own.
OPEN_TO_ALL = {
    "accounts:choose_organisation": "which of one's own organisations to act for",
    "blacklist:make_receipt": "anybody may keep the answer of a check",
    "marketplace:bid_start": "any provider may begin a bid of its own",
    "providers:relist": "a provider's own listing",
    "providers:withdraw": "a provider's own listing",
}
# Who has a place already is told so on the page of the event, with this status.
TOLD_ON_THE_PAGE = {"cms:training_register": HTTPStatus.UNPROCESSABLE_ENTITY}
_WRITE = re.compile(
    r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "?(?P<table>\w+)', re.IGNORECASE
)
BODY = {
    **dict.fromkeys(("text", "reason", "answer", "note", "statement"), "示例文字"),
    **dict.fromkeys(("request", "performance", "opinion", "nonce"), "示例文字"),
    **dict.fromkeys(("confirm", "agrees", "pledged", "declares"), "on"),
    **dict.fromkeys(("verified", "happened", "declares_no_tie"), "on"),
    **dict.fromkeys(("amount", "value", "price", "size"), "1"),
    **dict.fromkeys(("until", "paid_on", "first_day", "last_day"), "2026-11-20"),
    "decision": "uphold",
    "name": "示例",
    "q": "示例环境科技有限公司",
    "on": "2026-11-09",
    "role": "owner",
    "unit": "tce",
    "reference": "HK1",
    "signed_name": "示例",
}


@pytest.fixture
def post(browsers, django_db_blocker, settings):
    """Post to an address in a role; say how it went and what was written."""
    settings.STAFF_SECOND_FACTOR_REQUIRED = False

    def in_role(role, address):
        with transaction.atomic():
            writes = _Writes()
            with connection.execute_wrapper(writes):
                response = browsers[role].post(address, _body())
            transaction.set_rollback(True)
        return response, writes.tables

    with django_db_blocker.unblock():
        yield in_role


def _strangers_to(route):
    answers = dict(zip(routes.ROLES, STATED[route], strict=True))
    return [role for role in STRANGERS if answers[role] != OK]


def _guarded(route):
    return route not in OPEN_TO_ALL and _strangers_to(route)


@pytest.mark.parametrize("route", sorted(filter(_guarded, ROUTES)))
def test_a_strangers_post_is_turned_away_and_changes_nothing(post, route):
    address = routes.address(route, ROUTES[route])
    turned_away = TURNED_AWAY | {TOLD_ON_THE_PAGE.get(route)}

    for role in _strangers_to(route):
        response, written = post(role, address)

        assert (role, response.status_code in turned_away) == (role, True)
        assert (role, written) == (role, set())


def test_a_registration_stops_at_the_place_one_has_and_not_at_the_form(post):
    route = "cms:training_register"
    address = routes.address(route, ROUTES[route])

    response, written = post("editor", address)

    assert response.status_code == HTTPStatus.FOUND
    assert Registration._meta.db_table in written


def test_a_post_that_writes_is_noticed(post):
    response, written = post(None, reverse("blacklist:make_receipt"))

    assert response.status_code == HTTPStatus.FOUND
    assert ScreeningReceipt._meta.db_table in written


def _body():
    return {**BODY, "file": SimpleUploadedFile("材料.pdf", PDF)}


class _Writes(list):
    """The tables that statements wrote to, sessions aside."""

    def __call__(self, execute, sql, params, many, context):
        if written := _WRITE.match(sql):
            self.append(written["table"])
        return execute(sql, params, many, context)

    @property
    def tables(self):
        return {table for table in self if table != Session._meta.db_table}
