"""Awards: scored, made with reasons, objected to, confirmed after stand-still."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from core.journal import journal_of
from core.models import OutboxMessage
from core.refusals import MoveRefused, Refusal
from marketplace.journal.jobs import AwardAction
from marketplace.models import Award, Bid, BidScore, Job
from marketplace.services.awards import (
    Points,
    StandstillOver,
    StandstillRuns,
    answer_objection,
    award_bid,
    confirm_award,
    file_objection,
    score_bid,
)
from marketplace.services.bids import open_bids, submit_bid
from marketplace.services.contracts import draft_contract
from marketplace.states.jobs import AwardState, BidState, JobState
from tests.factories.marketplace_jobs import BIDS_UNTIL, BidFactory, offer

OPENED = BIDS_UNTIL
AFTER = OPENED + timedelta(days=10)


def points(value: int) -> dict[int, Points]:
    return {key: Points(Decimal(value), "有依据") for key in (1, 2)}


@pytest.fixture
def bids(job, provider, rival, people, noon):
    """Two opened bids, the provider's dearer one scored better."""
    pairs = ((provider, people.bidder, "120000"), (rival, people.rival, "100000"))
    made = []
    for who, actor, price in pairs:
        bid = BidFactory(job=job, provider=who, drafted_by=actor, offered=offer(price))
        submit_bid(bid_id=bid.pk, actor=actor, at=noon)
        made.append(bid)
    open_bids(job_id=job.pk, actor=people.owner, at=OPENED)
    return made


@pytest.fixture
def scored(bids, people):
    for bid, value in zip(bids, (90, 50), strict=True):
        score_bid(bid_id=bid.pk, scores=points(value), actor=people.owner, at=OPENED)
    return bids


@pytest.fixture
def award(scored, people):
    return award_bid(bid_id=scored[0].pk, reason="", actor=people.owner, at=OPENED)


def state_of(row):
    return type(row).objects.get(pk=row.pk).state


def test_score_bid_replaces_the_evaluators_own_points(bids, people):
    score_bid(bid_id=bids[0].pk, scores=points(40), actor=people.owner, at=OPENED)

    score_bid(bid_id=bids[0].pk, scores=points(70), actor=people.owner, at=OPENED)

    assert list(BidScore.objects.values_list("points", flat=True)) == [70, 70]


@pytest.mark.parametrize("value", [Decimal(-1), Decimal("100.01"), Decimal("NaN")])
def test_score_bid_refuses_points_off_the_scale(bids, people, value):
    scores = {1: Points(value, "理由")}

    with pytest.raises(Refusal) as refused:
        score_bid(bid_id=bids[0].pk, scores=scores, actor=people.owner, at=OPENED)

    assert refused.value.field == "points_1"
    assert not BidScore.objects.exists()


@pytest.mark.parametrize("who", ["bidder", "rival", "stranger", "superuser"])
def test_score_bid_is_for_those_who_run_the_job(bids, people, who):
    with pytest.raises(PermissionDenied):
        score_bid(
            bid_id=bids[0].pk, scores=points(99), actor=getattr(people, who), at=OPENED
        )

    assert not BidScore.objects.exists()


def test_award_bid_needs_every_score(bids, people):
    with pytest.raises(Refusal):
        award_bid(bid_id=bids[0].pk, reason="", actor=people.owner, at=OPENED)

    assert not Award.objects.exists()
    assert state_of(bids[0]) == BidState.OPENED


def test_award_bid_stands_still_for_the_term_of_the_law_table(award, job):
    # Awarded on Wednesday, 18 March 2026; five working days follow.
    assert award.standstill_until == date(2026, 3, 25)
    assert award.rank == 1
    assert state_of(job) == JobState.AWARDED
    assert state_of(award.bid) == BidState.AWARDED


def test_award_bid_wants_a_reason_for_another_than_the_first(scored, people):
    with pytest.raises(Refusal) as refused:
        award_bid(bid_id=scored[1].pk, reason=" ", actor=people.owner, at=OPENED)

    assert refused.value.field == "reason"
    chosen = award_bid(
        bid_id=scored[1].pk, reason="工期更短", actor=people.owner, at=OPENED
    )
    assert chosen.rank == 2


