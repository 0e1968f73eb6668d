"""States of the register's matters and the moves between them."""

from django.db import models
from django.utils.translation import pgettext_lazy

from core.flow import Flow, Move


class TipState(models.TextChoices):
    """Where a tip stands."""

    RECEIVED = "received", pgettext_lazy("tip", "Received")
    ACCEPTED = "accepted", pgettext_lazy("tip", "Led to a case")
    DISMISSED = "dismissed", pgettext_lazy("tip", "Not taken up")


class CaseState(models.TextChoices):
    """Where a violation case stands."""

    FILED = "filed", pgettext_lazy("case", "Under investigation")
    PROPOSED = "proposed", pgettext_lazy("case", "Outcome proposed")
    APPROVED = "approved", pgettext_lazy("case", "Proposal reviewed")
    NOTICED = "noticed", pgettext_lazy("case", "Notice served")
    DECIDED = "decided", pgettext_lazy("case", "Decision recorded")
    PUBLISHED = "published", pgettext_lazy("case", "Name published")
    ENDED = "ended", pgettext_lazy("case", "Publication ended")
    CONCLUDED = "concluded", pgettext_lazy("case", "Concluded without publication")
    ANNULLED = "annulled", pgettext_lazy("case", "Decision annulled")
    CLOSED = "closed", pgettext_lazy("case", "Closed without decision")


# Cases that still wait for a step; a published one waits for its end.
OPEN = [
    CaseState.FILED,
    CaseState.PROPOSED,
    CaseState.APPROVED,
    CaseState.NOTICED,
    CaseState.DECIDED,
]

# Cases whose decision is still owed.
UNDECIDED = [state for state in OPEN if state != CaseState.DECIDED]


class HearingState(models.TextChoices):
    """Where a hearing stands."""

    REQUESTED = "requested", pgettext_lazy("hearing", "Requested")
    SCHEDULED = "scheduled", pgettext_lazy("hearing", "Date set")
    HELD = "held", pgettext_lazy("hearing", "Held")
    REFUSED = "refused", pgettext_lazy("hearing", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("hearing", "Request withdrawn")


class RepairState(models.TextChoices):
    """Where an application for credit repair stands."""

    SUBMITTED = "submitted", pgettext_lazy("repair", "Submitted")
    GRANTED = "granted", pgettext_lazy("repair", "Granted")
    REFUSED = "refused", pgettext_lazy("repair", "Refused")


class RemedyState(models.TextChoices):
    """Where a challenge stands."""

    REQUESTED = "requested", pgettext_lazy("remedy", "Request reported")
    CONCLUDED = "concluded", pgettext_lazy("remedy", "Concluded")


class SubscriberState(models.TextChoices):
    """Whether somebody gets letters about the register."""

    PENDING = "pending", pgettext_lazy("subscriber", "Waiting for confirmation")
    ACTIVE = "active", pgettext_lazy("subscriber", "Subscribed")
    ENDED = "ended", pgettext_lazy("subscriber", "Unsubscribed")


TIP_FLOW = Flow(
    [
        Move("accept", {TipState.RECEIVED}, TipState.ACCEPTED),
        Move("dismiss", {TipState.RECEIVED}, TipState.DISMISSED),
    ]
)

CASE_FLOW = Flow(
    [
        Move("propose", {CaseState.FILED}, CaseState.PROPOSED),
        Move("return", {CaseState.PROPOSED}, CaseState.FILED),
        Move("approve", {CaseState.PROPOSED}, CaseState.APPROVED),
        Move("serve_notice", {CaseState.APPROVED}, CaseState.NOTICED),
        Move("decide", {CaseState.NOTICED}, CaseState.DECIDED),
        Move("publish", {CaseState.DECIDED}, CaseState.PUBLISHED),
        Move("conclude", {CaseState.DECIDED}, CaseState.CONCLUDED),
        Move("end", {CaseState.PUBLISHED}, CaseState.ENDED),
        Move(
            "annul",
            {
                CaseState.DECIDED,
                CaseState.PUBLISHED,
                CaseState.ENDED,
                CaseState.CONCLUDED,
            },
            CaseState.ANNULLED,
        ),
        Move(
            "close",
            {
                CaseState.FILED,
                CaseState.PROPOSED,
                CaseState.APPROVED,
                CaseState.NOTICED,
            },
            CaseState.CLOSED,
        ),
    ]
)

HEARING_FLOW = Flow(
    [
        Move("schedule", {HearingState.REQUESTED}, HearingState.SCHEDULED),
        Move("hold", {HearingState.SCHEDULED}, HearingState.HELD),
        Move("refuse", {HearingState.REQUESTED}, HearingState.REFUSED),
        Move(
            "withdraw",
            {HearingState.REQUESTED, HearingState.SCHEDULED},
            HearingState.WITHDRAWN,
        ),
    ]
)

REPAIR_FLOW = Flow(
    [
        Move("grant", {RepairState.SUBMITTED}, RepairState.GRANTED),
        Move("refuse", {RepairState.SUBMITTED}, RepairState.REFUSED),
    ]
)

REMEDY_FLOW = Flow([Move("conclude", {RemedyState.REQUESTED}, RemedyState.CONCLUDED)])

SUBSCRIBER_FLOW = Flow(
    [
        Move("confirm", {SubscriberState.PENDING}, SubscriberState.ACTIVE),
        Move(
            "end",
            {SubscriberState.PENDING, SubscriberState.ACTIVE},
            SubscriberState.ENDED,
        ),
    ]
)

# What a case has been through by the time it is in a state.
PROPOSED_BY_THEN = [
    CaseState.PROPOSED,
    CaseState.APPROVED,
    CaseState.NOTICED,
    CaseState.DECIDED,
    CaseState.PUBLISHED,
    CaseState.ENDED,
    CaseState.CONCLUDED,
    CaseState.ANNULLED,
]
REVIEWED_BY_THEN = PROPOSED_BY_THEN[1:]
NOTICED_BY_THEN = PROPOSED_BY_THEN[2:]
DECIDED_BY_THEN = PROPOSED_BY_THEN[3:]
