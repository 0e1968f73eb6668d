"""Commands on people and organisations: the only writers."""

from accounts.services.grants import grant, withdraw_grant
from accounts.services.invitations import (
    accept_invitation,
    invite_colleague,
    revoke_invitation,
)
from accounts.services.memberships import (
    approve_membership,
    change_role,
    end_membership,
    refuse_membership,
    request_membership,
)
from accounts.services.organisations import (
    check_identity,
    declare_related_party,
    register_organisation,
    rename_organisation,
    update_organisation,
    withdraw_related_party,
)
from accounts.services.people import end_post, give_post, update_profile

__all__ = [
    "accept_invitation",
    "approve_membership",
    "change_role",
    "check_identity",
    "declare_related_party",
    "end_membership",
    "end_post",
    "give_post",
    "grant",
    "invite_colleague",
    "refuse_membership",
    "register_organisation",
    "rename_organisation",
    "request_membership",
    "revoke_invitation",
    "update_organisation",
    "update_profile",
    "withdraw_grant",
    "withdraw_related_party",
]
