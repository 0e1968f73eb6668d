"""Flows of people and organisations."""

from accounts.enums import InvitationState, MembershipState
from core.flow import Flow, Move

MEMBERSHIP_FLOW = Flow(
    [
        Move("approve", {MembershipState.REQUESTED}, MembershipState.ACTIVE),
        Move("refuse", {MembershipState.REQUESTED}, MembershipState.ENDED),
        Move("end", {MembershipState.ACTIVE}, MembershipState.ENDED),
    ]
)

INVITATION_FLOW = Flow(
    [
        Move("accept", {InvitationState.PENDING}, InvitationState.ACCEPTED),
        Move("revoke", {InvitationState.PENDING}, InvitationState.REVOKED),
    ]
)
