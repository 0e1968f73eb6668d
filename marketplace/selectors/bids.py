"""Questions about bids: what its own people read, what the opening told."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from accounts.models import Organisation
from accounts.permissions import Person
from core.models import StoredFile
from core.refusals import require
from core.translog.canonical import commitment as log_commitment
from core.translog.canonical import instant, leaf_input
from core.translog.merkle import leaf_hash
from marketplace.bid_content import SealedDocument, commit
from marketplace.models import Bid, BidReceipt, Job, OpenedBid, SealedFile
from marketplace.permissions.jobs import can_read_opened_bids, can_read_own_bid
from marketplace.seals import break_seal, open_file
from marketplace.states.jobs import BidState

RECEIPT_FORMAT = "qingyuan-bid-receipt/1"
BID_TONES: Final[dict[str, str]] = {
    BidState.DRAFT: "neutral",
    BidState.SUBMITTED: "good",
    BidState.REPLACED: "neutral",
    BidState.WITHDRAWN: "neutral",
    BidState.LAPSED: "neutral",
    BidState.OPENED: "info",
    BidState.AWARDED: "good",
    BidState.NOT_AWARDED: "neutral",
}


@dataclass(frozen=True, slots=True)
class ReceiptVerdict:
    """What a check of a receipt found; one failed point makes it invalid."""

    points: Sequence[tuple[str, bool]]
    receipt: BidReceipt | None = None

    @property
    def is_valid(self) -> bool:
        """Whether every point holds."""
        return bool(self.points) and all(holds for _name, holds in self.points)


def bids_of_members(user: Person) -> QuerySet[Bid]:
    """Return the bids of the providers a person works for."""
    return Bid.objects.of_members(user).select_related("job__enterprise", "provider")


def live_bid(job: Job, provider: Organisation | None) -> Bid | None:
    """Return a provider's bid that counts for a job, or else its draft."""
    if provider is None:
        return None
    bids = job.bids.filter(provider=provider).exclude(
        state__in=(BidState.WITHDRAWN, BidState.REPLACED, BidState.LAPSED)
    )
    return bids.exclude(state=BidState.DRAFT).first() or bids.first()


def own_bid(bid: Bid, user: Person) -> SealedDocument:
    """Return what a bid encloses, for people of its provider.

    Raises PermissionDenied for everybody else, superusers included.
    """
    require(can_read_own_bid(user, bid))
    return break_seal(bid)


def own_file(sealed_file: SealedFile, user: Person) -> bytes:
    """Return a sealed attachment, for people of the bid's provider.

    Raises PermissionDenied for everybody else.
    """
    require(can_read_own_bid(user, sealed_file.bid))
    return open_file(sealed_file)


def can_fetch_bid_file(user: Person, stored: StoredFile) -> bool:
    """Tell whether a person may fetch a file of an opened bid."""
    opened = (
        OpenedBid.objects.filter(files=stored)
        .select_related("bid__job__enterprise", "bid__provider")
        .first()
    )
    return opened is not None and (
        can_read_own_bid(user, opened.bid) or can_read_opened_bids(user, opened.bid.job)
    )


def receipt_document(
    receipt: BidReceipt, enclosed: SealedDocument | None = None
) -> dict[str, Any]:
    """Return a receipt as JSON data; with ``enclosed`` it can be checked in full."""
    payload = receipt.leaf.payload
    document: dict[str, Any] = {
        "format": RECEIPT_FORMAT,
        "receipt": receipt.number,
        "job": receipt.bid.job.number,
        "submitted_at": instant(receipt.submitted_at),
        "commitment": receipt.commitment,
        "log": {
            "index": receipt.leaf.index,
            "kind": receipt.leaf.kind,
            "at": instant(receipt.leaf.at),
            "salt": bytes(payload.salt).hex(),
            "payload": payload.body,
            "leaf_hash": bytes(receipt.leaf.leaf_hash).hex(),
        },
        "how_to_verify": [
            "commitment = SHA-256(bytes.fromhex(salt) + bid)",
            "bid = the JSON under 'bid', keys sorted, without spaces, in UTF-8",
            "log commitment = SHA-256(bytes.fromhex(log.salt) + log.payload)",
            "leaf_hash = SHA-256(0x00 + JSON of at, commitment and kind, sorted)",
            "the leaf is in the public log: /register/log/proof/<index>",
        ],
    }
    if enclosed is not None:
        document |= {"salt": enclosed.salt, "bid": enclosed.document}
    return document


def check_receipt(document: object) -> ReceiptVerdict:
    """Return whether a receipt is one of ours, point by point.

    Takes any JSON value; whatever does not look like a receipt is invalid.
    """
    if not isinstance(document, dict) or document.get("format") != RECEIPT_FORMAT:
        return ReceiptVerdict(points=(("format", False),))
    number = document.get("receipt")
    receipt = (
        BidReceipt.objects.select_related("bid__job", "leaf__payload")
        .filter(number=number if isinstance(number, str) else "")
        .first()
    )
    if receipt is None:
        return ReceiptVerdict(points=(("format", True), ("known", False)))
    expected = receipt_document(receipt)
    points = [
        ("format", True),
        ("known", True),
        ("unchanged", _same(document, expected)),
        ("logged", _is_logged(receipt)),
    ]
    if "bid" in document or "salt" in document:
        points.append(("content", _encloses(document, receipt)))
    return ReceiptVerdict(points=points, receipt=receipt)


def _same(document: dict[str, Any], expected: dict[str, Any]) -> bool:
    names = ("job", "submitted_at", "commitment", "log")
    return all(document.get(name) == expected[name] for name in names)


def _is_logged(receipt: BidReceipt) -> bool:
    leaf = receipt.leaf
    committed = log_commitment(bytes(leaf.payload.salt), leaf.payload.body)
    hashed = leaf_hash(leaf_input(kind=leaf.kind, at=leaf.at, commitment=committed))
    return hashed == bytes(leaf.leaf_hash)


def _encloses(document: dict[str, Any], receipt: BidReceipt) -> bool:
    salt, bid = document.get("salt"), document.get("bid")
    if not isinstance(salt, str) or not isinstance(bid, dict):
        return False
    try:
        return commit(salt, bid) == receipt.commitment
    except (ValueError, TypeError):
        return False