def test_award_bid_writes_to_every_bidder(award, people):
    letters = OutboxMessage.objects.filter(template__endswith="awarded")

    assert set(letters.values_list("to_user", "template")) == {
        (people.bidder.pk, "marketplace/awarded"),
        (people.rival.pk, "marketplace/not_awarded"),
    }


def test_award_bid_twice_makes_one_award(award, scored, people):
    again = award_bid(bid_id=scored[0].pk, reason="", actor=people.owner, at=OPENED)

    assert again == award
    assert Award.objects.count() == 1


def test_a_second_bid_cannot_be_awarded(award, scored, people):
    with pytest.raises(MoveRefused):
        award_bid(bid_id=scored[1].pk, reason="x", actor=people.owner, at=OPENED)

    assert Award.objects.count() == 1


def test_confirm_award_waits_for_the_end_of_the_standstill(award, people):
    last_day = datetime.combine(award.standstill_until, OPENED.timetz())

    with pytest.raises(StandstillRuns):
        confirm_award(award_id=award.pk, actor=people.owner, at=last_day)

    assert state_of(award) == AwardState.STANDING


def test_confirm_award_declines_the_others_and_can_be_repeated(award, scored, people):
    confirm_award(award_id=award.pk, actor=people.owner, at=AFTER)
    confirm_award(award_id=award.pk, actor=people.owner, at=AFTER)

    assert state_of(award) == AwardState.CONFIRMED
    assert state_of(scored[1]) == BidState.NOT_AWARDED
    actions = [entry.action for entry in journal_of(award)]
    assert actions == [AwardAction.MADE, AwardAction.CONFIRMED]


def test_an_objection_holds_the_award_until_it_is_answered(award, rival, people):
    objection = file_objection(
        award_id=award.pk,
        provider=rival,
        text="评分有误",
        actor=people.rival,
        at=OPENED,
    )

    with pytest.raises(StandstillRuns):
        confirm_award(award_id=award.pk, actor=people.owner, at=AFTER)
    answer_objection(
        objection_id=objection.pk,
        upheld=False,
        answer="依据充分",
        actor=people.owner,
        at=AFTER,
    )
    confirm_award(award_id=award.pk, actor=people.owner, at=AFTER)

    assert state_of(award) == AwardState.CONFIRMED


def test_an_upheld_objection_withdraws_the_award(award, rival, scored, job, people):
    objection = file_objection(
        award_id=award.pk,
        provider=rival,
        text="评分有误",
        actor=people.rival,
        at=OPENED,
    )

    answer_objection(
        objection_id=objection.pk,
        upheld=True,
        answer="重新评分",
        actor=people.owner,
        at=OPENED,
    )

    assert state_of(award) == AwardState.WITHDRAWN
    assert state_of(job) == JobState.OPENED
    assert state_of(scored[0]) == BidState.OPENED
    award_bid(bid_id=scored[1].pk, reason="复核后", actor=people.owner, at=OPENED)
    assert Award.objects.live().count() == 1


def test_an_objection_comes_too_late_after_the_standstill(award, rival, people):
    with pytest.raises(StandstillOver):
        file_objection(
            award_id=award.pk, provider=rival, text="x", actor=people.rival, at=AFTER
        )

    assert not award.objections.exists()


def test_the_winner_cannot_object(award, provider, people):
    with pytest.raises(PermissionDenied):
        file_objection(
            award_id=award.pk,
            provider=provider,
            text="x",
            actor=people.bidder,
            at=OPENED,
        )


def test_the_award_keeps_the_matrix_it_was_made_from(award, people, scored):
    assert [row["total"] for row in award.comparison["bids"]] == ["87.33", "70.00"]
    assert Bid.objects.count() == Job.objects.count() * 2


def bid_page(client, bid, person):
    client.force_login(person)
    return client.get(f"/workspace/bids/{bid.number}/")


def test_the_winner_finds_the_contract_on_its_bid(client, award, scored, people):
    confirm_award(award_id=award.pk, actor=people.owner, at=AFTER)
    contract = draft_contract(award_id=award.pk, actor=people.owner, at=AFTER)

    won = bid_page(client, scored[0], people.bidder).content.decode()
    lost = bid_page(client, scored[1], people.rival).content.decode()

    assert contract.get_absolute_url() in won
    assert contract.get_absolute_url() not in lost
