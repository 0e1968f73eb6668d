"""From the first step of a draft to the confirmed award, through the pages."""

from datetime import UTC, datetime, timedelta

import pytest

from core.clock import SHANGHAI
from core.models import OutboxMessage
from core.money import Money
from marketplace.models import Award, Bid, BidReceipt, Job
from marketplace.states.jobs import AwardState, BidState, JobState
from reference.models import Indicator

START = datetime(2026, 3, 10, 2, tzinfo=UTC)


@pytest.fixture
def at(set_clock):
    """Set what time it is at the edge."""
    set_clock(START)
    return set_clock


def local(instant: datetime) -> str:
    return instant.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")


def rows(*rows: dict) -> dict:
    data = {
        "rows-TOTAL_FORMS": len(rows),
        "rows-INITIAL_FORMS": 0,
        "rows-MIN_NUM_FORMS": 0,
        "rows-MAX_NUM_FORMS": 20,
    }
    for index, row in enumerate(rows):
        data |= {f"rows-{index}-{name}": value for name, value in row.items()}
    return data


def post(client, path, data=None, status=302):
    response = client.post(path, data or {})
    assert response.status_code == status, response.content.decode()[-3000:]
    return response


def seen(client, path):
    for prefix in ("", "/en"):
        response = client.get(prefix + path)
        assert response.status_code == 200, path
    return response.content.decode()


