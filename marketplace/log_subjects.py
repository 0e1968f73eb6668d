"""How receipts and openings stand in the transparency log."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
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
        visible_among=_are_opened,
        named_by="receipt",
    )
    register_subject(
        OPENING,
        _opening_now,
        label=pgettext_lazy("log", "Bids opened together"),
        logged_rows=_openings,
        visible_among=_are_public,
        named_by="job",
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


def _are_opened(payloads: Sequence[Payload]) -> list[bool]:
    """Before the opening even the job a receipt belongs to stays unknown."""
    return _among(Job.objects.public().filter(opened_at__isnull=False), payloads)


def _are_public(payloads: Sequence[Payload]) -> list[bool]:
    return _among(Job.objects.public(), payloads)


def _among(jobs: QuerySet[Job], payloads: Sequence[Payload]) -> list[bool]:
    """Tell of each payload whether its job is among ``jobs``, with one query."""
    asked = [payload["job"] for payload in payloads]
    found = set(jobs.filter(number__in=asked).values_list("number", flat=True))
    return [number in found for number in asked]
