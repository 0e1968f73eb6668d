"""What the journal can say about the pool; members are named by number only."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.journal import declares_actions


@declares_actions
class ExpertAction(models.TextChoices):
    """Steps of members of the pool and of those who want to join."""

    NOMINATED = "experts.application.nominated", _("nominated somebody for the pool")
    APPLICATION_SAVED = (
        "experts.application.saved",
        _("wrote an application to the pool"),
    )
    APPLICATION_SUBMITTED = (
        "experts.application.submitted",
        _("submitted an application to the pool"),
    )
    APPLICATION_WITHDRAWN = (
        "experts.application.withdrawn",
        _("withdrew the application to the pool"),
    )
    APPLICATION_REFUSED = (
        "experts.application.refused",
        _("refused the application to the pool"),
    )
    EVIDENCE_ADDED = (
        "experts.evidence.added",
        _("added evidence to the application"),
    )
    EVIDENCE_REMOVED = (
        "experts.evidence.removed",
        _("removed evidence from the application"),
    )
    ADMITTED = "experts.expert.admitted", _("admitted {number} to the pool")
    PROFILE_UPDATED = (
        "experts.profile.updated",
        _("changed the particulars of {number}"),
    )
    CONSENT_GIVEN = (
        "experts.consent.given",
        _("{number} agreed to the publication of stated particulars"),
    )
    CONSENT_WITHDRAWN = (
        "experts.consent.withdrawn",
        _("{number} withdrew a consent"),
    )
    TERM_RENEWED = (
        "experts.term.renewed",
        _("renewed the term of {number} until {until}"),
    )
    TIE_DECLARED = "experts.tie.declared", _("{number} declared a tie")
    TIE_ENDED = "experts.tie.ended", _("{number} recorded the end of a tie")
    ABSENCE_STATED = (
        "experts.absence.stated",
        _("{number} is away from {first} to {last}"),
    )
    ABSENCE_REMOVED = "experts.absence.removed", _("{number} took back an absence")
    SUSPENDED = "experts.expert.suspended", _("suspended {number}: {reason}")
    RESTORED = "experts.expert.restored", _("restored {number}")


@declares_actions
class DrawAction(models.TextChoices):
    """Steps of draws."""

    FROZEN = (
        "experts.draw.frozen",
        _("froze the draw {number}: {eligible} of {candidates} are eligible"),
    )
    WITNESSED = "experts.draw.witnessed", _("entered the witness's nonce of {number}")
    REVEALED = "experts.draw.revealed", _("revealed the draw {number}")
    NAMES_OPENED = "experts.draw.names_opened", _("opened the names of {number}")
    CANCELLED = "experts.draw.cancelled", _("cancelled the draw {number}: {reason}")
    INVITATION_ACCEPTED = (
        "experts.invitation.accepted",
        _("{expert} accepted seat {seat} of {number} and declared independence"),
    )
    MEMBER_REPLACED = (
        "experts.draw.member_replaced",
        _("seat {seat} of {number} passed on"),
    )
    DUTY_RECORDED = (
        "experts.duty.recorded",
        _("kept the record of duty of {expert} in {number}"),
    )
