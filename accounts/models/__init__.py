"""The rows of this package."""

from accounts.models.invitations import Invitation
from accounts.models.memberships import Membership, StaffPost
from accounts.models.organisations import FormerName, Organisation, RelatedParty
from accounts.models.users import User

__all__ = [
    "FormerName",
    "Invitation",
    "Membership",
    "Organisation",
    "RelatedParty",
    "StaffPost",
    "User",
]
