"""Stripe: checkout pages whose charge goes to the provider's own account."""

import stripe
from django.conf import settings
from stripe import SignatureVerificationError, StripeClient, StripeError

from core.money import Money
from marketplace.rails.port import (
    Checkout,
    ForgedEvent,
    RailEvent,
    RailRefused,
    Started,
)
from marketplace.rails.snapshots import CURRENCY, read_snapshot


def rail_from_settings() -> "StripeRail":
    """Return the rail of this installation's Stripe account."""
    client = StripeClient(settings.STRIPE_SECRET_KEY, max_network_retries=2)
    return StripeRail(client, settings.STRIPE_WEBHOOK_SECRET)


class StripeRail:
    """Speaks to Stripe through its own client."""

    def __init__(self, client: StripeClient, webhook_secret: str) -> None:
        """Keep the client and the secret that signs events."""
        self.client = client
        self.webhook_secret = webhook_secret

    def open(self, checkout: Checkout) -> Started:
        """Open a checkout page with a destination charge."""
        try:
            session = self.client.v1.checkout.sessions.create(
                params=_session(checkout),
                options={"idempotency_key": checkout.reference},
            )
        except StripeError as error:
            raise RailRefused(error.user_message or str(error)) from error
        return Started(session.id, session.url or "")

    def refund(self, *, intent_id: str, amount: Money, key: str) -> None:
        """Refund the payer out of the provider's account."""
        try:
            self.client.v1.refunds.create(
                params={
                    "payment_intent": intent_id,
                    "amount": amount.fen,
                    "reverse_transfer": True,
                },
                options={"idempotency_key": key},
            )
        except StripeError as error:
            raise RailRefused(error.user_message or str(error)) from error

    def read_event(self, body: bytes, signature: str) -> RailEvent:
        """Verify the raw body, then read it."""
        try:
            stripe.WebhookSignature.verify_header(
                body.decode(), signature, self.webhook_secret, tolerance=300
            )
            return read_snapshot(body.decode())
        except (SignatureVerificationError, ValueError) as error:
            raise ForgedEvent from error

    def stored_event(self, body: str) -> RailEvent:
        """Read a body that was verified when it was stored."""
        return read_snapshot(body)


def _session(checkout: Checkout) -> stripe.params.checkout.SessionCreateParams:
    metadata = {"payment": checkout.reference}
    return {
        "mode": "payment",
        "client_reference_id": checkout.reference,
        "metadata": metadata,
        # Cards, Alipay and WeChat Pay are switched on in the account itself.
        "payment_method_options": {"wechat_pay": {"client": "web"}},
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": CURRENCY,
                    "unit_amount": checkout.amount.fen,
                    "product_data": {"name": checkout.title},
                },
            }
        ],
        "payment_intent_data": {
            "metadata": metadata,
            "transfer_data": {"destination": checkout.destination},
        },
        "success_url": checkout.success_url,
        "cancel_url": checkout.cancel_url,
    }
