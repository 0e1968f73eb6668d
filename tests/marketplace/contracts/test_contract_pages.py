from http import HTTPStatus

import pytest
from django.urls import reverse
from pytest_django.asserts import (
    assertContains,
    assertNotContains,
    assertRedirects,
    assertTemplateUsed,
)

from core.money import Money
from marketplace.models import (
    Contract,
    Milestone,
    Payment,
    PaymentEvent,
    SettlementStatement,
    Signature,
)
from marketplace.rails.port import Checkout
from marketplace.rails.simulator import SIMULATOR
from marketplace.services.contracts import offer_contract
from marketplace.services.statements import compute_contract_statement
from marketplace.states.contracts import (
    ContractState,
    MilestoneState,
    StatementState,
)
from tests.conftest import NOON
from tests.factories.accounts import MembershipFactory
from tests.factories.marketplace_contracts import (
    ContractFactory,
    MilestoneFactory,
    PaymentFactory,
    ReadingFactory,
    ReviewFactory,
    member,
)
from tests.marketplace.contracts.conftest import world_of
from tests.marketplace.contracts.test_stripe_wire import NO_EVENTS

pytestmark = pytest.mark.django_db
OK, FORBIDDEN, GONE = HTTPStatus.OK, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND


@pytest.fixture
def computed(measured):
    measured.statement = compute_contract_statement(
        contract_id=measured.contract.pk, actor=measured.provider, at=NOON
    )
    return measured


def page(name, *args):
    return reverse(f"marketplace:{name}", args=args)


def answers(client, world, url):
    """Return what each role gets."""
    found = {}
    for role in ("enterprise", "provider", "verifier", "outsider"):
        client.force_login(getattr(world, role))
        found[role] = client.get(url).status_code
    client.logout()
    found["anonymous"] = client.get(url).status_code
    return found


@pytest.mark.parametrize(
    ("name", "verifier"),
    [
        ("contract", OK),
        ("contract_text", OK),
        ("contract_json", OK),
        ("contract_terminate", FORBIDDEN),
        ("adjustment_new", FORBIDDEN),
    ],
)
def test_a_contract_is_there_for_its_parties_and_its_verifier(
    client, parties, name, verifier
):
    found = answers(client, parties, page(name, parties.contract.number))

    assert found == {
        "enterprise": OK,
        "provider": OK,
        "verifier": verifier,
        "outsider": GONE,
        "anonymous": HTTPStatus.FOUND,
    }


def test_a_draft_is_not_there_for_the_verifier(client, db):
    world = world_of(ContractFactory())

    found = answers(client, world, page("contract_edit", world.contract.number))

    assert found["verifier"] == GONE
    assert found["enterprise"] == found["provider"] == OK


@pytest.mark.parametrize(
    ("name", "verifier"),
    [
        ("statement", OK),
        ("statement_json", OK),
        ("statement_dispute", FORBIDDEN),
    ],
)
def test_a_statement_is_there_for_those_who_see_its_contract(
    client, computed, name, verifier
):
    found = answers(client, computed, page(name, computed.statement.number))

    assert found == {
        "enterprise": OK,
        "provider": OK,
        "verifier": verifier,
        "outsider": GONE,
        "anonymous": HTTPStatus.FOUND,
    }


def test_steps_of_one_side_are_closed_to_the_other(client, parties):
    contract = parties.contract
    step = MilestoneFactory(contract=contract)

    submit = answers(
        client, parties, page("milestone_submit", contract.number, step.key)
    )
    Milestone.objects.update(state=MilestoneState.SUBMITTED, submitted_at=NOON)
    accept = answers(
        client, parties, page("milestone_accept", contract.number, step.key)
    )

    assert (submit["provider"], submit["enterprise"]) == (OK, FORBIDDEN)
    assert (accept["enterprise"], accept["provider"]) == (OK, FORBIDDEN)


