"""The rows of this package."""

from marketplace.models.awards import Award, Objection
from marketplace.models.bids import (
    Bid,
    BidReceipt,
    BidScore,
    OpenedAnswer,
    OpenedBid,
    OpenedTarget,
    Opening,
    SealedFile,
)
from marketplace.models.jobs import (
    Job,
    JobCriterion,
    JobGroupObjectPermission,
    JobInvitation,
    JobMetric,
    JobUserObjectPermission,
)
from marketplace.models.questions import Question

__all__ = [
    "Award",
    "Bid",
    "BidReceipt",
    "BidScore",
    "Job",
    "JobCriterion",
    "JobGroupObjectPermission",
    "JobInvitation",
    "JobMetric",
    "JobUserObjectPermission",
    "Objection",
    "OpenedAnswer",
    "OpenedBid",
    "OpenedTarget",
    "Opening",
    "Question",
    "SealedFile",
]
