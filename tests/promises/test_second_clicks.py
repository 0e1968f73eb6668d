"""Promise: a step that is over changes nothing, and a second click neither.

The second answer is the first one's result or a sentence that says why not.
"""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from blacklist.models import Subscriber, Tip
from cms.models import Registration
from core.models import JournalEntry
from marketplace.models import Bid, BidReceipt, Job, Payment, Question, Signature
from marketplace.services.contracts import offer_contract
from marketplace.services.statements import compute_contract_statement
from tests.conftest import NOON
from tests.factories.accounts import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.factories.marketplace_contracts import (
    ContractFactory,
    MilestoneFactory,
    SettlementStatementFactory,
)
from tests.factories.marketplace_jobs import BidFactory, JobFactory
from tests.factories.training import TrainingEventFactory
from tests.promises.props import PDF
from tests.promises.test_bad_values import WORK

pytestmark = pytest.mark.django_db

LANGUAGES = pytest.mark.parametrize(("prefix", "spoken"), [("", 0), ("/en", 1)])
OVER = ("此步骤已无法办理", "not possible any more")
REPORT = {
    "provider_name": "例示咨询有限公司",
    "kind": "cheating",
    "account": "报告所附检测数据并非现场测得",
    "jurisdiction": "620100",
}


@pytest.fixture(autouse=True)
def _noon(set_clock):
    set_clock(NOON)


@pytest.fixture
def sign_in(client):
    """Sign somebody in who works for an organisation."""

    def for_organisation(organisation):
        client.force_login(MembershipFactory(organisation=organisation).user)
        return client

    return for_organisation


@pytest.fixture
def provider():
    return OrganisationFactory(provider=True)


def voucher():
    return SimpleUploadedFile("回单.pdf", PDF)


# --- a step that is over -----------------------------------------------------------


def _assert_over(response, words):
    assert response.status_code == 422
    assert words in response.content.decode()


@LANGUAGES
@pytest.mark.parametrize("state", ["closed", "cancelled", "failed"])
def test_no_bid_is_begun_for_a_job_that_takes_none(
    sign_in, provider, prefix, spoken, state
):
    job = JobFactory(**{state: True})

    response = sign_in(provider).post(f"{prefix}/jobs/{job.number}/bid/")

    _assert_over(response, ("截止", "deadline")[spoken])
    assert not Bid.objects.exists()
    assert not JournalEntry.objects.exists()


@LANGUAGES
def test_no_question_is_taken_after_its_time(
    sign_in, set_clock, provider, prefix, spoken
):
    job = JobFactory(published=True)
    set_clock(job.questions_until + timedelta(minutes=1))

    response = sign_in(provider).post(
        f"{prefix}/jobs/{job.number}/ask/", {"text": "几次现场？"}
    )

    _assert_over(response, ("提问时间已结束", "time for questions is over")[spoken])
    assert not Question.objects.exists()
    assert not JournalEntry.objects.exists()


@LANGUAGES
def test_a_withdrawn_bid_is_not_submitted(sign_in, provider, prefix, spoken):
    bid = BidFactory(provider=provider, job=JobFactory(published=True), withdrawn=True)

    response = sign_in(provider).post(
        f"{prefix}/workspace/bids/{bid.number}/submit/", {"declared": "on"}
    )

    bid.refresh_from_db()
    _assert_over(response, OVER[spoken])
    assert bid.state == "withdrawn"
    assert not BidReceipt.objects.exists()
    assert not JournalEntry.objects.exists()


@LANGUAGES
def test_a_signed_contract_is_not_signed_again(sign_in, prefix, spoken):
    contract = ContractFactory(signed=True)

    response = sign_in(contract.provider).post(
        f"{prefix}/workspace/contracts/{contract.number}/sign/",
        {"text_sha256": contract.text_sha256, "signed_name": "某人", "read": "on"},
    )

    _assert_over(response, OVER[spoken])
    assert not Signature.objects.exists()
    assert not JournalEntry.objects.exists()


@LANGUAGES
def test_a_paid_statement_is_not_paid_again(sign_in, prefix, spoken):
    statement = SettlementStatementFactory(paid=True)

    response = sign_in(statement.contract.enterprise).post(
        f"{prefix}/workspace/statements/{statement.number}/pay/",
        {"amount": "1", "paid_on": "2026-03-09", "file": voucher()},
    )

    _assert_over(response, ("目前不可支付", "is not payable")[spoken])
    assert not Payment.objects.exists()
    assert not JournalEntry.objects.exists()


# --- the second click ----------------------------------------------------------------


def twice(client, address, data=None):
    """Post the same twice; return both answers."""
    return client.post(address, data or {}), client.post(address, data or {})


def test_a_job_posted_twice_is_one_job(sign_in):
    client = sign_in(OrganisationFactory(enterprise=True))

    first, second = twice(client, "/workspace/jobs/new/", WORK)

    assert first["Location"] == second["Location"]
    assert Job.objects.count() == JournalEntry.objects.count() == 1


def test_a_job_published_twice_is_published_once(sign_in):
    job = JobFactory()
    client = sign_in(job.enterprise)

    first, second = twice(client, f"/workspace/jobs/{job.number}/review/")

    assert first["Location"] == second["Location"]
    assert JournalEntry.objects.filter(action="marketplace.job.published").count() == 1


def test_a_bid_submitted_twice_has_one_receipt(sign_in, provider):
    bid = BidFactory(provider=provider, job=JobFactory(published=True))
    address = f"/workspace/bids/{bid.number}/submit/"

    first, second = twice(sign_in(provider), address, {"declared": "on"})

    assert first["Location"] == second["Location"]
    assert BidReceipt.objects.count() == 1


