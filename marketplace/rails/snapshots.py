"""Reading Stripe's event snapshots, ours or the simulator's."""

import json
import re
from collections.abc import Mapping
from typing import Any

from core.money import Money
from marketplace.rails.port import RailEvent

CURRENCY = "cny"
SUCCESSES = {
    "checkout.session.async_payment_succeeded",
    "checkout.session.completed",
    "payment_intent.succeeded",
}
FAILURES = {
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    "payment_intent.canceled",
}
_KEY = re.compile(r"\w{1,120}", re.ASCII)
# The amount's name in each kind of object.
_AMOUNTS = {
    "checkout.session": "amount_total",
    "payment_intent": "amount_received",
    "charge": "amount",
}


def read_snapshot(body: str) -> RailEvent:
    """Return what an event's body says about one of our payments.

    Raises ValueError where the body is no event.
    """
    event_id, kind, subject = _parts_of(json.loads(body))
    return RailEvent(
        event_id=event_id,
        kind=kind,
        reference=_reference_of(subject),
        intent_id=_intent_of(subject),
        succeeded=_succeeded(kind, subject),
        failed=kind in FAILURES,
        amount=_amount(subject, _AMOUNTS.get(str(subject.get("object")), "")),
        refunded=_amount(subject, "amount_refunded")
        if kind == "charge.refunded"
        else None,
    )


def _parts_of(event: object) -> tuple[str, str, Mapping[str, Any]]:
    match event:
        case {"id": str(key), "type": str(kind), "data": {"object": dict(subject)}}:
            if _KEY.fullmatch(key):
                return key, kind, subject
    message = "The body is no event."
    raise ValueError(message)


def _reference_of(subject: Mapping[str, Any]) -> str:
    metadata = subject.get("metadata")
    return str(metadata.get("payment") or "") if isinstance(metadata, dict) else ""


def _succeeded(kind: str, subject: Mapping[str, Any]) -> bool:
    if kind not in SUCCESSES:
        return False
    # A finished checkout may still wait for its money.
    return kind != "checkout.session.completed" or (
        subject.get("payment_status") == "paid"
    )


def _intent_of(subject: Mapping[str, Any]) -> str:
    if subject.get("object") == "payment_intent":
        return str(subject.get("id") or "")
    return str(subject.get("payment_intent") or "")


def _amount(subject: Mapping[str, Any], name: str) -> Money | None:
    value = subject.get(name)
    if not isinstance(value, int) or subject.get("currency") != CURRENCY:
        return None
    return Money.from_fen(value)