@pytest.mark.parametrize(
    "name", ["contract_sign", "contract_reopen", "review_write", "milestone_submit"]
)
def test_the_form_of_a_step_that_is_not_open_leads_to_the_contract(
    client, parties, name
):
    contract = parties.contract
    step = MilestoneFactory(contract=contract, submitted=True)
    more = [step.key] if name == "milestone_submit" else []
    client.force_login(parties.provider)

    response = client.get(page(name, contract.number, *more), follow=True)

    assertTemplateUsed(response, "marketplace/contract.html")
    assertContains(response, "此步骤目前不能办理")


def test_the_forms_of_a_payment_are_for_those_whose_turn_it_is(client, computed, pdf):
    number = computed.statement.number
    pay = page("statement_pay", number)
    client.force_login(computed.enterprise)
    assertRedirects(client.get(pay), computed.statement.get_absolute_url())
    for who in (computed.enterprise, computed.provider):
        client.force_login(who)
        client.post(page("statement_accept", number))

    paying = answers(client, computed, pay)
    client.force_login(computed.enterprise)
    client.post(pay, {"amount": "1", "paid_on": "2026-03-09", "file": pdf()})
    rejecting = answers(
        client, computed, page("payment_reject", number, Payment.objects.get().pk)
    )

    assert (paying["enterprise"], paying["provider"]) == (OK, FORBIDDEN)
    assert (rejecting["enterprise"], rejecting["provider"]) == (FORBIDDEN, OK)


def test_the_contract_leads_each_side_to_the_statement_that_waits_for_it(
    client, computed, pdf
):
    contract, statement = computed.contract, computed.statement
    here = page("contract", contract.number)
    waits = f"结算单 {statement.number} 待本方处理"

    def told(who):
        client.force_login(who)
        return waits in client.get(here).content.decode()

    before = told(computed.enterprise), told(computed.provider)
    client.force_login(computed.provider)
    client.post(page("statement_accept", statement.number))
    between = told(computed.enterprise), told(computed.provider)
    client.force_login(computed.enterprise)
    client.post(page("statement_accept", statement.number))
    accepted = told(computed.enterprise), told(computed.provider)
    client.force_login(computed.enterprise)
    voucher = {"amount": "1", "paid_on": "2026-03-09", "file": pdf()}
    client.post(page("statement_pay", statement.number), voucher)
    declared = told(computed.enterprise), told(computed.provider)

    # Both accept, the enterprise pays, and the provider says whether it arrived.
    assert (before, between) == ((True, True), (True, False))
    assert (accepted, declared) == ((True, False), (False, True))


def test_only_the_provider_names_an_account_of_its_own(client, parties):
    found = answers(client, parties, page("payment_account", parties.contract.number))

    assert found["provider"] == OK
    assert found["enterprise"] == found["verifier"] == FORBIDDEN


def test_a_reading_is_checked_by_the_verifier_only(client, parties):
    reading = ReadingFactory(contract=parties.contract)

    found = answers(
        client, parties, page("reading_check", parties.contract.number, reading.pk)
    )

    assert found["verifier"] == OK
    assert {found["enterprise"], found["provider"], found["outsider"]} == {GONE}


def test_a_verifier_finds_the_contract_in_its_workspace(client, parties):
    client.force_login(parties.verifier)

    assertContains(client.get("/workspace/"), parties.contract.get_absolute_url())


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_statement_explains_itself_in_both_languages(client, computed, language):
    client.force_login(computed.enterprise)

    response = client.get(f"{language}/workspace/statements/{computed.statement}/")

    assertContains(response, "4,000.00")
    assertContains(response, "2 * (tonnes - 100)")
    assertContains(response, computed.statement.sha256)


def test_the_downloaded_statement_is_the_sealed_one_byte_by_byte(client, computed):
    client.force_login(computed.provider)

    response = client.get(page("statement_json", computed.statement.number))

    assert response.content.decode() == computed.statement.document


