"""What the journal says about cases and the register."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from blacklist.enums import EndReason, RemedyKind, RemedyOutcome, Tier
from core.journal import declares_actions, shows_labels


@declares_actions
class TipAction(models.TextChoices):
    """Steps of a tip."""

    FILED = "blacklist.tip.filed", _("filed tip {number}")
    DISMISSED = "blacklist.tip.dismissed", _("did not take up tip {number}: {answer}")


@declares_actions
class CaseAction(models.TextChoices):
    """Steps of a violation case."""

    FILED = "blacklist.case.filed", _("opened case {number} against {party}")
    HANDLER_ADDED = "blacklist.case.handler_added", _("let {person} handle the case")
    EVIDENCE_ADDED = "blacklist.case.evidence_added", _("added “{title}” to the file")
    PROPOSED = "blacklist.case.proposed", _("proposed an outcome, tier {tier_label}")
    RETURNED = "blacklist.case.returned", _("returned the proposal: {reason}")
    APPROVED = "blacklist.case.approved", _("reviewed and approved the proposal")
    NOTICED = (
        "blacklist.case.noticed",
        _("served the notice on {served_on}; statement due {statement_due_on}"),
    )
    STATED = "blacklist.case.stated", _("filed a statement")
    WAIVED = "blacklist.case.waived", _("waived statement and hearing")
    HEARING_REQUESTED = "blacklist.hearing.requested", _("requested a hearing")
    HEARING_SCHEDULED = (
        "blacklist.hearing.scheduled",
        _("set the hearing for {scheduled_on}, {place}"),
    )
    HEARING_HELD = "blacklist.hearing.held", _("recorded the hearing of {held_on}")
    HEARING_REFUSED = "blacklist.hearing.refused", _("refused a hearing: {reason}")
    HEARING_WITHDRAWN = (
        "blacklist.hearing.withdrawn",
        _("withdrew the request for a hearing"),
    )
    DECIDED = (
        "blacklist.case.decided",
        _("signed decision {document_number} of {decided_on}"),
    )
    RECTIFIED = (
        "blacklist.case.rectified",
        _("verified on {rectified_on} that the fault was put right"),
    )
    CONCLUDED = "blacklist.case.concluded", _("concluded the case without publication")
    CLOSED = "blacklist.case.closed", _("closed the case: {reason}")
    ANNULLED = "blacklist.case.annulled", _("recorded the annulment: {reason}")
    CHALLENGED = "blacklist.case.challenged", _("reported a challenge: {kind_label}")
    CHALLENGE_CONCLUDED = (
        "blacklist.case.challenge_concluded",
        _("recorded the outcome of the challenge: {outcome_label}"),
    )


@declares_actions
class PublicationAction(models.TextChoices):
    """Steps of a published name."""

    PUBLISHED = "blacklist.publication.published", _("published name {publication}")
    CORRECTED = (
        "blacklist.publication.corrected",
        _("corrected publication {publication}: {reason}"),
    )
    ENDED = (
        "blacklist.publication.ended",
        _("ended publication {publication}: {reason_label}"),
    )
    REPAIR_REQUESTED = "blacklist.repair.requested", _("applied for credit repair")
    REPAIR_REFUSED = "blacklist.repair.refused", _("refused credit repair: {answer}")


@declares_actions
class RegisterAction(models.TextChoices):
    """What people do with the register."""

    SCREENED = "blacklist.receipt.made", _("checked a name; receipt {code}")
    SUBSCRIPTION_ASKED = (
        "blacklist.subscriber.asked",
        _("asked for letters about the register"),
    )
    SUBSCRIPTION_CONFIRMED = (
        "blacklist.subscriber.confirmed",
        _("confirmed letters about the register"),
    )
    SUBSCRIPTION_ENDED = (
        "blacklist.subscriber.ended",
        _("ended letters about the register"),
    )


shows_labels(CaseAction.PROPOSED, tier=Tier)
shows_labels(CaseAction.CHALLENGED, kind=RemedyKind)
shows_labels(CaseAction.CHALLENGE_CONCLUDED, outcome=RemedyOutcome)
shows_labels(PublicationAction.ENDED, reason=EndReason)
