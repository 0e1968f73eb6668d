"""The rows of this package."""

from audits.models.indicators import IndicatorSeries
from audits.models.lists import AuditList, Listing, ListingReason
from audits.models.options import Option, OptionEffect
from audits.models.phases import AuditFocus, Phase
from audits.models.reports import (
    LinterFinding,
    Report,
    ReportAuthor,
    SimilarityBand,
    SimilarityFinding,
)
from audits.models.results import PublishedResult
from audits.models.reviews import (
    PanelSeat,
    ReviewSession,
    ScoreSheet,
    SessionConclusion,
    SheetDraft,
)
from audits.models.rounds import CoveredEnterprise, Disclosure, Round, RoundGrant
from audits.models.rubrics import Rubric, RubricItem, RubricSection, VetoItem

__all__ = [
    "AuditFocus",
    "AuditList",
    "CoveredEnterprise",
    "Disclosure",
    "IndicatorSeries",
    "LinterFinding",
    "Listing",
    "ListingReason",
    "Option",
    "OptionEffect",
    "PanelSeat",
    "Phase",
    "PublishedResult",
    "Report",
    "ReportAuthor",
    "ReviewSession",
    "Round",
    "RoundGrant",
    "Rubric",
    "RubricItem",
    "RubricSection",
    "ScoreSheet",
    "SessionConclusion",
    "SheetDraft",
    "SimilarityBand",
    "SimilarityFinding",
    "VetoItem",
]