def test_a_contract_signed_twice_has_one_signature_of_the_side(sign_in):
    contract = ContractFactory()
    client = sign_in(contract.provider)
    offer_contract(
        contract_id=contract.pk,
        actor=contract.provider.memberships.earliest("pk").user,
        at=NOON,
    )
    contract.refresh_from_db()
    signature = {
        "text_sha256": contract.text_sha256,
        "signed_name": "某人",
        "read": "on",
    }

    first, second = twice(
        client, f"/workspace/contracts/{contract.number}/sign/", signature
    )

    assert first.status_code == 302
    _assert_over(second, "本方已经签署")
    assert Signature.objects.count() == 1


def test_a_statement_accepted_twice_is_accepted_once(sign_in):
    milestone = MilestoneFactory(accepted=True)
    contract = milestone.contract
    client = sign_in(contract.provider)
    statement = compute_contract_statement(
        contract_id=contract.pk,
        actor=contract.provider.memberships.earliest("pk").user,
        at=NOON,
    )

    first, second = twice(client, f"/workspace/statements/{statement.number}/accept/")

    assert first.status_code == 302
    _assert_over(second, "已接受")
    accepted = JournalEntry.objects.filter(action="marketplace.statement.accepted")
    assert accepted.count() == 1


def test_a_payment_declared_twice_is_one_payment(sign_in):
    statement = SettlementStatementFactory(accepted=True)
    client = sign_in(statement.contract.enterprise)
    address = f"/workspace/statements/{statement.number}/pay/"

    def declare():
        typed = {"amount": "1", "paid_on": "2026-03-09", "file": voucher()}
        return client.post(address, typed)

    first, second = declare(), declare()

    assert first.status_code == 302
    _assert_over(second, "另有一笔付款正在进行")
    assert Payment.objects.count() == 1


def test_a_place_taken_twice_is_one_place(client):
    event = TrainingEventFactory()
    client.force_login(UserFactory())

    first, second = twice(
        client, f"/training/{event.slug}/register/", {"name": "学员甲"}
    )

    assert first.status_code == 302
    assert second.status_code == 422
    assert second.context["form"].errors
    assert Registration.objects.count() == 1


def filled_in(client):
    """Return a report as typed into a form just opened."""
    form = client.get("/register/report/").context["form"]
    return {**REPORT, "form_key": form["form_key"].value()}


def test_both_clicks_of_a_report_get_the_one_receipt(client):
    report = filled_in(client)
    # Neither click knows of the other: no answer has brought a session yet.
    clicks = [Client(), Client()]

    for click in clicks:
        click.post("/register/report/", report)

    first, second = (click.session["blacklist.tip"] for click in clicks)
    assert first == second
    assert Tip.objects.get().number == first["number"]
    shown = clicks[1].get(reverse("blacklist:reported")).content.decode()
    assert first["code"] in shown
    status = clicks[1].post("/register/report/status/", second)
    assert status.context["tip"] == Tip.objects.get()


@LANGUAGES
@pytest.mark.parametrize("knows", ["nothing", "another form"])
def test_the_same_report_from_elsewhere_is_neither_taken_nor_given_the_receipt(
    client, prefix, spoken, knows
):
    client.post("/register/report/", filled_in(client))
    elsewhere = Client()
    report = REPORT if knows == "nothing" else filled_in(elsewhere)

    response = elsewhere.post(f"{prefix}/register/report/", report)

    receipt = client.session["blacklist.tip"]
    _assert_over(response, ("无需重复提交", "once is enough")[spoken])
    assert receipt["code"] not in response.content.decode()
    assert receipt["number"] not in response.content.decode()
    assert elsewhere.get(reverse("blacklist:reported")).status_code == 404
    assert Tip.objects.count() == 1


def test_two_reports_of_one_form_have_different_codes(client):
    report = filled_in(client)
    client.post("/register/report/", report)
    code = client.session["blacklist.tip"]["code"]

    client.post("/register/report/", {**report, "account": "另一件事"})

    assert client.session["blacklist.tip"]["code"] != code
    assert Tip.objects.count() == 2


def test_the_same_report_later_is_taken(client, set_clock):
    client.post("/register/report/", REPORT)
    set_clock(NOON + timedelta(minutes=2))

    client.post("/register/report/", REPORT)

    assert Tip.objects.count() == 2


def test_a_colleague_made_administrator_twice_is_one(client):
    owner = MembershipFactory()
    colleague = MembershipFactory(organisation=owner.organisation, role="member")
    client.force_login(owner.user)
    address = reverse("accounts:membership_role", args=[colleague.pk])

    first, second = twice(client, address, {"role": "owner"})

    colleague.refresh_from_db()
    assert first["Location"] == second["Location"]
    assert colleague.role == "owner"
    assert JournalEntry.objects.count() == 1


@pytest.mark.parametrize("role", ["", "king", "\0"])
def test_a_role_that_is_none_is_a_bad_request(client, role):
    owner = MembershipFactory()
    client.force_login(owner.user)
    address = reverse("accounts:membership_role", args=[owner.pk])

    response = client.post(address, {"role": role})

    owner.refresh_from_db()
    assert response.status_code == 400
    assert owner.role == "owner"


def test_an_address_given_twice_is_one_subscriber(client):
    first, second = twice(client, "/register/subscribe/", {"email": "a@b.example"})

    assert first["Location"] == second["Location"]
    assert Subscriber.objects.count() == 1
