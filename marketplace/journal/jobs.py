"""What the journal can say about jobs, questions, bids and awards.

Facts about a bid never hold what it says.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.journal import declares_actions


@declares_actions
class JobAction(models.TextChoices):
    """Steps of a job."""

    DRAFTED = "marketplace.job.drafted", _("drafted the job {number}")
    EDITED = "marketplace.job.edited", _("changed the draft of the job {number}")
    PUBLISHED = "marketplace.job.published", _("published the job {number}")
    EXTENDED = (
        "marketplace.job.extended",
        _("moved the deadlines of the job {number}: {reason}"),
    )
    PROVIDER_INVITED = (
        "marketplace.job.provider_invited",
        _("invited {provider} to bid for the job {number}"),
    )
    CLOSED = "marketplace.job.closed", _("closed the job {number} for bids")
    OPENED = (
        "marketplace.job.opened",
        _("opened {count} bids for the job {number} together"),
    )
    CANCELLED = "marketplace.job.cancelled", _("called off the job {number}: {reason}")
    FAILED = (
        "marketplace.job.failed",
        _("ended the job {number} without award: {reason}"),
    )


@declares_actions
class QuestionAction(models.TextChoices):
    """Steps of a question; the entry does not say who asked."""

    ASKED = "marketplace.question.asked", _("asked a question about the job {number}")
    ANSWERED = (
        "marketplace.question.answered",
        _("answered a question about the job {number}"),
    )


@declares_actions
class BidAction(models.TextChoices):
    """Steps of a bid."""

    DRAFTED = "marketplace.bid.drafted", _("began a bid for the job {job}")
    EDITED = "marketplace.bid.edited", _("changed the draft of the bid {number}")
    SUBMITTED = (
        "marketplace.bid.submitted",
        _("submitted the sealed bid {number} (receipt {receipt})"),
    )
    WITHDRAWN = "marketplace.bid.withdrawn", _("withdrew the bid {number}")
    SCORED = "marketplace.bid.scored", _("scored the bid {number}")


@declares_actions
class AwardAction(models.TextChoices):
    """Steps of an award."""

    MADE = (
        "marketplace.award.made",
        _("awarded the job {job} to {provider}; stand-still until {until}"),
    )
    CONFIRMED = (
        "marketplace.award.confirmed",
        _("confirmed the award of the job {job} to {provider}"),
    )
    OBJECTED = (
        "marketplace.award.objected",
        _("objected to the award of the job {job}"),
    )
    OBJECTION_DISMISSED = (
        "marketplace.award.objection_dismissed",
        _("dismissed an objection to the award of the job {job}"),
    )
    OBJECTION_UPHELD = (
        "marketplace.award.objection_upheld",
        _("upheld an objection and withdrew the award of the job {job}"),
    )
