"""Lists, downloads and the staff area of jobs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.services.jobs import delegate_job
from reference.models import Jurisdiction
from tests.conftest import NOON
from tests.factories.accounts import (
    MembershipFactory,
    OrganisationFactory,
    StaffPostFactory,
    UserFactory,
)
from tests.factories.marketplace_jobs import (
    AwardFactory,
    BidFactory,
    JobFactory,
    OpenedBidFactory,
)


@pytest.fixture
def handler(db, settings):
    """A handler of the city's authority."""
    settings.STAFF_SECOND_FACTOR_REQUIRED = False
    city = Jurisdiction.objects.get(pk="620100")
    authority = OrganisationFactory(authority=True, jurisdiction=city, covers=[city])
    return StaffPostFactory(authority=authority).user


def queries(client, path) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_public_list_costs_the_same_with_three_jobs_as_with_one(client, db):
    JobFactory(published=True)
    one = queries(client, "/jobs/")

    JobFactory.create_batch(2, published=True)

    assert queries(client, "/jobs/") == one


def test_own_lists_cost_the_same_with_three_rows_as_with_one(client, people, provider):
    JobFactory(enterprise=people.enterprise)
    BidFactory(provider=provider)
    client.force_login(people.owner)
    jobs = queries(client, "/workspace/jobs/")
    client.force_login(people.bidder)
    bids = queries(client, "/workspace/bids/")

    JobFactory.create_batch(2, enterprise=people.enterprise)
    BidFactory.create_batch(2, provider=provider)

    assert queries(client, "/workspace/bids/") == bids
    client.force_login(people.owner)
    assert queries(client, "/workspace/jobs/") == jobs


def test_the_matrix_costs_the_same_with_three_bids_as_with_one(client, people):
    job = JobFactory(opened=True, enterprise=people.enterprise)
    client.force_login(people.owner)
    OpenedBidFactory(bid=BidFactory(job=job, opened=True))
    path = f"/workspace/jobs/{job.number}/compare/"
    with_one = queries(client, path)

    for _ in range(2):
        OpenedBidFactory(bid=BidFactory(job=job, opened=True))

    # Each bidder's standing in the register is one question more.
    assert queries(client, path) <= with_one + 2


def test_a_hidden_budget_is_nowhere_in_public(client, db):
    job = JobFactory(published=True, budget="987654.32", budget_shown=False)

    for path in ("/jobs/", f"/jobs/{job.number}/", "/jobs/?export=csv"):
        response = client.get(path)
        body = b"".join(response) if response.streaming else response.content

        assert "987" not in body.decode()


@pytest.mark.parametrize(
    "query",
    [
        "?service=audit&place=620100&state=published",
        "?closing=on&sort=closing",
        "?q=清洁&industry=C",
        "?state=published&export=csv",
        "?page=1",
    ],
)
def test_filters_of_the_public_list_work_in_both_languages(client, db, query):
    JobFactory(published=True)

    for prefix in ("", "/en"):
        assert client.get(f"{prefix}/jobs/{query}").status_code == 200


@pytest.mark.parametrize("query", ["?state=draft", "?service=nonsense", "?page=99"])
def test_filters_that_make_no_sense_are_client_errors(client, db, query):
    assert client.get(f"/jobs/{query}").status_code in {400, 404}


def test_staff_see_the_jobs_of_their_territory(client, handler):
    near = JobFactory(published=True)
    far = JobFactory(published=True, site=Jurisdiction.objects.get(pk="620900"))
    draft = JobFactory()
    client.force_login(handler)

    text = client.get("/admin/jobs/").content.decode()

    assert near.title in text
    assert far.title not in text
    assert draft.title not in text
    assert client.get(f"/admin/jobs/{near.pk}/").status_code == 200
    assert client.get(f"/admin/jobs/{far.pk}/").status_code == 404
    assert client.get(f"/admin/jobs/{draft.pk}/").status_code == 404


def test_people_without_a_post_have_no_staff_list(client, people):
    client.force_login(people.owner)

    assert client.get("/admin/jobs/").status_code in {302, 403}


@pytest.mark.parametrize("payload", ["", "{", "[]", '{"format": 1}', "[" * 9999])
def test_anything_but_a_receipt_is_refused_kindly(client, db, payload):
    response = client.post("/jobs/receipts/check/", {"text": payload})

    assert response.status_code == 422


def test_a_member_without_a_grant_looks_but_does_not_run(client, people):
    job = JobFactory(published=True, enterprise=people.enterprise)
    client.force_login(people.colleague)

    assert client.get(f"/workspace/jobs/{job.number}/").status_code == 200
    assert client.get(f"/workspace/jobs/{job.number}/cancel/").status_code == 403
    assert client.post(f"/workspace/jobs/{job.number}/opening/").status_code == 403


@pytest.mark.parametrize(
    "page", ["", "work/", "criteria/", "extend/", "opening/", "compare/", "award/"]
)
def test_a_job_of_another_enterprise_does_not_exist(client, people, page):
    job = JobFactory(published=True)
    client.force_login(people.owner)

    assert client.get(f"/workspace/jobs/{job.number}/{page}").status_code == 404


