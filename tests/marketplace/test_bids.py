"""Bids: sealed, submitted, replaced, withdrawn, opened together."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from core.journal import journal_of
from core.models import LogLeaf
from core.money import Money
from core.translog.audit import check_log
from marketplace.journal.jobs import BidAction
from marketplace.models import Bid, OpenedBid
from marketplace.seals import break_seal
from marketplace.services.bids import (
    BiddingClosed,
    BidIncomplete,
    SealHolds,
    attach_file,
    open_bids,
    save_bid,
    start_bid,
    submit_bid,
    withdraw_bid,
)
from marketplace.states.jobs import BidState, JobState
from tests.factories.marketplace_jobs import (
    BIDS_UNTIL,
    BidFactory,
    JobFactory,
    offer,
)

PDF = b"%PDF-1.7\n%example\n"


@pytest.fixture
def draft(job, provider, people):
    return BidFactory(job=job, provider=provider, drafted_by=people.bidder)


def test_start_bid_begins_one_draft_however_often(job, provider, people, noon):
    first = start_bid(job_id=job.pk, provider=provider, actor=people.bidder, at=noon)

    second = start_bid(job_id=job.pk, provider=provider, actor=people.bidder, at=noon)

    assert first == second
    assert [entry.action for entry in journal_of(first)] == [BidAction.DRAFTED]


def test_save_bid_keeps_an_incomplete_bid_under_seal(job, provider, people, noon):
    bid = start_bid(job_id=job.pk, provider=provider, actor=people.bidder, at=noon)

    save_bid(
        bid_id=bid.pk, content=offer(text="绝密工艺"), actor=people.bidder, at=noon
    )

    bid.refresh_from_db()
    assert break_seal(bid).content == offer(text="绝密工艺")
    assert "绝密工艺".encode() not in bytes(bid.sealed)


def test_submit_bid_gives_a_receipt_that_is_a_leaf_of_the_log(draft, people, noon):
    receipt = submit_bid(bid_id=draft.pk, actor=people.bidder, at=noon)

    draft.refresh_from_db()
    assert draft.state == BidState.SUBMITTED
    assert receipt.commitment == break_seal(draft).commitment
    assert LogLeaf.objects.get().pk == receipt.leaf_id
    assert check_log().differences == []


def test_submit_bid_twice_gives_the_same_receipt(draft, people, noon):
    first = submit_bid(bid_id=draft.pk, actor=people.bidder, at=noon)

    second = submit_bid(bid_id=draft.pk, actor=people.bidder, at=noon)

    assert first == second
    assert journal_of(draft).count() == 1


def test_submit_bid_names_what_is_missing(job, provider, people, noon):
    bid = start_bid(job_id=job.pk, provider=provider, actor=people.bidder, at=noon)

    with pytest.raises(BidIncomplete) as refused:
        submit_bid(bid_id=bid.pk, actor=people.bidder, at=noon)

    bid.refresh_from_db()
    assert refused.value.field == "price"
    assert bid.state == BidState.DRAFT
    assert not bid.receipts.exists()


def test_submit_bid_is_refused_at_the_deadline(draft, people):
    with pytest.raises(BiddingClosed):
        submit_bid(bid_id=draft.pk, actor=people.bidder, at=BIDS_UNTIL)

    draft.refresh_from_db()
    assert draft.state == BidState.DRAFT


def test_a_submitted_bid_counts_until_its_replacement_is_submitted(
    draft, job, provider, people, noon
):
    submit_bid(bid_id=draft.pk, actor=people.bidder, at=noon)
    later = noon + timedelta(hours=1)

    newer = start_bid(job_id=job.pk, provider=provider, actor=people.bidder, at=later)

    assert break_seal(newer).content == break_seal(draft).content
    assert Bid.objects.get(pk=draft.pk).state == BidState.SUBMITTED
    submit_bid(bid_id=newer.pk, actor=people.bidder, at=later)
    assert Bid.objects.get(pk=draft.pk).state == BidState.REPLACED
    assert Bid.objects.get(pk=newer.pk).state == BidState.SUBMITTED


def test_withdraw_bid_is_final_for_that_bid(draft, people, noon):
    submit_bid(bid_id=draft.pk, actor=people.bidder, at=noon)

    withdraw_bid(bid_id=draft.pk, actor=people.bidder, at=noon)

    draft.refresh_from_db()
    assert draft.state == BidState.WITHDRAWN
    assert draft.ended_at == noon


@pytest.mark.parametrize("who", ["owner", "rival", "stranger", "superuser"])
def test_nobody_else_touches_a_bid(draft, people, noon, who):
    actor = getattr(people, who)

    with pytest.raises(PermissionDenied):
        submit_bid(bid_id=draft.pk, actor=actor, at=noon)
    with pytest.raises(PermissionDenied):
        withdraw_bid(bid_id=draft.pk, actor=actor, at=noon)

    draft.refresh_from_db()
    assert draft.state == BidState.DRAFT
    assert not journal_of(draft).exists()


def test_open_bids_opens_all_together(draft, job, rival, people, noon):
    other = BidFactory(job=job, provider=rival, offered=offer("99000", "另一方案"))
    submit_bid(bid_id=draft.pk, actor=people.bidder, at=noon)
    submit_bid(bid_id=other.pk, actor=people.rival, at=noon)

    opening = open_bids(job_id=job.pk, actor=people.owner, at=BIDS_UNTIL)

    job.refresh_from_db()
    assert job.state == JobState.OPENED
    assert opening.bid_count == 2
    assert list(OpenedBid.objects.values_list("price", flat=True)) == [
        Money(99000),
        Money(128000),
    ]
    assert draft.__class__.objects.filter(state=BidState.OPENED).count() == 2
    assert check_log().differences == []


def test_open_bids_writes_out_the_files(draft, job, people, noon, settings, tmp_path):
    upload = SimpleUploadedFile("方案.pdf", PDF)
    attach_file(bid_id=draft.pk, upload=upload, actor=people.bidder, at=noon)
    sealed = draft.sealed_files.get()
    assert PDF not in sealed.content.read()
    submit_bid(bid_id=draft.pk, actor=people.bidder, at=noon)

    open_bids(job_id=job.pk, actor=None, at=BIDS_UNTIL)

    stored = OpenedBid.objects.get().files.get()
    assert stored.original_name == "方案.pdf"
    assert stored.content.read() == PDF


def test_open_bids_holds_the_seals_until_the_planned_opening(draft, job, people, noon):
    submit_bid(bid_id=draft.pk, actor=people.bidder, at=noon)

    with pytest.raises(SealHolds):
        open_bids(
            job_id=job.pk, actor=people.owner, at=BIDS_UNTIL - timedelta(seconds=1)
        )

    assert not OpenedBid.objects.exists()
    job.refresh_from_db()
    assert job.state == JobState.PUBLISHED


def test_open_bids_ends_a_job_nobody_bid_for(job, people):
    opening = open_bids(job_id=job.pk, actor=None, at=BIDS_UNTIL)

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert opening.bid_count == 0
    assert check_log().differences == []


def test_open_bids_twice_opens_once(draft, job, people, noon):
    submit_bid(bid_id=draft.pk, actor=people.bidder, at=noon)

    first = open_bids(job_id=job.pk, actor=people.owner, at=BIDS_UNTIL)
    second = open_bids(job_id=job.pk, actor=None, at=BIDS_UNTIL)

    assert first == second
    assert journal_of(job).count() == 1


@pytest.mark.parametrize("who", ["bidder", "stranger", "superuser", "colleague"])
def test_open_bids_is_for_those_who_run_the_job(job, people, who):
    with pytest.raises(PermissionDenied):
        open_bids(job_id=job.pk, actor=getattr(people, who), at=BIDS_UNTIL)

    job.refresh_from_db()
    assert job.state == JobState.PUBLISHED


def test_an_invited_job_takes_bids_of_the_invited_only(people, provider, rival, noon):
    job = JobFactory(published=True, visibility="invited")
    job.invitations.create(provider=provider, invited_at=noon)

    assert start_bid(job_id=job.pk, provider=provider, actor=people.bidder, at=noon)
    with pytest.raises(PermissionDenied):
        start_bid(job_id=job.pk, provider=rival, actor=people.rival, at=noon)