def form_data(client, url, **changes):
    """Return what a browser would send back, changed."""
    forms = client.get(url).context["forms"]
    data = {}
    for form in [forms.terms, *(row for rows in forms.rows for row in rows.forms)]:
        for field in form:
            value = field.value()
            if value is None and field.widget_type == "select":
                # A browser sends the first choice of a list nobody touched.
                value = field.field.choices[0][0]
            if value not in (None, "", False):
                data[field.html_name] = value if isinstance(value, list) else str(value)
    for rows in forms.rows:
        for field in rows.management_form:
            data[field.html_name] = field.value()
    return data | changes


def test_the_draft_form_saves_what_it_shows(client, db):
    world = world_of(ContractFactory())
    client.force_login(world.provider)
    url = page("contract_edit", world.contract.number)
    before = world.contract.terms

    response = client.post(url, form_data(client, url, title="新标题"))

    world.contract.refresh_from_db()
    assert response.status_code == HTTPStatus.FOUND
    assert world.contract.title == "新标题"
    assert world.contract.terms == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"cap": "-1"},
        {"verifier": "not a code"},
        {"metrics-0-curve": "half"},
        {"metrics-0-baseline": "1e5000"},
        {"routines-0-expression": "__import__('os')"},
        {"ends_on": "2020-01-01"},
        {"milestones-TOTAL_FORMS": "x"},
    ],
)
def test_a_wrong_draft_keeps_what_was_typed_and_changes_nothing(client, db, wrong):
    world = world_of(ContractFactory())
    client.force_login(world.enterprise)
    url = page("contract_edit", world.contract.number)

    response = client.post(url, form_data(client, url, title="新标题", **wrong))

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assertContains(response, "新标题", status_code=HTTPStatus.UNPROCESSABLE_ENTITY)
    world.contract.refresh_from_db()
    assert world.contract.title != "新标题"


def test_signing_in_the_browser_binds_the_text_that_was_read(client, db):
    world = world_of(ContractFactory())
    offer_contract(contract_id=world.contract.pk, actor=world.enterprise, at=NOON)
    url = page("contract_sign", world.contract.number)
    sha256 = Contract.objects.get().text_sha256
    for actor in (world.enterprise, world.provider):
        client.force_login(actor)
        client.post(url, {"text_sha256": sha256, "signed_name": "某某", "read": "on"})

    assert Contract.objects.get().signed_at is not None


def test_a_member_who_may_not_sign_is_neither_offered_the_page_nor_given_it(client, db):
    world = world_of(ContractFactory())
    offer_contract(contract_id=world.contract.pk, actor=world.enterprise, at=NOON)
    colleague = MembershipFactory(organisation=world.contract.provider, role="member")
    client.force_login(colleague.user)
    url = page("contract_sign", world.contract.number)
    sha256 = Contract.objects.get().text_sha256

    offered = client.get(world.contract.get_absolute_url())
    shown = client.get(url)
    signed = client.post(url, {"text_sha256": sha256, "signed_name": "某某"})

    assertNotContains(offered, url)
    assert [shown.status_code, signed.status_code] == [FORBIDDEN, FORBIDDEN]
    assert not Signature.objects.exists()


def test_a_refused_step_says_why_with_a_client_error(client, parties):
    client.force_login(parties.enterprise)

    response = client.post(page("contract_complete", parties.contract.number))

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assertTemplateUsed(response, "marketplace/contract.html")
    parties.contract.refresh_from_db()
    assert parties.contract.state == ContractState.ACTIVE


def test_a_whole_settlement_in_the_browser(client, computed, pdf):
    number = computed.statement.number
    for actor in (computed.enterprise, computed.provider):
        client.force_login(actor)
        client.post(page("statement_accept", number))
    client.force_login(computed.enterprise)
    client.post(
        page("statement_pay", number),
        {"amount": "4000", "paid_on": "2026-03-09", "file": pdf()},
    )
    client.force_login(computed.provider)
    payment = Payment.objects.get()
    client.post(page("payment_confirm", number, payment.pk))

    assert SettlementStatement.objects.get().state == StatementState.PAID


