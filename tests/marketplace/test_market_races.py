"""Two real transactions at once: one wins, the other is told."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from core.refusals import Refusal
from marketplace.models import Award, Bid, BidReceipt, OpenedBid, Opening
from marketplace.services.awards import Points, award_bid, score_bid
from marketplace.services.bids import (
    open_bids,
    start_bid,
    submit_bid,
    withdraw_bid,
)
from marketplace.states.jobs import BidState
from tests.factories.accounts import MembershipFactory, OrganisationFactory
from tests.factories.marketplace_jobs import BIDS_UNTIL, BidFactory, JobFactory
from tests.marketplace.races import at_once

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(autouse=True)
def _row_locks_needed():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")


@pytest.fixture
def job():
    enterprise = OrganisationFactory(enterprise=True)
    owner = MembershipFactory(organisation=enterprise).user
    return JobFactory(published=True, enterprise=enterprise, created_by=owner)


def bid_for(job) -> Bid:
    provider = OrganisationFactory(provider=True)
    actor = MembershipFactory(organisation=provider).user
    return BidFactory(job=job, provider=provider, drafted_by=actor)


def test_a_bid_begun_twice_is_one_draft(job, noon):
    provider = OrganisationFactory(provider=True)
    actor = MembershipFactory(organisation=provider).user

    def start():
        return start_bid(job_id=job.pk, provider=provider, actor=actor, at=noon)

    drafts = at_once(start, start)

    assert drafts[0] == drafts[1]
    assert Bid.objects.count() == 1


def test_a_bid_submitted_twice_has_one_receipt(job, noon):
    bid = bid_for(job)

    def submit():
        return submit_bid(bid_id=bid.pk, actor=bid.drafted_by, at=noon)

    receipts = at_once(submit, submit)

    assert receipts[0] == receipts[1]
    assert BidReceipt.objects.count() == 1


def test_two_openings_open_once(job, noon):
    for _ in range(2):
        bid = bid_for(job)
        submit_bid(bid_id=bid.pk, actor=bid.drafted_by, at=noon)

    def by_hand():
        return open_bids(job_id=job.pk, actor=job.created_by, at=BIDS_UNTIL)

    def by_itself():
        return open_bids(job_id=job.pk, actor=None, at=BIDS_UNTIL)

    openings = at_once(by_hand, by_itself)

    assert openings[0] == openings[1]
    assert Opening.objects.count() == 1
    assert OpenedBid.objects.count() == 2


def test_a_bid_withdrawn_at_the_last_second_is_opened_or_gone(job, noon):
    bid = bid_for(job)
    submit_bid(bid_id=bid.pk, actor=bid.drafted_by, at=noon)
    last_second = BIDS_UNTIL - timedelta(seconds=1)

    at_once(
        lambda: withdraw_bid(bid_id=bid.pk, actor=bid.drafted_by, at=last_second),
        lambda: open_bids(job_id=job.pk, actor=None, at=BIDS_UNTIL),
    )

    bid.refresh_from_db()
    opened = OpenedBid.objects.filter(bid=bid).exists()
    assert (bid.state, opened) in {
        (BidState.WITHDRAWN, False),
        (BidState.OPENED, True),
    }


def test_two_awards_at_once_leave_one_winner(job, noon):
    bids = [bid_for(job) for _ in range(2)]
    for bid in bids:
        submit_bid(bid_id=bid.pk, actor=bid.drafted_by, at=noon)
    open_bids(job_id=job.pk, actor=None, at=BIDS_UNTIL)
    points = {key: Points(Decimal(80), "有依据") for key in (1, 2)}
    for bid in bids:
        score_bid(bid_id=bid.pk, scores=points, actor=job.created_by, at=BIDS_UNTIL)

    def award(bid):
        return lambda: award_bid(
            bid_id=bid.pk, reason="择优", actor=job.created_by, at=BIDS_UNTIL
        )

    outcomes = at_once(*(award(bid) for bid in bids))

    assert sum(isinstance(outcome, Award) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Refusal) for outcome in outcomes) == 1
    assert Bid.objects.filter(state=BidState.AWARDED).count() == 1
