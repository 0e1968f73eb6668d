"""A payment service in memory that behaves like the real one, for tests.

Deterministic: identifiers count up, nothing happens by itself. It keeps
states, partial captures, refund limits, transfers and idempotency keys, and
signs the events it hands out.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from typing import Any

from core.money import Money
from marketplace.rails.port import (
    Checkout,
    ForgedEvent,
    RailEvent,
    RailRefused,
    Started,
)
from marketplace.rails.snapshots import CURRENCY, read_snapshot

SECRET = "whsec_simulated"  # noqa: S105 - signs events of tests only
INSTANT = 1_760_000_000


@dataclass
class Intent:
    """A payment on its way: open, processing, succeeded, failed or canceled."""

    id: str
    session_id: str
    reference: str
    amount: int
    destination: str
    status: str = "requires_payment_method"
    captured: int = 0
    refunded: int = 0

    @property
    def metadata(self) -> dict[str, str]:
        """What the portal wrote on it."""
        return {"payment": self.reference}


@dataclass
class Simulator:
    """The service; ``pay``, ``fail`` and their like play the payer's part."""

    secret: str = SECRET
    intents: dict[str, Intent] = field(default_factory=dict)
    transfers: dict[str, int] = field(default_factory=dict)
    answers: dict[str, tuple[object, object]] = field(default_factory=dict)
    events: int = 0

    def open(self, checkout: Checkout) -> Started:
        """Open a checkout; the same reference returns the same page."""
        known = self.answers.get(checkout.reference)
        if known is not None:
            replayed: Started = self._replay(known, checkout)
            return replayed
        if not checkout.destination:
            message = "No such destination account."
            raise RailRefused(message)
        number = len(self.intents) + 1
        intent = Intent(
            id=f"pi_{number}",
            session_id=f"cs_{number}",
            reference=checkout.reference,
            amount=checkout.amount.fen,
            destination=checkout.destination,
        )
        self.intents[intent.id] = intent
        url = f"https://checkout.example.test/{intent.session_id}"
        started = Started(intent.session_id, url)
        self.answers[checkout.reference] = (checkout, started)
        return started

    def refund(self, *, intent_id: str, amount: Money, key: str) -> None:
        """Send money back, at most what was captured and is not yet back."""
        asked = (intent_id, amount)
        known = self.answers.get(key)
        if known is not None:
            self._replay(known, asked)
            return
        intent = self.intents[intent_id]
        if amount.fen <= 0 or amount.fen > intent.captured - intent.refunded:
            message = "The refund is larger than what is left of the payment."
            raise RailRefused(message)
        intent.refunded += amount.fen
        self.transfers[intent.destination] -= amount.fen
        self.answers[key] = (asked, None)

    def read_event(self, body: bytes, signature: str) -> RailEvent:
        """Verify the signature, then read the event."""
        parts = dict(part.split("=", 1) for part in signature.split(",") if "=" in part)
        expected = self._mac(parts.get("t", ""), body)
        if not hmac.compare_digest(expected, parts.get("v1", "")):
            raise ForgedEvent
        try:
            return read_snapshot(body.decode())
        except ValueError as error:
            raise ForgedEvent from error

    def stored_event(self, body: str) -> RailEvent:
        """Read an event that was verified before."""
        return read_snapshot(body)

    # --- the payer's part ---------------------------------------------------

    def pay(self, intent: Intent, amount: Money | None = None) -> None:
        """Capture the payment, or part of it, and pass it on at once."""
        captured = intent.amount if amount is None else amount.fen
        if intent.status in ("succeeded", "canceled"):
            message = f"The payment is {intent.status}."
            raise RailRefused(message)
        if not 0 < captured <= intent.amount:
            message = "More is captured than was authorised."
            raise RailRefused(message)
        intent.status, intent.captured = "succeeded", captured
        held = self.transfers.get(intent.destination, 0)
        self.transfers[intent.destination] = held + captured

    def cancel(self, intent: Intent) -> None:
        """Let the payment lapse."""
        if intent.status == "succeeded":
            message = "A payment that succeeded is refunded, not canceled."
            raise RailRefused(message)
        intent.status = "canceled"

    def event(self, kind: str, intent: Intent) -> tuple[bytes, str]:
        """Return body and signature of an event about a payment as it is now."""
        self.events += 1
        document = {
            "id": f"evt_{self.events}",
            "object": "event",
            "type": kind,
            "data": {"object": self._object(kind, intent)},
        }
        body = json.dumps(document).encode()
        return body, self.signature(body)

    def signature(self, body: bytes) -> str:
        """Return the signature that this service puts beside a body."""
        stamp = str(INSTANT + self.events)
        return f"t={stamp},v1={self._mac(stamp, body)}"

    def _object(self, kind: str, intent: Intent) -> dict[str, Any]:
        common = {"currency": CURRENCY, "metadata": intent.metadata}
        if kind.startswith("checkout."):
            return {
                **common,
                "object": "checkout.session",
                "id": intent.session_id,
                "payment_intent": intent.id,
                "amount_total": intent.amount,
                "payment_status": "paid" if intent.captured else "unpaid",
            }
        if kind.startswith("charge."):
            return {
                **common,
                "object": "charge",
                "id": f"ch_{intent.id}",
                "payment_intent": intent.id,
                "amount": intent.captured,
                "amount_refunded": intent.refunded,
            }
        return {
            **common,
            "object": "payment_intent",
            "id": intent.id,
            "amount": intent.amount,
            "amount_received": intent.captured,
            "status": intent.status,
        }

    def _mac(self, stamp: str, body: bytes) -> str:
        signed = stamp.encode() + b"." + body
        return hmac.new(self.secret.encode(), signed, hashlib.sha256).hexdigest()

    def _replay(self, known: tuple[object, object], asked: object) -> Any:  # noqa: ANN401
        before, answer = known
        if before != asked:
            message = "The idempotency key was used with other parameters."
            raise RailRefused(message)
        return answer


SIMULATOR = Simulator()


def simulator() -> Simulator:
    """Return the one simulator of this process."""
    return SIMULATOR
