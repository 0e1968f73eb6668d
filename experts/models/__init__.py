"""Rows of the pool and its draws."""

from experts.models.applications import ApplicationEvidence, ExpertApplication
from experts.models.draws import (
    Draw,
    DrawCandidate,
    DrawSecret,
    DutyRecord,
    Invitation,
    Recusal,
    Replacement,
)
from experts.models.people import (
    Absence,
    Consent,
    ConsentField,
    Employment,
    Expert,
    ExpertProfile,
    Speciality,
    Term,
    Tie,
)

__all__ = [
    "Absence",
    "ApplicationEvidence",
    "Consent",
    "ConsentField",
    "Draw",
    "DrawCandidate",
    "DrawSecret",
    "DutyRecord",
    "Employment",
    "Expert",
    "ExpertApplication",
    "ExpertProfile",
    "Invitation",
    "Recusal",
    "Replacement",
    "Speciality",
    "Term",
    "Tie",
]
