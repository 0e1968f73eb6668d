"""How receipts and openings stand in the transparency log."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import pgettext_lazy

from core.translog import register_subject
from core.translog.canonical import Payload, plain_payload
from marketplace.models import BidReceipt, Job, Opening

RECEIPT = "marketplace.bid.received"
OPENING = "marketplace.job.opened"


def receipt_payload(receipt: BidReceipt) -> dict[str, Any]:
    """Return what the log says of a receipt: neither who nor what."""
    return {
        "receipt": receipt.number,
        "job": receipt.bid.job.number,
        "commitment": receipt.commitment,
        "submitted_at": receipt.submitted_at,
    }


def opening_payload(
    job: Job, receipts: Sequence[BidReceipt], at: datetime
) -> dict[str, Any]:
    """Return what the log says of an opening: which sealed bids were opened."""
    return {
        "job": job.number,
        "opened_at": at,
        "bids": [
            {"receipt": one.number, "commitment": one.commitment}
            for one in sorted(receipts, key=lambda one: one.number)
        ],
    }


def register() -> None:
    """Say how both kinds of leaves are compared with the rows."""
    register_subject(
        RECEIPT,
        _receipt_now,
        label=pgettext_lazy("log", "Bid received"),
        logged_rows=_receipts,
        payload_visible=_is_opened,
    )
    register_subject(
        OPENING,
        _opening_now,
        label=pgettext_lazy("log", "Bids opened together"),
        logged_rows=_openings,
        payload_visible=_is_public,
    )


def _receipt_now(payload: Payload) -> Payload | None:
    receipt = (
        BidReceipt.objects.select_related("bid__job")
        .filter(number=payload["receipt"])
        .first()
    )
    return plain_payload(receipt_payload(receipt)) if receipt else None


def _opening_now(payload: Payload) -> Payload | None:
    opening = (
        Opening.objects.select_related("job").filter(job__number=payload["job"]).first()
    )
    if opening is None:
        return None
    receipts = list(
        BidReceipt.objects.filter(opened__bid__job=opening.job).order_by("number")
    )
    return plain_payload(opening_payload(opening.job, receipts, opening.opened_at))


def _receipts() -> Iterable[tuple[str, int | None]]:
    rows = BidReceipt.objects.values_list("number", "leaf__index")
    return ((f"bid receipt {number}", index) for number, index in rows.iterator())


def _openings() -> Iterable[tuple[str, int | None]]:
    rows = Opening.objects.values_list("job__number", "leaf__index")
    return ((f"opening of {number}", index) for number, index in rows.iterator())


def _is_opened(payload: Payload) -> bool:
    """Before the opening even the job a receipt belongs to stays unknown."""
    return (
        Job.objects.public()
        .filter(number=payload["job"], opened_at__isnull=False)
        .exists()
    )


def _is_public(payload: Payload) -> bool:
    return Job.objects.public().filter(number=payload["job"]).exists()
