"""Letters about the pool and its draws, one function each."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.selectors import members_of
from core.mail import queue_letter
from experts.models import Draw, ExpertApplication, Invitation


def invite(invitation: Invitation, *, at: datetime) -> None:
    """Ask a drawn expert; one without an account is called by the operator."""
    if invitation.expert.user is None:
        return
    queue_letter(
        to_user=invitation.expert.user,
        template="experts/invited",
        context={
            "draw": invitation.draw,
            "url": _address(reverse("experts:invitation", args=[invitation.pk])),
        },
        at=at,
    )


def ask_witness(draw: Draw, *, at: datetime) -> None:
    """Ask the people of the enterprise for the second nonce."""
    for person in members_of(draw.enterprise):
        queue_letter(
            to_user=person,
            template="experts/witness_asked",
            context={
                "draw": draw,
                "url": _address(reverse("experts:witness", args=[draw.number])),
            },
            at=at,
        )


def tell_decision(application: ExpertApplication, *, at: datetime) -> None:
    """Tell an applicant the decision and its reasons."""
    queue_letter(
        to_user=application.user,
        template="experts/application_decided",
        context={
            "application": application,
            "url": _address(reverse("experts:workspace")),
        },
        at=at,
    )


def tell_nominee(application: ExpertApplication, *, at: datetime) -> None:
    """Tell somebody that they were nominated and that nothing happens without them."""
    queue_letter(
        to_address=application.nominee_email,
        template="experts/nominated",
        context={
            "application": application,
            "url": _address(reverse("experts:workspace")),
        },
        at=at,
    )


def _address(path: str) -> str:
    return f"{settings.PORTAL_URL.rstrip('/')}{path}"
