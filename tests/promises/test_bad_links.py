"""Promise: a link or a proof that is forged or out of date opens nothing."""

import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.contrib.auth.tokens import default_token_generator
from django.utils.http import int_to_base36

from accounts import services
from accounts.enums import MembershipRole
from accounts.models import Membership
from blacklist.models import Subscriber
from core.models import JournalEntry, OutboxMessage
from marketplace.models import BidReceipt, PaymentEvent
from tests.conftest import NOON
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.blacklist import SubscriberFactory
from tests.factories.marketplace_jobs import BidFactory, JobFactory
from tests.factories.training import CertificateFactory

pytestmark = pytest.mark.django_db

LANGUAGES = pytest.mark.parametrize(("prefix", "spoken"), [("", 0), ("/en", 1)])
LONG = timedelta(days=90)


def changed(text):
    """Return a text with its last character changed."""
    return text[:-1] + ("0" if text[-1] != "0" else "1")


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("wrong", ["forged", "old"])
def test_an_address_is_not_confirmed_by_a_link_that_is_not_good(
    client, settings, prefix, wrong
):
    address = EmailAddress.objects.create(
        user=UserFactory(), email="a@b.example", verified=False
    )
    key = EmailConfirmationHMAC(address).key
    if wrong == "old":
        settings.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = -1
    link = (
        f"{prefix}/account/confirm-email/{changed(key) if wrong == 'forged' else key}/"
    )

    answers = [client.get(link).status_code, client.post(link).status_code]

    address.refresh_from_db()
    assert answers == [404, 404]
    assert not address.verified


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("age", [timedelta(), LONG])
def test_a_password_is_not_changed_by_a_forged_or_an_old_link(
    client, set_clock, prefix, age
):
    set_clock(NOON)
    user = UserFactory()
    token = default_token_generator.make_token(user)
    key = f"{int_to_base36(user.pk)}-{token if age else changed(token)}"
    set_clock(NOON + age)

    link = f"{prefix}/account/password/reset/key/{key}/"
    answers = [
        client.get(link).status_code,
        client.post(link, {"password1": "x" * 20, "password2": "x" * 20}).status_code,
    ]

    before = user.password
    user.refresh_from_db()
    assert answers == [404, 404]
    assert user.password == before


@LANGUAGES
@pytest.mark.parametrize("wrong", ["forged", "old", "of somebody else"])
def test_an_invitation_that_is_not_good_makes_nobody_a_member(
    client, set_clock, prefix, spoken, wrong
):
    set_clock(NOON)
    owner, guest = MembershipFactory(), UserFactory(email="new@example.test")
    services.invite_colleague(
        organisation_id=owner.organisation_id,
        email=guest.email,
        role=MembershipRole.MEMBER,
        actor=owner.user,
        at=NOON,
    )
    letter = OutboxMessage.objects.get(to_address=guest.email)
    token = letter.body.split("/invitations/")[1].split("/")[0]
    if wrong == "forged":
        token = changed(token)
    if wrong == "old":
        set_clock(NOON + LONG)
    client.force_login(UserFactory() if wrong == "of somebody else" else guest)
    entries = JournalEntry.objects.count()

    address = f"{prefix}/invitations/{token}/"
    responses = [client.get(address), client.post(address)]

    words = ("此邀请", "This invitation cannot be used")[spoken]
    assert [one.status_code for one in responses] == [404, 404]
    assert all(words in one.content.decode() for one in responses)
    assert Membership.objects.count() == 1
    assert JournalEntry.objects.count() == entries


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("step", ["subscribe", "unsubscribe"])
def test_letters_are_neither_confirmed_nor_ended_by_a_forged_link(client, prefix, step):
    known = SubscriberFactory(active=step == "unsubscribe")
    address = f"{prefix}/register/{step}/{changed(known.token)}/"

    answers = [client.get(address).status_code, client.post(address).status_code]

    assert answers == [404, 404]
    assert Subscriber.objects.get().state == known.state
    assert not JournalEntry.objects.exists()


@LANGUAGES
def test_a_code_that_no_certificate_has_is_answered_so(client, prefix, spoken):
    code = changed(CertificateFactory().code)

    asked = client.get(f"{prefix}/certificates/", {"code": code})
    null = client.get(f"{prefix}/certificates/", {"code": "\0"})

    words = ("没有", "No certificate has this code")[spoken]
    assert (asked.status_code, null.status_code) == (404, 404)
    assert words in asked.content.decode()
    assert client.get(f"{prefix}/certificates/{code}/").status_code == 404


@LANGUAGES
def test_a_receipt_changed_by_one_character_is_not_valid(
    client, set_clock, prefix, spoken
):
    set_clock(NOON)
    bid = BidFactory(job=JobFactory(published=True))
    client.force_login(MembershipFactory(organisation=bid.provider).user)
    client.post(f"/workspace/bids/{bid.number}/submit/", {"declared": "on"})
    receipt = client.get(f"/workspace/bids/{bid.number}/receipt/?bare").json()
    forged = {**receipt, "commitment": changed(receipt["commitment"])}
    before = list(BidReceipt.objects.values())

    def checked(document):
        typed = {"text": json.dumps(document)}
        return client.post(f"{prefix}/jobs/receipts/check/", typed)

    answers = [checked(receipt).status_code, checked(forged).status_code]

    words = ("约定", "are those issued")
    assert answers == [200, 422]
    assert words[1] in checked(forged).content.decode() or not spoken
    assert list(BidReceipt.objects.values()) == before


# --- machines ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "providers?page=0",
        "providers?page=abc",
        "jobs/%00",
        "register/QY-P-0000-0000",
        "search?q=",
        f"search?q={'长' * 5000}",
        "register/check?name=a&on=2026-02-31",
    ],
)
def test_the_interface_answers_nonsense_as_a_client_error(client, address):
    response = client.get(f"/api/v1/{address}")

    assert response.status_code in {400, 404, 422}


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_very_long_question_is_searched_by_its_beginning(client, prefix):
    response = client.get(f"{prefix}/search/", {"q": "长" * 20_000})

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("/payments/stripe/webhook/", "POST"),
        ("/register/check/receipt/", "POST"),
    ],
)
def test_a_wrong_method_is_answered_with_the_right_one(client, address, allowed):
    response = client.delete(address)

    assert response.status_code == 405
    assert allowed in response["Allow"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b'{"id": "evt_1"}'])
@pytest.mark.parametrize("signature", ["", "t=1,v1=00", "nonsense"])
def test_an_event_that_nobody_signed_is_not_kept(client, settings, body, signature):
    settings.STRIPE_SECRET_KEY = "sk_test_example"
    settings.STRIPE_WEBHOOK_SECRET = "whsec_example"

    response = client.post(
        "/payments/stripe/webhook/",
        body,
        content_type="application/json",
        headers={"Stripe-Signature": signature},
    )

    assert response.status_code == 400
    assert not PaymentEvent.objects.exists()
    assert not JournalEntry.objects.exists()
