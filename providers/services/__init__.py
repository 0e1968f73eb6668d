"""The writers of the directory and of quality facts."""

from providers.services.profiles import (
    Declaration,
    ListingRefused,
    relist,
    remove_part,
    save_part,
    save_profile,
    withdraw_listing,
)
from providers.services.quality import (
    ObservationRefused,
    Source,
    record_observation,
    retract_observation,
)

__all__ = [
    "Declaration",
    "ListingRefused",
    "ObservationRefused",
    "Source",
    "record_observation",
    "relist",
    "remove_part",
    "retract_observation",
    "save_part",
    "save_profile",
    "withdraw_listing",
]
