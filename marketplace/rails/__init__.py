"""Rails that carry money between the parties; the portal never holds it."""

from django.conf import settings
from django.utils.module_loading import import_string

from marketplace.rails.port import (
    Checkout,
    ForgedEvent,
    PaymentRail,
    RailEvent,
    RailRefused,
    Started,
)

__all__ = [
    "Checkout",
    "ForgedEvent",
    "PaymentRail",
    "RailEvent",
    "RailRefused",
    "Started",
    "active_rail",
]

STRIPE = "marketplace.rails.stripe_rail.rail_from_settings"


def active_rail() -> PaymentRail | None:
    """Return the online rail of this installation, if it has one.

    ``PAYMENT_RAIL`` names a function that returns another rail, for tests.
    """
    chosen = getattr(settings, "PAYMENT_RAIL", "")
    if chosen:
        rail: PaymentRail = import_string(chosen)()
        return rail
    if settings.STRIPE_SECRET_KEY:
        stripe_rail: PaymentRail = import_string(STRIPE)()
        return stripe_rail
    return None
