"""What the journal can say about people and organisations."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.journal import declares_actions


@declares_actions
class AccountAction(models.TextChoices):
    """Steps of people and organisations."""

    GRANT_GIVEN = "accounts.grant.given", _("gave {person} the permission {permission}")
    GRANT_WITHDRAWN = (
        "accounts.grant.withdrawn",
        _("withdrew the permission {permission} from {person}"),
    )
    ORGANISATION_REGISTERED = (
        "accounts.organisation.registered",
        _("registered the organisation {name}"),
    )
    ORGANISATION_UPDATED = (
        "accounts.organisation.updated",
        _("changed the particulars of {name}"),
    )
    ORGANISATION_RENAMED = (
        "accounts.organisation.renamed",
        _("recorded that {old} is now called {new}"),
    )
    IDENTITY_CHECKED = (
        "accounts.organisation.identity_checked",
        _("checked the identity of {name}"),
    )
    RELATED_PARTY_DECLARED = (
        "accounts.related_party.declared",
        _("declared {other} as a related party"),
    )
    RELATED_PARTY_WITHDRAWN = (
        "accounts.related_party.withdrawn",
        _("withdrew the declaration of {other} as a related party"),
    )
    INVITATION_SENT = "accounts.invitation.sent", _("invited {email}")
    INVITATION_ACCEPTED = (
        "accounts.invitation.accepted",
        _("joined {organisation} by invitation"),
    )
    INVITATION_REVOKED = (
        "accounts.invitation.revoked",
        _("withdrew the invitation of {email}"),
    )
    MEMBERSHIP_REQUESTED = (
        "accounts.membership.requested",
        _("asked to work for {organisation}"),
    )
    MEMBERSHIP_APPROVED = (
        "accounts.membership.approved",
        _("approved {person} as a member"),
    )
    MEMBERSHIP_REFUSED = (
        "accounts.membership.refused",
        _("refused the request of {person}"),
    )
    MEMBERSHIP_ENDED = (
        "accounts.membership.ended",
        _("ended the membership of {person}"),
    )
    MEMBERSHIP_ROLE_CHANGED = (
        "accounts.membership.role_changed",
        _("changed the role of {person} to {role}"),
    )
    PROFILE_UPDATED = "accounts.profile.updated", _("changed the personal settings")
    POST_GIVEN = "accounts.post.given", _("appointed {person} as {role}")
    POST_ENDED = "accounts.post.ended", _("ended the post of {person} as {role}")
