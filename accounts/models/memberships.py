"""Who works for whom."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import MembershipRole, MembershipState, StaffRole
from accounts.models.organisations import Organisation
from core.db import LockedQuerySet


class MembershipQuerySet(LockedQuerySet["Membership"]):
    """Memberships that count."""

    def active(self) -> Self:
        """Those that have not ended."""
        return self.filter(state=MembershipState.ACTIVE)


class Membership(models.Model):
    """A person works for an enterprise or a provider on the portal."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    role = models.CharField(
        _("role"), max_length=10, choices=MembershipRole, default=MembershipRole.MEMBER
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=MembershipState,
        default=MembershipState.ACTIVE,
    )
    joined_at = models.DateTimeField(_("joined at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["organisation", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=~Q(state=MembershipState.ENDED),
                name="membership_one_open",
            ),
            models.CheckConstraint(
                name="membership_ended_at_iff_ended",
                condition=Q(state=MembershipState.ENDED, ended_at__isnull=False)
                | (~Q(state=MembershipState.ENDED) & Q(ended_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"


class StaffPostQuerySet(LockedQuerySet["StaffPost"]):
    """Posts by date."""

    def held_on(self, day: date) -> Self:
        """Keep posts held on ``day``; ``valid_until`` is the first day without."""
        return self.filter(valid_from__lte=day).filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=day)
        )


class StaffPost(models.Model):
    """A person holds one of the three roles at an authority for a time."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="staff_posts",
    )
    authority = models.ForeignKey(
        Organisation,
        verbose_name=_("authority"),
        on_delete=models.PROTECT,
        related_name="staff_posts",
    )
    role = models.CharField(_("role"), max_length=10, choices=StaffRole)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until (exclusive)"), null=True, blank=True)

    objects = StaffPostQuerySet.as_manager()

    class Meta:
        verbose_name = _("staff post")
        verbose_name_plural = _("staff posts")
        ordering = ["authority", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "authority", "role"],
                condition=Q(valid_until__isnull=True),
                name="staff_post_one_open",
            ),
            models.CheckConstraint(
                name="staff_post_ends_after_start",
                condition=Q(valid_until__isnull=True)
                | Q(valid_until__gt=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.authority}"
