"""Inviting colleagues."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import notifications
from accounts.enums import InvitationState, MembershipRole, MembershipState
from accounts.journal import AccountAction
from accounts.models import Invitation, Membership, Organisation, User
from accounts.permissions import is_owner
from accounts.states import INVITATION_FLOW
from core.journal import record
from core.refusals import Refusal, require

VALID_FOR = timedelta(days=14)


class InvitationUnusable(Refusal):
    """The link is unknown, used, withdrawn, out of date or for somebody else."""

    def __init__(self) -> None:
        """Say the same in every case, so that links cannot be guessed at."""
        super().__init__(
            _(
                "This invitation cannot be used: it has expired, was withdrawn or "
                "used, or was sent to another address. Ask for a new one."
            )
        )


def hash_token(token: str) -> str:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite_colleague(
    *,
    organisation_id: int,
    email: str,
    role: MembershipRole,
    actor: User,
    at: datetime,
) -> Invitation:
    """Send an invitation by letter; a later one replaces a pending earlier one.

    Raises Refusal when the address belongs to a member.
    """
    organisation = Organisation.objects.locked().get(pk=organisation_id)
    require(is_owner(actor, organisation))
    address = email.strip().lower()
    if organisation.memberships.active().filter(user__email=address).exists():
        raise Refusal(_("This person is a member already."), field="email")
    organisation.invitations.filter(
        email=address, state=InvitationState.PENDING
    ).update(state=InvitationState.REVOKED)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=address,
        role=role,
        token_hash=hash_token(token),
        invited_by=actor,
        invited_at=at,
        expires_at=at + VALID_FOR,
    )
    record(
        AccountAction.INVITATION_SENT, organisation, actor=actor, at=at, email=address
    )
    notifications.send_invitation(invitation, token=token, at=at)
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, actor: User, at: datetime) -> Membership:
    """Join by a link that was sent to the actor's own address.

    Raises InvitationUnusable.
    """
    invitation = (
        Invitation.objects.locked()
        .select_related("organisation")
        .filter(token_hash=hash_token(token))
        .first()
    )
    if (
        invitation is None
        or not INVITATION_FLOW.can("accept", invitation.state)
        or invitation.expires_at <= at
        or invitation.email != actor.email
    ):
        raise InvitationUnusable
    invitation.state = INVITATION_FLOW.after("accept", invitation.state)
    invitation.accepted_at = at
    invitation.save(update_fields=["state", "accepted_at"])
    membership = _join(invitation, actor, at)
    record(
        AccountAction.INVITATION_ACCEPTED,
        invitation.organisation,
        actor=actor,
        at=at,
        organisation=invitation.organisation,
    )
    return membership


@transaction.atomic
def revoke_invitation(*, invitation_id: int, actor: User, at: datetime) -> Invitation:
    """Withdraw an invitation that was not used yet."""
    invitation = (
        Invitation.objects.locked().select_related("organisation").get(pk=invitation_id)
    )
    require(is_owner(actor, invitation.organisation))
    invitation.state = INVITATION_FLOW.after("revoke", invitation.state)
    invitation.save(update_fields=["state"])
    record(
        AccountAction.INVITATION_REVOKED,
        invitation.organisation,
        actor=actor,
        at=at,
        email=invitation.email,
    )
    return invitation


def _join(invitation: Invitation, user: User, at: datetime) -> Membership:
    membership, _made = Membership.objects.exclude(
        state=MembershipState.ENDED
    ).update_or_create(
        user=user,
        organisation=invitation.organisation,
        defaults={
            "role": invitation.role,
            "state": MembershipState.ACTIVE,
            "joined_at": at,
        },
    )
    return membership
