"""Who gets letters about the register."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import Language
from blacklist.models.constraints import set_in
from blacklist.states import SubscriberState
from core.db import LockedQuerySet


class SubscriberQuerySet(LockedQuerySet["Subscriber"]):
    """Subscribers."""


class Subscriber(models.Model):
    """An address that asked for changes of the register, and confirmed it."""

    email = models.EmailField(_("e-mail address"))
    language = models.CharField(
        _("language"), max_length=10, choices=Language, default=Language.ZH_HANS
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=SubscriberState,
        default=SubscriberState.PENDING,
    )
    token = models.CharField(_("token"), max_length=64, unique=True)
    asked_at = models.DateTimeField(pgettext_lazy("hearing", "asked at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="subscriber_once",
                fields=["email"],
                condition=~Q(state=SubscriberState.ENDED),
            ),
            set_in("subscriber_confirmed_at", "confirmed_at", [SubscriberState.ACTIVE]),
            set_in("subscriber_ended_at", "ended_at", [SubscriberState.ENDED]),
        ]

    def __str__(self) -> str:
        return self.email
