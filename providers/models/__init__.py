"""The directory and the facts about quality."""

from providers.models.profiles import (
    CapabilityEvidence,
    MeasuringInstrument,
    ProfilePart,
    ProviderProfile,
    StaffMember,
)
from providers.models.quality import QualityObservation

__all__ = [
    "CapabilityEvidence",
    "MeasuringInstrument",
    "ProfilePart",
    "ProviderProfile",
    "QualityObservation",
    "StaffMember",
]
