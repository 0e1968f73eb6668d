"""What a screening receipt says, as a document whose digest can be repeated."""

import hashlib
from datetime import date, datetime, time
from typing import Any

from blacklist.facts import Facts
from blacklist.models import ScreeningReceipt
from core.clock import SHANGHAI
from core.translog.canonical import canonical_json


def receipt_document(
    receipt: ScreeningReceipt, facts: list[Facts | None]
) -> dict[str, Any]:
    """Return the receipt with the facts it reported."""
    return {
        "code": receipt.code,
        "name": receipt.name,
        "credit_code": receipt.credit_code,
        "on": receipt.on,
        "outcome": receipt.outcome,
        "publications": [one for one in facts if one],
        "checkpoint": receipt.checkpoint,
        "made_at": receipt.made_at,
    }


def digest_of(receipt: ScreeningReceipt, facts: list[Facts | None]) -> str:
    """Return SHA-256 of the document's canonical form."""
    body = canonical_json(receipt_document(receipt, facts))
    return hashlib.sha256(body.encode()).hexdigest()


def end_of_day(day: date) -> datetime:
    """Return the last instant of a day in China."""
    return datetime.combine(day, time.max, tzinfo=SHANGHAI)
