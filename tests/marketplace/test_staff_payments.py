"""The operator's list of payments."""

import re

import pytest
from django.urls import reverse

from core.money import Money
from marketplace.states.contracts import PaymentMethod
from tests.factories.accounts import StaffPostFactory, UserFactory
from tests.factories.marketplace_contracts import PaymentFactory

pytestmark = pytest.mark.django_db

LIST = reverse("payments:index")


@pytest.fixture
def operator(client, settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = False
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def online():
    return PaymentFactory(
        confirmed=True,
        method=PaymentMethod.STRIPE,
        amount=Money("1234.50"),
        refunded=Money(200),
        intent_id="pi_example",
    )


@pytest.fixture
def transfer():
    return PaymentFactory(reference="流水号0042")


def test_a_payment_shows_its_parties_amounts_and_the_way_to_its_job(operator, online):
    page = operator.get(LIST).content.decode()

    assert reverse("jobs:detail", args=[online.contract.job_id]) in page
    for told in (
        online.contract.number,
        online.contract.enterprise.name,
        "1,234.50 元",
        "200.00 元",
    ):
        assert told in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "流水号0042"}, ["transfer"]),
        ({"q": "pi_example"}, ["online"]),
        ({"q": "nobody"}, []),
        ({"refunds": "yes"}, ["online"]),
        ({"refunds": "no"}, ["transfer"]),
        ({"method": "stripe"}, ["online"]),
        ({"state": "declared"}, ["transfer"]),
        ({"ordering": "amount"}, ["transfer", "online"]),
        ({"ordering": "-amount"}, ["online", "transfer"]),
    ],
)
def test_the_list_is_searched_narrowed_and_ordered(
    operator, online, transfer, query, found
):
    known = {online.pk: "online", transfer.pk: "transfer"}

    page = operator.get(LIST, query)

    assert [known[row.pk] for row in page.context["object_list"]] == found


def test_the_list_is_taken_along_in_the_readers_words(operator, online):
    lines = operator.get(LIST, {"export": "csv"})

    text = b"".join(lines.streaming_content).decode()
    assert online.get_state_display() in text
    assert "1234.50" in text


def test_an_empty_list_says_so(operator):
    page = operator.get(LIST)

    assert re.search(r"没有.*付款", page.content.decode())


@pytest.mark.parametrize("somebody", [StaffPostFactory, UserFactory])
def test_what_parties_pay_each_other_is_nobody_elses_affair(
    client, settings, online, somebody
):
    settings.STAFF_SECOND_FACTOR_REQUIRED = False
    made = somebody()
    client.force_login(getattr(made, "user", made))

    page = client.get(LIST)

    assert page.status_code == 302
    assert online.contract.number not in page.content.decode()
