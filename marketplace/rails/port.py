"""What the portal asks of a payment service, whichever it is."""

from dataclasses import dataclass
from typing import Protocol

from core.money import Money


class RailRefused(Exception):  # noqa: N818 - says what the service did
    """The payment service refused; ``message`` is its own sentence."""

    def __init__(self, message: str) -> None:
        """Keep the sentence."""
        super().__init__(message)
        self.message = message


class ForgedEvent(Exception):  # noqa: N818 - says what the event is
    """The signature does not fit, or the body is no event; it is not believed."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """A payment to be opened: charged at once, to the payee's own account."""

    reference: str
    amount: Money
    title: str
    destination: str
    success_url: str
    cancel_url: str


@dataclass(frozen=True, slots=True)
class Started:
    """Where the payer goes on."""

    session_id: str
    url: str


@dataclass(frozen=True, slots=True)
class RailEvent:
    """What a verified event says about one payment.

    ``reference`` is ours; it is empty for events about nothing of ours.
    ``refunded`` is the total so far, never a step, so that order is no matter.
    """

    event_id: str
    kind: str
    reference: str
    intent_id: str = ""
    succeeded: bool = False
    failed: bool = False
    amount: Money | None = None
    refunded: Money | None = None


class PaymentRail(Protocol):
    """An online payment service."""

    def open(self, checkout: Checkout) -> Started:
        """Open a payment page; the same reference gives the same page.

        Raises RailRefused.
        """

    def refund(self, *, intent_id: str, amount: Money, key: str) -> None:
        """Send part of a payment back; the same key does it once.

        Raises RailRefused, for more than was paid among other reasons.
        """

    def read_event(self, body: bytes, signature: str) -> RailEvent:
        """Return what a signed body says; raise ForgedEvent."""

    def stored_event(self, body: str) -> RailEvent:
        """Return what a body says that was verified when it was stored."""
