"""Promise: a wrong value is named beside its field, and nothing is written."""

from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.models import JournalEntry
from marketplace.models import Job, Payment
from reference.models import Indicator
from tests.conftest import NOON
from tests.factories.accounts import MembershipFactory, OrganisationFactory
from tests.factories.marketplace_contracts import SettlementStatementFactory
from tests.factories.marketplace_jobs import BidFactory, JobFactory
from tests.promises.props import PDF

pytestmark = pytest.mark.django_db

LANGUAGES = pytest.mark.parametrize(("prefix", "spoken"), [("", 0), ("/en", 1)])
NEGATIVE = ("金额不得为负数", "must not be negative")
NO_AMOUNT = ("请填写以元为单位的金额", "Write an amount in yuan")
AMOUNTS = {
    "-1": NEGATIVE,
    "100.005": NO_AMOUNT,
    "1000000000000000": NO_AMOUNT,
    "1e9": NO_AMOUNT,
    "NaN": NO_AMOUNT,
    "十万": NO_AMOUNT,
}
WORK = {
    "title": "清洁生产审核",
    "services": ["audit"],
    "scope": "一轮",
    "site": "620100",
}


@pytest.fixture
def market(client, set_clock):
    """A draft of a job and a draft of a bid, and somebody for each of them."""
    set_clock(NOON)
    enterprise = OrganisationFactory(enterprise=True)
    provider = OrganisationFactory(provider=True)
    return SimpleNamespace(
        job=JobFactory(enterprise=enterprise),
        bid=BidFactory(
            provider=provider, job=JobFactory(published=True, enterprise=enterprise)
        ),
        owner=MembershipFactory(organisation=enterprise).user,
        bidder=MembershipFactory(organisation=provider).user,
    )


@LANGUAGES
@pytest.mark.parametrize(("amount", "words"), AMOUNTS.items())
def test_a_budget_that_is_no_amount_begins_no_job(
    client, market, prefix, spoken, amount, words
):
    client.force_login(market.owner)
    known = Job.objects.count()

    response = client.post(f"{prefix}/workspace/jobs/new/", {**WORK, "budget": amount})

    _assert_refused(response, "budget", words[spoken])
    assert Job.objects.count() == known


@LANGUAGES
@pytest.mark.parametrize(("amount", "words"), AMOUNTS.items())
def test_a_price_that_is_no_amount_leaves_the_sealed_draft_alone(
    client, market, prefix, spoken, amount, words
):
    client.force_login(market.bidder)
    before = bytes(market.bid.sealed)

    response = client.post(
        f"{prefix}/workspace/bids/{market.bid.number}/edit/", {"price": amount}
    )

    market.bid.refresh_from_db()
    _assert_refused(response, "price", words[spoken])
    assert bytes(market.bid.sealed) == before


@LANGUAGES
@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        *[("amount", amount, words) for amount, words in AMOUNTS.items()],
        ("amount", "0", ("不得超过未付金额", "no more than is outstanding")),
        ("amount", "99999999", ("不得超过未付金额", "no more than is outstanding")),
        ("paid_on", "2026-03-11", ("不能晚于今天", "lies ahead")),
        ("paid_on", "2026-02-31", ("有效日期", "valid date")),
    ],
)
def test_a_wrong_payment_is_not_declared(
    client, set_clock, prefix, spoken, field, typed, words
):
    set_clock(NOON)
    statement = SettlementStatementFactory(accepted=True)
    enterprise = statement.contract.enterprise
    client.force_login(MembershipFactory(organisation=enterprise).user)
    right = {"amount": "1", "paid_on": "2026-03-09"}
    file = SimpleUploadedFile("回单.pdf", PDF)

    response = client.post(
        f"{prefix}/workspace/statements/{statement.number}/pay/",
        {**right, field: typed, "file": file},
    )

    _assert_refused(response, field, words[spoken])
    assert not Payment.objects.exists()


def rows(*given):
    """Return the rows of a step as a browser sends them."""
    data = {"rows-TOTAL_FORMS": len(given), "rows-INITIAL_FORMS": 0}
    for index, row in enumerate(given):
        data |= {f"rows-{index}-{name}": value for name, value in row.items()}
    return data