def test_a_voucher_is_for_the_two_parties(client, computed, pdf):
    payment = PaymentFactory(statement=computed.statement)
    client.force_login(computed.enterprise)
    client.post(page("statement_accept", computed.statement.number))
    Payment.objects.filter(pk=payment.pk).delete()
    client.force_login(computed.provider)
    client.post(page("statement_accept", computed.statement.number))
    client.force_login(computed.enterprise)
    client.post(
        page("statement_pay", computed.statement.number),
        {"amount": "1", "paid_on": "2026-03-09", "file": pdf()},
    )
    url = reverse("file", args=[Payment.objects.get().voucher_id])

    found = answers(client, computed, url)

    assert found == {
        "enterprise": OK,
        "provider": OK,
        "verifier": GONE,
        "outsider": GONE,
        "anonymous": GONE,
    }


def test_the_list_costs_the_same_with_three_rows(
    client, django_assert_max_num_queries, parties
):
    client.force_login(parties.enterprise)
    url = page("contracts")
    with django_assert_max_num_queries(30) as one:
        client.get(url)
    for _ in range(2):
        ContractFactory(active=True, enterprise=parties.contract.enterprise)

    with django_assert_max_num_queries(len(one.captured_queries)):
        response = client.get(url)

    assert response.context["total"] == 3


def test_a_rival_finds_no_contract_of_others_in_the_list(client, parties):
    client.force_login(member(ContractFactory().enterprise))

    response = client.get(page("contracts"))

    assert parties.contract not in list(response.context["page_obj"])


@pytest.fixture
def simulated(settings):
    settings.PAYMENT_RAIL = "marketplace.rails.simulator.simulator"
    SIMULATOR.__init__()
    return SIMULATOR


def test_the_webhook_believes_a_signature_and_keeps_an_event_once(client, simulated):
    simulated.open(
        Checkout("ref", Money(1), "title", "acct_1", "https://a.test", "https://a.test")
    )
    intent = next(iter(simulated.intents.values()))
    body, signature = simulated.event("payment_intent.succeeded", intent)
    url = page("stripe_webhook")

    codes = [
        client.post(
            url, body, "application/json", headers={"stripe-signature": given}
        ).status_code
        for given in (signature, signature, "t=1,v1=00")
    ]

    assert codes == [OK, OK, HTTPStatus.BAD_REQUEST]
    assert PaymentEvent.objects.count() == 1


@pytest.mark.parametrize("body", NO_EVENTS)
def test_the_webhook_keeps_nothing_of_a_signed_body_that_is_no_event(
    client, db, simulated, body
):
    signature = simulated.signature(body)

    response = client.post(
        page("stripe_webhook"),
        body,
        "application/json",
        headers={"stripe-signature": signature},
    )

    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert not PaymentEvent.objects.exists()


def test_without_a_payment_service_there_is_no_webhook(client):
    response = client.post(page("stripe_webhook"), b"{}", "application/json")

    assert response.status_code == GONE


def test_the_job_page_publishes_a_signed_contract(client, parties):
    job = parties.contract.job

    response = client.get(job.get_absolute_url())
    release = client.get(page("job_release", job.number)).json()["releases"][0]

    assertContains(response, parties.contract.number)
    assert release["contracts"][0]["value"] == {"amount": 11000.0, "currency": "CNY"}


def test_a_review_shows_on_the_provider_page(client, parties):
    review = ReviewFactory(contract=parties.contract)

    response = client.get(f"/providers/{review.subject.credit_code}/")

    if response.status_code == OK:  # a provider may have withdrawn its listing
        assertContains(response, review.text)
