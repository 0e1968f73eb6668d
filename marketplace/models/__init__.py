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
from marketplace.models.contracts import Contract, Milestone, Signature
from marketplace.models.jobs import (
    Job,
    JobCriterion,
    JobGroupObjectPermission,
    JobInvitation,
    JobMetric,
    JobUserObjectPermission,
)
from marketplace.models.ledger import LedgerEntry, Posting
from marketplace.models.metrics import Adjustment, Reading, ReadingCheck
from marketplace.models.payments import Payment, PaymentAccount, PaymentEvent
from marketplace.models.questions import Question
from marketplace.models.reviews import Review, ReviewReply
from marketplace.models.statements import Dispute, SettlementStatement

__all__ = [
    "Adjustment",
    "Award",
    "Bid",
    "BidReceipt",
    "BidScore",
    "Contract",
    "Dispute",
    "Job",
    "JobCriterion",
    "JobGroupObjectPermission",
    "JobInvitation",
    "JobMetric",
    "JobUserObjectPermission",
    "LedgerEntry",
    "Milestone",
    "Objection",
    "OpenedAnswer",
    "OpenedBid",
    "OpenedTarget",
    "Opening",
    "Payment",
    "PaymentAccount",
    "PaymentEvent",
    "Posting",
    "Question",
    "Reading",
    "ReadingCheck",
    "Review",
    "ReviewReply",
    "SealedFile",
    "SettlementStatement",
    "Signature",
]
