"""States of jobs, bids, awards and objections."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.flow import Flow, Move


class JobState(models.TextChoices):
    """Where a job stands."""

    DRAFT = "draft", pgettext_lazy("job", "Draft")
    PUBLISHED = "published", pgettext_lazy("job", "Open for bids")
    CLOSED = "closed", pgettext_lazy("job", "Closed, not yet opened")
    OPENED = "opened", pgettext_lazy("job", "Bids opened")
    AWARDED = "awarded", pgettext_lazy("job", "Awarded")
    CONTRACTED = "contracted", pgettext_lazy("job", "Under contract")
    CANCELLED = "cancelled", pgettext_lazy("job", "Called off")
    FAILED = "failed", pgettext_lazy("job", "Ended without award")


JOB_FLOW = Flow(
    [
        Move("edit", {JobState.DRAFT}, JobState.DRAFT),
        Move("publish", {JobState.DRAFT}, JobState.PUBLISHED),
        Move("extend", {JobState.PUBLISHED}, JobState.PUBLISHED),
        Move("close", {JobState.PUBLISHED}, JobState.CLOSED),
        Move("open", {JobState.PUBLISHED, JobState.CLOSED}, JobState.OPENED),
        Move("award", {JobState.OPENED}, JobState.AWARDED),
        Move("withdraw_award", {JobState.AWARDED}, JobState.OPENED),
        Move("contract", {JobState.AWARDED}, JobState.CONTRACTED),
        Move(
            "cancel",
            {JobState.DRAFT, JobState.PUBLISHED, JobState.CLOSED},
            JobState.CANCELLED,
        ),
        Move("fail", {JobState.OPENED}, JobState.FAILED),
    ]
)

# The reason that is kept when nobody bid; it is shown as a sentence.
NO_BIDS = "no_bids"
# Bids and prices are readable by those concerned from here on.
AFTER_OPENING = (JobState.OPENED, JobState.AWARDED, JobState.CONTRACTED)
BEFORE_OPENING = (JobState.DRAFT, JobState.PUBLISHED, JobState.CLOSED)


class BidState(models.TextChoices):
    """Where a bid stands."""

    DRAFT = "draft", pgettext_lazy("bid", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("bid", "Submitted, sealed")
    REPLACED = "replaced", pgettext_lazy("bid", "Replaced by a newer one")
    WITHDRAWN = "withdrawn", pgettext_lazy("bid", "Withdrawn")
    LAPSED = "lapsed", pgettext_lazy("bid", "Lapsed")
    OPENED = "opened", pgettext_lazy("bid", "Opened")
    AWARDED = "awarded", pgettext_lazy("bid", "Awarded")
    NOT_AWARDED = "not_awarded", pgettext_lazy("bid", "Not awarded")


BID_FLOW = Flow(
    [
        Move("edit", {BidState.DRAFT}, BidState.DRAFT),
        Move("submit", {BidState.DRAFT}, BidState.SUBMITTED),
        Move("replace", {BidState.SUBMITTED}, BidState.REPLACED),
        Move("withdraw", {BidState.DRAFT, BidState.SUBMITTED}, BidState.WITHDRAWN),
        Move("lapse", {BidState.DRAFT, BidState.SUBMITTED}, BidState.LAPSED),
        Move("open", {BidState.SUBMITTED}, BidState.OPENED),
        Move("award", {BidState.OPENED}, BidState.AWARDED),
        Move("withdraw_award", {BidState.AWARDED}, BidState.OPENED),
        Move("decline", {BidState.OPENED}, BidState.NOT_AWARDED),
    ]
)

LIVE_BIDS = (BidState.DRAFT, BidState.SUBMITTED)
ENDED_BIDS = (BidState.REPLACED, BidState.WITHDRAWN, BidState.LAPSED)
OPENED_BIDS = (BidState.OPENED, BidState.AWARDED, BidState.NOT_AWARDED)


class AwardState(models.TextChoices):
    """Where an award stands."""

    STANDING = "standing", pgettext_lazy("award", "In stand-still")
    CONFIRMED = "confirmed", pgettext_lazy("award", "Confirmed")
    WITHDRAWN = "withdrawn", pgettext_lazy("award", "Withdrawn")


AWARD_FLOW = Flow(
    [
        Move("confirm", {AwardState.STANDING}, AwardState.CONFIRMED),
        Move("withdraw", {AwardState.STANDING}, AwardState.WITHDRAWN),
    ]
)


class ObjectionState(models.TextChoices):
    """Where an objection stands."""

    FILED = "filed", pgettext_lazy("objection", "Waiting for an answer")
    DISMISSED = "dismissed", pgettext_lazy("objection", "Dismissed")
    UPHELD = "upheld", pgettext_lazy("objection", "Upheld")


OBJECTION_FLOW = Flow(
    [
        Move("dismiss", {ObjectionState.FILED}, ObjectionState.DISMISSED),
        Move("uphold", {ObjectionState.FILED}, ObjectionState.UPHELD),
    ]
)


class Visibility(models.TextChoices):
    """Who may read a published job and bid for it."""

    PUBLIC = "public", _("Everybody")
    INVITED = "invited", _("Invited providers only")
