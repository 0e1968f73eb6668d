"""How a listing moves."""

from core.flow import Flow, Move
from providers.enums import ListingState

LISTING_FLOW = Flow(
    [
        Move("withdraw", {ListingState.LISTED}, ListingState.WITHDRAWN),
        Move("relist", {ListingState.WITHDRAWN}, ListingState.LISTED),
    ]
)