@pytest.mark.parametrize("page", ["", "edit/", "submit/", "files/", "receipt/"])
def test_a_bid_of_another_provider_does_not_exist(client, people, page):
    bid = BidFactory()
    client.force_login(people.rival)

    assert client.get(f"/workspace/bids/{bid.number}/{page}").status_code == 404


@pytest.mark.parametrize("page", ["edit/", "submit/", "files/"])
def test_a_submitted_bid_leads_from_its_draft_pages_to_its_own(
    client, people, provider, page
):
    bid = BidFactory(provider=provider, submitted=True)
    client.force_login(people.bidder)

    response = client.get(f"/workspace/bids/{bid.number}/{page}")

    assert response["Location"] == f"/workspace/bids/{bid.number}/"


def test_a_draft_has_no_receipt(client, people, provider):
    bid = BidFactory(provider=provider)
    client.force_login(people.bidder)

    assert client.get(f"/workspace/bids/{bid.number}/receipt/").status_code == 404


@pytest.mark.parametrize(
    ("works_for", "leads_to", "words"),
    [
        ("nobody", "/workspace/organisations/new/", "请先登记企业"),
        ("a provider", "/workspace/organisations/new/", "请先登记企业"),
        ("a provider and an enterprise", "/workspace/", "请先选择发布需求的企业"),
    ],
)
def test_who_acts_for_no_enterprise_is_led_to_one(
    client, people, works_for, leads_to, words
):
    person = UserFactory() if works_for == "nobody" else people.bidder
    client.force_login(person)
    if "and" in works_for:
        MembershipFactory(user=person)
        provider = people.bidder.memberships.earliest("pk").organisation_id
        client.post("/workspace/acting/", {"organisation": provider})

    response = client.get("/workspace/jobs/new/", follow=True)

    assert response.redirect_chain == [(leads_to, 302)]
    assert words in response.content.decode()
    assert client.post("/workspace/jobs/new/").status_code == 403


def test_an_enterprise_cannot_bid(client, people, job):
    client.force_login(MembershipFactory(user=UserFactory()).user)

    assert client.post(f"/jobs/{job.number}/bid/").status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [("q=余热", 1), ("q=节水", 0), ("state=draft", 1), ("state=awarded", 0)],
)
def test_own_bids_can_be_narrowed_down(client, people, provider, query, found):
    BidFactory(provider=provider, job__title="余热回收", job__published=True)
    client.force_login(people.bidder)

    response = client.get(f"/workspace/bids/?{query}")

    assert len(response.context["page_obj"]) == found


@pytest.mark.parametrize(("over", "said"), [(False, "提问和投标"), (True, "可以投标")])
def test_strangers_are_told_what_is_still_open(client, db, set_clock, over, said):
    job = JobFactory(published=True)
    set_clock(job.questions_until + timedelta(minutes=1 if over else -1))

    page = client.get(job.get_absolute_url()).content.decode()

    assert f"服务机构登录后{'' if over else '可以'}{said}。" in page


def test_an_error_in_a_row_is_said_at_the_top_and_leads_to_its_field(client, people):
    job = JobFactory(enterprise=people.enterprise, created_by=people.owner)
    client.force_login(people.owner)
    typed = {
        "price_weight": "60",
        "rows-TOTAL_FORMS": "1",
        "rows-INITIAL_FORMS": "0",
        "rows-0-name": "",
        "rows-0-weight": "40",
    }

    response = client.post(f"/workspace/jobs/{job.number}/criteria/", typed)

    page = response.content.decode()
    assert response.status_code == 422
    assert "data-error-summary" in page
    assert '第 1 项 · <a href="#id_rows-0-name">评审标准</a>：此项必填。' in page


def test_steps_of_a_job_wait_only_for_those_who_may_run_it(client, people):
    job = JobFactory(opened=True, enterprise=people.enterprise, title="余热回收")
    pages = {}
    for name in ("owner", "colleague"):
        client.force_login(getattr(people, name))
        pages[name] = client.get("/workspace/").content.decode()

    step = f"/workspace/jobs/{job.number}/compare/"
    assert step in pages["owner"]
    assert step not in pages["colleague"]


def test_a_step_waits_for_the_colleague_a_job_was_given_to(client, people):
    job = JobFactory(opened=True, enterprise=people.enterprise)
    delegate_job(job_id=job.pk, colleague=people.colleague, actor=people.owner, at=NOON)
    client.force_login(people.colleague)

    page = client.get("/workspace/").content.decode()

    assert f"/workspace/jobs/{job.number}/compare/" in page


def test_only_who_runs_a_job_is_offered_to_confirm_its_award(client, people, set_clock):
    award = AwardFactory(job__enterprise=people.enterprise)
    set_clock(NOON + timedelta(days=3650))
    confirm = f"/workspace/jobs/{award.job.number}/award/confirm/"
    pages = {}
    for name in ("owner", "colleague"):
        client.force_login(getattr(people, name))
        page = client.get(f"/workspace/jobs/{award.job.number}/award/")
        pages[name] = page.content.decode()

    assert confirm in pages["owner"]
    assert confirm not in pages["colleague"]
