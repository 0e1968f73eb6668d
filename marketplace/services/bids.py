"""Commands on bids: drafted and submitted under seal, opened all together."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from core.clock import shanghai_day
from core.files import store_upload
from core.files.content import recognise, safe_name
from core.journal import record
from core.money import Money
from core.numbers import next_number
from core.refusals import Refusal, require
from core.translog import append_leaf
from marketplace import notifications
from marketplace.bid_content import Attachment, BidContent, SealedDocument
from marketplace.journal.jobs import BidAction, JobAction
from marketplace.log_subjects import OPENING, RECEIPT, opening_payload, receipt_payload
from marketplace.models import (
    Bid,
    BidReceipt,
    Job,
    OpenedAnswer,
    OpenedBid,
    OpenedTarget,
    Opening,
    SealedFile,
)
from marketplace.permissions.jobs import can_bid_for, can_manage_job, can_read_own_bid
from marketplace.seals import break_seal, open_file, put_under_seal, seal_file
from marketplace.states.jobs import BID_FLOW, JOB_FLOW, NO_BIDS, BidState

OPENED_FILE = "marketplace.openedbid"
MAX_FILES = 5
MAX_FILE_BYTES = 10 * 1024 * 1024


class BiddingClosed(Refusal):
    """The deadline has passed, or the job was called off."""


class BidIncomplete(Refusal):
    """Something the job asks for is missing."""


class SealHolds(Refusal):
    """The bids may not be opened yet."""


@transaction.atomic
def start_bid(*, job_id: int, provider: Organisation, actor: User, at: datetime) -> Bid:
    """Return the provider's draft for a job, begun if there is none.

    Where a bid was submitted already, the draft starts as its copy, and the
    submitted one counts until the draft is submitted. Raises BiddingClosed.
    """
    job = _open_for_bids(job_id, at)
    require(can_bid_for(actor, job, provider))
    draft = job.bids.filter(provider=provider, state=BidState.DRAFT).first()
    if draft is not None:
        return draft
    bid = Bid(
        number=next_number("B", shanghai_day(at)),
        job=job,
        provider=provider,
        drafted_by=actor,
        drafted_at=at,
        changed_at=at,
    )
    submitted = job.bids.filter(provider=provider, state=BidState.SUBMITTED).first()
    content = break_seal(submitted).content if submitted else BidContent()
    _enclose(bid, content)
    bid.save(force_insert=True)
    if submitted:
        _copy_files(submitted, bid, at=at)
    record(
        BidAction.DRAFTED, bid, actor=actor, at=at, number=bid.number, job=job.number
    )
    return bid


@transaction.atomic
def save_bid(*, bid_id: int, content: BidContent, actor: User, at: datetime) -> Bid:
    """Keep what was typed so far, under seal. Files stay as they are."""
    bid = _own_draft(bid_id, actor, at)
    _enclose(bid, content.with_files(break_seal(bid).content.files))
    bid.changed_at = at
    bid.save(update_fields=["sealed", "changed_at"])
    record(BidAction.EDITED, bid, actor=actor, at=at, number=bid.number)
    return bid


@transaction.atomic
def attach_file(*, bid_id: int, upload: UploadedFile, actor: User, at: datetime) -> Bid:
    """Add a file to a draft; its name and content are sealed.

    Raises Refusal (field ``file``) when it is empty, too large, of no accepted
    kind, or one too many.
    """
    bid = _own_draft(bid_id, actor, at)
    content = break_seal(bid).content
    if len(content.files) >= MAX_FILES:
        raise Refusal(
            _("A bid can have %(count)d files at most.") % {"count": MAX_FILES},
            field="file",
        )
    plain, attachment = _checked(upload, _next_position(content.files))
    _keep_file(bid, attachment.position, plain, at=at)
    _enclose(bid, content.with_files((*content.files, attachment)))
    bid.changed_at = at
    bid.save(update_fields=["sealed", "changed_at"])
    record(BidAction.EDITED, bid, actor=actor, at=at, number=bid.number)
    return bid


@transaction.atomic
def remove_file(*, bid_id: int, position: int, actor: User, at: datetime) -> Bid:
    """Take a file out of a draft; one that is gone already is no error."""
    bid = _own_draft(bid_id, actor, at)
    content = break_seal(bid).content
    kept = tuple(one for one in content.files if one.position != position)
    if len(kept) == len(content.files):
        return bid
    for row in bid.sealed_files.filter(position=position):
        _forget_after_commit(row)
        row.delete()
    _enclose(bid, content.with_files(kept))
    bid.changed_at = at
    bid.save(update_fields=["sealed", "changed_at"])
    record(BidAction.EDITED, bid, actor=actor, at=at, number=bid.number)
    return bid


@transaction.atomic
def submit_bid(*, bid_id: int, actor: User, at: datetime) -> BidReceipt:
    """Submit a draft and return the receipt that proves it.

    A bid submitted earlier for the same job is replaced. Submitting twice
    returns the first receipt. Raises BiddingClosed and BidIncomplete.
    """
    bid = _own_bid(bid_id, actor)
    if bid.state == BidState.SUBMITTED:
        return bid.receipts.latest("pk")
    bid.state = BID_FLOW.after("submit", bid.state)
    job = _open_for_bids(bid.job_id, at)
    require(can_bid_for(actor, job, bid.provider))
    enclosed = break_seal(bid)
    _require_complete(enclosed.content, job)
    _replace_earlier(bid, at=at)

    salted = enclosed.salted()
    put_under_seal(bid, salted)
    bid.submitted_at = bid.changed_at = at
    bid.save(update_fields=["sealed", "state", "submitted_at", "changed_at"])
    receipt = _receipt(bid, salted.commitment, actor=actor, at=at)

    record(
        BidAction.SUBMITTED,
        bid,
        actor=actor,
        at=at,
        number=bid.number,
        job=job.number,
        receipt=receipt.number,
    )
    notifications.tell_bid_received(receipt, at=at)
    return receipt


@transaction.atomic
def withdraw_bid(*, bid_id: int, actor: User, at: datetime) -> Bid:
    """Take a bid back before the deadline; nobody will ever read it.

    Raises BiddingClosed after the deadline.
    """
    bid = _own_bid(bid_id, actor)
    if bid.state == BidState.WITHDRAWN:
        return bid
    bid.state = BID_FLOW.after("withdraw", bid.state)
    _open_for_bids(bid.job_id, at)
    bid.ended_at = at
    bid.save(update_fields=["state", "ended_at"])
    record(BidAction.WITHDRAWN, bid, actor=actor, at=at, number=bid.number)
    return bid


@transaction.atomic
def open_bids(*, job_id: int, actor: User | None, at: datetime) -> Opening:
    """Open every submitted bid of a job in one step, at or after the planned time.

    For the people who run the job, or nobody (the daily run). Without bids
    the job ends. Opening twice returns the first opening. Raises SealHolds
    before the time has come.
    """
    job = Job.objects.locked().select_related("enterprise").get(pk=job_id)
    done = Opening.objects.filter(job=job).first()
    if done is not None:
        return done
    require(actor is None or can_manage_job(actor, job))
    after = JOB_FLOW.after("open", job.state)
    if at < job.bids_until or at < job.opens_at:
        raise SealHolds(_("The seals hold until the planned opening."))

    bids = list(job.bids.locked().filter(state=BidState.SUBMITTED).order_by("pk"))
    receipts = [_write_out(bid, at=at) for bid in bids]
    job.bids.filter(state=BidState.DRAFT).update(state=BidState.LAPSED, ended_at=at)
    job.state, job.opened_at = after, at
    if not bids:
        _end_without_bids(job, at=at)
    job.save(update_fields=["state", "opened_at", "ended_at", "ended_reason"])
    payload = opening_payload(job, receipts, at)
    opening = Opening.objects.create(
        job=job,
        opened_at=at,
        opened_by=actor,
        bid_count=len(bids),
        leaf=append_leaf(OPENING, payload, at=at),
    )

    record(
        JobAction.OPENED, job, actor=actor, at=at, number=job.number, count=len(bids)
    )
    notifications.tell_enterprise("bids_opened", job, at=at, opening=opening)
    notifications.tell_bidders("bids_opened", job, at=at, opening=opening)
    return opening


def _write_out(bid: Bid, *, at: datetime) -> BidReceipt:
    """Break one seal and write what it encloses into rows."""
    enclosed = break_seal(bid)
    receipt = bid.receipts.latest("pk")
    bid.state = BID_FLOW.after("open", bid.state)
    bid.save(update_fields=["state"])
    content = enclosed.content
    opened = OpenedBid.objects.create(
        bid=bid,
        receipt=receipt,
        price=content.price or Money.ZERO,
        proposal=content.proposal,
        team=[{"name": one.name, "role": one.role} for one in content.team],
    )
    OpenedAnswer.objects.bulk_create(
        OpenedAnswer(
            opened_bid=opened,
            criterion=criterion,
            text=content.answers.get(criterion.position, ""),
        )
        for criterion in bid.job.criteria.all()
    )
    OpenedTarget.objects.bulk_create(
        OpenedTarget(
            opened_bid=opened,
            metric=metric,
            target=content.targets.get(metric.position, metric.target),
        )
        for metric in bid.job.metrics.all()
    )
    _write_out_files(bid, opened, content.files, at=at)
    return receipt


def _write_out_files(
    bid: Bid, opened: OpenedBid, files: Iterable[Attachment], *, at: datetime
) -> None:
    rows = {row.position: row for row in bid.sealed_files.all()}
    for attachment in files:
        upload = SimpleUploadedFile(
            attachment.name,
            open_file(rows[attachment.position]),
            attachment.content_type,
        )
        opened.files.add(
            store_upload(upload, kind=OPENED_FILE, actor=bid.drafted_by, at=at)
        )


def _end_without_bids(job: Job, *, at: datetime) -> None:
    job.state = JOB_FLOW.after("fail", job.state)
    job.ended_at, job.ended_reason = at, NO_BIDS


def _receipt(bid: Bid, commitment: str, *, actor: User, at: datetime) -> BidReceipt:
    receipt = BidReceipt(
        number=next_number("R", shanghai_day(at)),
        bid=bid,
        commitment=commitment,
        submitted_by=actor,
        submitted_at=at,
    )
    receipt.leaf = append_leaf(RECEIPT, receipt_payload(receipt), at=at)
    receipt.save(force_insert=True)
    return receipt


def _replace_earlier(bid: Bid, *, at: datetime) -> None:
    earlier = Bid.objects.locked().filter(
        job=bid.job_id, provider=bid.provider_id, state=BidState.SUBMITTED
    )
    for one in earlier:
        one.state = BID_FLOW.after("replace", one.state)
        one.ended_at = at
        one.save(update_fields=["state", "ended_at"])


def _require_complete(content: BidContent, job: Job) -> None:
    if content.price is None or content.price <= Money.ZERO:
        raise BidIncomplete(_("State a price above zero."), field="price")
    if not content.proposal.strip():
        raise BidIncomplete(_("Describe your proposal."), field="proposal")
    for criterion in job.criteria.all():
        if not content.answers.get(criterion.position, "").strip():
            raise BidIncomplete(
                _("Answer the criterion “%(name)s”.") % {"name": criterion.name},
                field=f"answer_{criterion.position}",
            )
    for metric in job.metrics.all():
        if metric.position not in content.targets:
            raise BidIncomplete(
                _("State the target you promise for “%(name)s”.")
                % {"name": metric.indicator},
                field=f"target_{metric.position}",
            )


def _enclose(bid: Bid, content: BidContent) -> None:
    document = content.to_document(
        job=bid.job.number, provider=bid.provider.credit_code or bid.provider.name
    )
    put_under_seal(bid, SealedDocument(document=document))


def _own_bid(bid_id: int, actor: User) -> Bid:
    # The job is locked first, like everywhere.
    Job.objects.locked().get(bids=bid_id)
    bid = Bid.objects.locked().select_related("provider", "job").get(pk=bid_id)
    require(can_read_own_bid(actor, bid))
    return bid


def _own_draft(bid_id: int, actor: User, at: datetime) -> Bid:
    bid = _own_bid(bid_id, actor)
    bid.state = BID_FLOW.after("edit", bid.state)
    _open_for_bids(bid.job_id, at)
    return bid


def _open_for_bids(job_id: int, at: datetime) -> Job:
    job = Job.objects.locked().get(pk=job_id)
    if not job.accepts_bids(at):
        raise BiddingClosed(_("This job takes no bids any more."))
    return job


def _checked(upload: UploadedFile, position: int) -> tuple[bytes, Attachment]:
    size = upload.size or 0
    if not 0 < size <= MAX_FILE_BYTES:
        raise Refusal(_("A file must have content and at most 10 MB."), field="file")
    name = safe_name(upload.name or "")
    upload.seek(0)
    plain = upload.read()
    kind = recognise(BytesIO(plain), name)
    return plain, Attachment(
        position=position,
        name=name,
        content_type=kind.content_type,
        size=size,
        sha256=sha256(plain).hexdigest(),
    )


def _next_position(files: Iterable[Attachment]) -> int:
    return max((one.position for one in files), default=0) + 1


def _keep_file(bid: Bid, position: int, plain: bytes, *, at: datetime) -> None:
    row = SealedFile(bid=bid, position=position, added_at=at)
    row.content.save(
        f"{bid.number}-{position}",
        ContentFile(seal_file(bid, position, plain)),
        save=False,
    )
    row.save(force_insert=True)


def _copy_files(source: Bid, target: Bid, *, at: datetime) -> None:
    for row in source.sealed_files.all():
        _keep_file(target, row.position, open_file(row), at=at)


def _forget_after_commit(row: SealedFile) -> None:
    storage, name = row.content.storage, str(row.content.name)
    transaction.on_commit(lambda: storage.delete(name))
