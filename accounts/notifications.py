"""Letters about people and organisations."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from accounts.enums import MembershipRole
from accounts.models import Invitation, Membership, User
from core.mail import queue_letter


def send_invitation(invitation: Invitation, *, token: str, at: datetime) -> None:
    """Send the link by which a colleague joins."""
    known = User.objects.filter(email=invitation.email).first()
    language = known.language if known else invitation.invited_by.language
    with translation.override(language):
        path = reverse("accounts:accept_invitation", args=[token])
    queue_letter(
        template="accounts/invitation",
        to_user=known,
        to_address=invitation.email,
        language=language,
        context={"invitation": invitation, "link": settings.PORTAL_URL + path},
        at=at,
    )


def tell_owners_of_request(membership: Membership, *, at: datetime) -> None:
    """Tell an organisation's administrators that somebody wants to join."""
    owners = membership.organisation.memberships.active().filter(
        role=MembershipRole.OWNER
    )
    for owner in owners.select_related("user"):
        queue_letter(
            template="accounts/membership_requested",
            to_user=owner.user,
            context={"membership": membership},
            at=at,
        )


def tell_person_of_answer(membership: Membership, *, at: datetime) -> None:
    """Tell a person whether they were let in."""
    queue_letter(
        template="accounts/membership_answered",
        to_user=membership.user,
        context={"membership": membership, "approved": membership.ended_at is None},
        at=at,
    )