@LANGUAGES
@pytest.mark.parametrize(
    "weights", [(40, 59), (40, 61), (0, 99), (-10, 110), (40, 60.5)]
)
def test_weights_that_do_not_add_up_leave_the_criteria_alone(
    client, market, prefix, spoken, weights
):
    client.force_login(market.owner)
    before = list(market.job.criteria.values_list("name", "weight"))
    price, criterion = weights

    response = client.post(
        f"{prefix}/workspace/jobs/{market.job.number}/criteria/",
        {**rows({"name": "方案", "weight": criterion}), "price_weight": price},
    )

    assert response.status_code == 422
    if sum(weights) != 100 and min(weights) >= 0 and sum(weights) == int(sum(weights)):
        words = ("权重", "add up to 100")[spoken]
        assert words in response.context["refusal"]
    assert list(market.job.criteria.values_list("name", "weight")) == before
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(
    "wrong",
    [
        {"weight": 99},
        {"weight": -1},
        {"baseline": "NaN"},
        {"target": "1e30"},
        {"target": "0.00001"},
        {"baseline": "100", "target": "100"},
        {"indicator": "999999"},
    ],
)
def test_a_metric_that_makes_no_sense_leaves_the_metrics_alone(
    client, market, prefix, wrong
):
    client.force_login(market.owner)
    before = list(market.job.metrics.values())
    right = {
        "indicator": Indicator.objects.earliest("pk").pk,
        "baseline": "120",
        "target": "100",
        "weight": 100,
    }

    response = client.post(
        f"{prefix}/workspace/jobs/{market.job.number}/metrics/",
        rows({**right, **wrong}),
    )

    assert response.status_code == 422
    assert response.context["refusal"] or any(response.context["formset"].errors)
    assert list(market.job.metrics.values()) == before
    assert not JournalEntry.objects.exists()


@LANGUAGES
@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        (
            "questions_until",
            "2026-03-09T09:00",
            ("提问截止时间已过", "lies in the past"),
        ),
        (
            "bids_until",
            "2026-03-12T09:00",
            ("投标", "after the last day for questions"),
        ),
        ("opens_at", "2026-03-19T09:00", ("开标", "before the deadline for bids")),
        ("bids_until", "2026-02-31T09:00", ("有效", "valid date")),
    ],
)
def test_dates_out_of_order_leave_the_schedule_alone(
    client, market, prefix, spoken, field, typed, words
):
    client.force_login(market.owner)
    names = ("questions_until", "bids_until", "opens_at")
    before = [getattr(market.job, name) for name in names]
    right = {
        "questions_until": "2026-03-14T09:00",
        "bids_until": "2026-03-20T09:00",
        "opens_at": "2026-03-20T09:00",
        "visibility": "public",
    }

    response = client.post(
        f"{prefix}/workspace/jobs/{market.job.number}/schedule/",
        {**right, field: typed},
    )

    market.job.refresh_from_db()
    _assert_refused(response, field, words[spoken])
    assert [getattr(market.job, name) for name in names] == before


NO_NUMBERS = ["", "\0", "-1", "９", "1e9", "9" * 30, "9" * 5000]


@pytest.mark.parametrize("typed", NO_NUMBERS)
def test_acting_for_an_organisation_that_is_none_is_not_found(client, market, typed):
    client.force_login(market.owner)

    response = client.post("/workspace/acting/", {"organisation": typed})

    assert response.status_code == 404
    assert "acting_organisation" not in client.session


@pytest.mark.parametrize(("button", "status"), [("add_row", 200), ("save", 422)])
@pytest.mark.parametrize("typed", NO_NUMBERS)
def test_a_count_of_rows_that_is_none_breaks_no_form(
    client, market, typed, button, status
):
    client.force_login(market.owner)
    before = list(market.job.criteria.values_list("name", "weight"))

    response = client.post(
        f"/workspace/jobs/{market.job.number}/criteria/",
        {"rows-TOTAL_FORMS": typed, "rows-INITIAL_FORMS": "0", button: "on"},
    )

    assert response.status_code == status
    assert list(market.job.criteria.values_list("name", "weight")) == before


def _assert_refused(response, field, words):
    assert response.status_code == 422
    assert words in str(response.context["form"].errors[field])
    assert not JournalEntry.objects.exists()
