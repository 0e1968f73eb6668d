"""Invitations to work for an organisation."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import InvitationState, MembershipRole
from accounts.models.organisations import Organisation
from core.db import LockedQuerySet


class Invitation(models.Model):
    """A colleague is asked, by e-mail, to join an organisation.

    The letter carries the token; the row keeps its SHA-256 only.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations"
    )
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(
        _("role"), max_length=10, choices=MembershipRole, default=MembershipRole.MEMBER
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=InvitationState,
        default=InvitationState.PENDING,
    )
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField(_("invited at"))
    expires_at = models.DateTimeField(_("expires at"))
    accepted_at = models.DateTimeField(
        pgettext_lazy("invitation", "accepted at"), null=True, blank=True
    )

    objects = LockedQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(state=InvitationState.PENDING),
                name="invitation_one_pending",
            ),
            models.CheckConstraint(
                name="invitation_accepted_at_iff_accepted",
                condition=Q(state=InvitationState.ACCEPTED, accepted_at__isnull=False)
                | (~Q(state=InvitationState.ACCEPTED) & Q(accepted_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} → {self.organisation}"