def test_a_job_goes_from_draft_to_confirmed_award(  # noqa: PLR0915 - one long walk
    client, people, at
):
    indicator = Indicator.objects.filter(better="lower").first()
    client.force_login(people.owner)
    seen(client, "/workspace/")
    seen(client, "/workspace/jobs/new/")
    response = post(
        client,
        "/workspace/jobs/new/",
        {
            "title": "年产十万吨聚氯乙烯装置清洁生产审核",
            "services": ["audit"],
            "scope": "完成一轮审核。",
            "site": "620100",
            "budget": "12.8万元",
            "budget_shown": "on",
        },
    )
    job = Job.objects.get()
    assert job.budget == Money(128000)
    desk = f"/workspace/jobs/{job.number}/"
    assert response["Location"] == f"{desk}criteria/"
    seen(client, f"{desk}criteria/")
    unfinished = seen(client, f"{desk}review/")
    assert "message--warning" in unfinished
    assert "data-submit-once" not in unfinished
    data = rows({"name": "方案", "weight": 60, "description": ""})
    more = post(
        client, f"{desk}criteria/", {**data, "price_weight": 40, "add_row": "1"}, 200
    )
    assert "rows-1-name" in more.content.decode()
    wrong = post(client, f"{desk}criteria/", {**data, "price_weight": 30}, 422)
    assert "90" in wrong.content.decode()
    post(client, f"{desk}criteria/", {**data, "price_weight": 40})
    seen(client, f"{desk}metrics/")
    metric = {
        "indicator": indicator.pk,
        "baseline": "120",
        "target": "100",
        "weight": 100,
    }
    post(client, f"{desk}metrics/", rows(metric))
    seen(client, f"{desk}schedule/")
    post(
        client,
        f"{desk}schedule/",
        {
            "questions_until": local(START + timedelta(days=3)),
            "bids_until": local(START + timedelta(days=7)),
            "opens_at": local(START + timedelta(days=7)),
            "visibility": "public",
        },
    )
    seen(client, f"{desk}review/")
    post(client, f"{desk}review/")
    job.refresh_from_db()
    assert job.state == JobState.PUBLISHED
    seen(client, "/workspace/jobs/")
    seen(client, desk)

    client.force_login(people.bidder)
    seen(client, "/workspace/")
    assert job.title in seen(client, "/jobs/?state=published&closing=on")
    seen(client, f"/jobs/{job.number}/")
    seen(client, f"/jobs/{job.number}/ask/")
    post(client, f"/jobs/{job.number}/ask/", {"text": "几次现场？"})

    client.force_login(people.owner)
    question = job.questions.get()
    assert "清源咨询" not in seen(client, desk)
    post(client, f"{desk}questions/{question.pk}/answer/", {"text": "两次。"})

    for who, price in (("bidder", "120000"), ("rival", "100000")):
        client.force_login(getattr(people, who))
        assert "两次。" in seen(client, f"/jobs/{job.number}/")
        response = post(client, f"/jobs/{job.number}/bid/")
        edit = response["Location"]
        bid_page = edit.removesuffix("edit/")
        seen(client, edit)
        answers = {
            "price": price,
            "proposal": f"方案{price}",
            "answer_1": "三个阶段",
            "target_1": "95",
            "team": "王工，负责人",
            "submit": "1",
        }
        post(client, edit, answers)
        seen(client, f"{bid_page}submit/")
        post(client, f"{bid_page}submit/", {}, 422)
        post(client, f"{bid_page}submit/", {"declared": "on"})
        assert f"{int(price):,}.00" in seen(client, bid_page)
        receipt = client.get(f"{bid_page}receipt/")
        assert receipt.json()["bid"]["price"] == f"{price}.00"
        checked = client.post(
            "/jobs/receipts/check/", {"text": receipt.content.decode()}
        )
        assert checked.status_code == 200
        forged = receipt.content.decode().replace(f"{price}.00", "1.00")
        post(client, "/jobs/receipts/check/", {"text": forged}, 422)
        seen(client, "/workspace/bids/")
    assert BidReceipt.objects.count() == 2

    client.force_login(people.owner)
    assert "120,000" not in seen(client, desk) + seen(client, f"{desk}opening/")
    post(client, f"{desk}opening/", {}, 422)
    at(START + timedelta(days=7))
    post(client, f"{desk}opening/")
    assert "120,000.00" in seen(client, f"{desk}opening/")
    seen(client, desk)
    seen(client, f"{desk}compare/")
    for bid in Bid.objects.all():
        seen(client, f"{desk}bids/{bid.number}/")
        seen(client, f"{desk}bids/{bid.number}/score/")
        points = 90 if bid.provider.name.startswith("清源") else 50
        post(
            client,
            f"{desk}bids/{bid.number}/score/",
            {"points_1": points, "reason_1": "有依据"},
        )
    best = Bid.objects.get(provider__name__startswith="清源")
    page = seen(client, f"{desk}compare/")
    assert "87.33" in page
    seen(client, f"{desk}bids/{best.number}/award/")
    post(client, f"{desk}bids/{best.number}/award/", {"reason": ""})
    award = Award.objects.get()
    assert award.standstill_until.isoformat() == "2026-03-24"
    seen(client, f"{desk}award/")

    client.force_login(people.rival)
    lost = Bid.objects.get(provider__name__startswith="碧水")
    assert "87.33" in seen(client, f"/jobs/{job.number}/")
    seen(client, f"/workspace/bids/{lost.number}/object/")
    post(client, f"/workspace/bids/{lost.number}/object/", {"text": "评分有误"})

    client.force_login(people.owner)
    objection = award.objections.get()
    at(START + timedelta(days=15))
    post(client, f"{desk}award/confirm/", status=422)
    assert Award.objects.get().state == AwardState.STANDING
    seen(client, f"{desk}objections/{objection.pk}/answer/")
    post(
        client,
        f"{desk}objections/{objection.pk}/answer/",
        {"decision": "dismiss", "answer": "依据充分"},
    )
    post(client, f"{desk}award/confirm/")
    assert Award.objects.get().state == AwardState.CONFIRMED
    assert Bid.objects.get(pk=lost.pk).state == BidState.NOT_AWARDED

    client.logout()
    assert "120,000.00" in seen(client, f"/jobs/{job.number}/")
    assert "100,000.00" not in seen(client, f"/jobs/{job.number}/")
    assert OutboxMessage.objects.count() > 5
