"""What we send is what Stripe's own mock accepts."""

import hashlib
import hmac
import json
import time

import pytest
from stripe import StripeClient

from core.money import Money
from marketplace.rails import Checkout, ForgedEvent, RailRefused
from marketplace.rails.stripe_rail import StripeRail
from tests.services import stripe_mock

SECRET = "whsec_example"
needs_mock = pytest.mark.skipif(
    stripe_mock.executable() is None,
    reason="stripe-mock is not on this machine; 'make services' installs it.",
)


@pytest.fixture(scope="module")
def address():
    """The address of a running mock."""
    with stripe_mock.server(stripe_mock.executable()) as url:
        yield url


def rail_at(address):
    client = StripeClient(
        "sk_test_example",
        base_addresses={"api": address, "files": address},
        max_network_retries=0,
    )
    return StripeRail(client, SECRET)


CHECKOUT = Checkout(
    reference="QY-ST-2026-0001-1",
    amount=Money("4000.01"),
    title="QY-C-2026-0001",
    destination="acct_1",
    success_url="https://portal.example.test/",
    cancel_url="https://portal.example.test/",
)


@needs_mock
def test_a_checkout_is_opened(address):
    started = rail_at(address).open(CHECKOUT)

    assert started.session_id.startswith("cs_")
    assert started.url.startswith("https://")


@needs_mock
def test_a_refund_is_accepted(address):
    rail_at(address).refund(intent_id="pi_1", amount=Money(1), key="k")


def test_a_service_that_is_away_refuses():
    with pytest.raises(RailRefused):
        rail_at("http://127.0.0.1:9").open(CHECKOUT)


def signed(body, secret=SECRET, stamp=None):
    stamp = int(time.time()) if stamp is None else stamp
    mac = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256)
    return f"t={stamp},v1={mac.hexdigest()}"


BODY = json.dumps(
    {
        "id": "evt_1",
        "object": "event",
        "type": "payment_intent.succeeded",
        "data": {
            "object": {
                "object": "payment_intent",
                "id": "pi_1",
                "currency": "cny",
                "amount_received": 400001,
                "metadata": {"payment": "QY-ST-2026-0001-1"},
            }
        },
    }
).encode()


# Each is signed as an event would be.
NO_EVENTS = [
    b"",
    b"{",
    b"\xff\xfe",
    b"<html></html>",
    b"null",
    b"[]",
    b'"evt_1"',
    b"{}",
    b'{"id": "evt_1"}',
    b'{"id": 1, "type": "charge.refunded", "data": {"object": {}}}',
    b'{"id": "", "type": "charge.refunded", "data": {"object": {}}}',
    b'{"id": "evt_1", "type": "charge.refunded", "data": {"object": []}}',
    b'{"id": "evt_1", "type": "charge.refunded", "data": null}',
]


def test_an_event_is_read_from_its_signed_body():
    event = rail_at("http://127.0.0.1:9").read_event(BODY, signed(BODY))

    assert (event.reference, event.amount, event.succeeded) == (
        "QY-ST-2026-0001-1",
        Money("4000.01"),
        True,
    )


@pytest.mark.parametrize("body", NO_EVENTS)
def test_a_signed_body_that_is_no_event_is_refused(body):
    with pytest.raises(ForgedEvent):
        rail_at("http://127.0.0.1:9").read_event(body, signed(body))


@pytest.mark.parametrize(
    "signature",
    ["", "t=1,v1=00", signed(BODY, "whsec_other"), signed(BODY, stamp=1)],
    ids=["none", "made up", "of another secret", "stale"],
)
def test_a_forged_or_stale_event_is_refused(signature):
    with pytest.raises(ForgedEvent):
        rail_at("http://127.0.0.1:9").read_event(BODY, signature)
