"""Training: events, who registered, who came, and what certifies it."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.core.validators import MinValueValidator, validate_slug
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from cms.states import EventState, RegistrationState, TrainingKind, TrainingMode
from core.db import LockedQuerySet
from core.money import Money, MoneyField
from reference.models import Jurisdiction


def no_fee() -> Money:
    """Return the fee of training that costs nothing."""
    return Money.ZERO


class TrainingEventQuerySet(LockedQuerySet["TrainingEvent"]):
    """Events by what the public may know and by time."""

    def public(self) -> Self:
        """Those that were announced, also when called off since."""
        return self.filter(announced_at__isnull=False)

    def upcoming(self, at: datetime) -> Self:
        """Those that are not over."""
        return self.filter(ends_at__gte=at)

    def past(self, at: datetime) -> Self:
        """Those that are over."""
        return self.filter(ends_at__lt=at)

    def with_places(self) -> Self:
        """Annotate ``taken`` and ``waiting``."""
        states = {
            "taken": RegistrationState.CONFIRMED,
            "waiting": RegistrationState.WAITING,
        }
        return self.annotate(
            **{
                name: Count("registrations", filter=Q(registrations__state=state))
                for name, state in states.items()
            }
        )


class TrainingEvent(models.Model):
    """A course or session that people register for."""

    slug = models.SlugField(
        pgettext_lazy("slug", "address"),
        max_length=80,
        unique=True,
        validators=[validate_slug],
        help_text=_("Small letters, digits and hyphens; part of the page's address."),
    )
    title = models.CharField(pgettext_lazy("training", "title"), max_length=150)
    title_en = models.CharField(
        pgettext_lazy("training", "English title"), max_length=150, blank=True
    )
    kind = models.CharField(_("subject"), max_length=12, choices=TrainingKind)
    mode = models.CharField(_("form"), max_length=8, choices=TrainingMode)
    state = models.CharField(
        _("state"), max_length=10, choices=EventState, default=EventState.DRAFT
    )
    organiser = models.ForeignKey(
        Organisation,
        verbose_name=pgettext_lazy("training", "organiser"),
        on_delete=models.PROTECT,
        related_name="training_events",
    )
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        verbose_name=_("place"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    venue_en = models.CharField(_("venue in English"), max_length=200, blank=True)
    audience = models.CharField(_("for whom"), max_length=200, blank=True)
    audience_en = models.CharField(
        _("for whom, in English"), max_length=200, blank=True
    )
    topics = models.TextField(_("topics"), blank=True, help_text=_("One a line."))
    topics_en = models.TextField(_("topics in English"), blank=True)
    speakers = models.TextField(_("speakers"), blank=True, help_text=_("One a line."))
    speakers_en = models.TextField(_("speakers in English"), blank=True)
    hours = models.DecimalField(
        _("hours"), max_digits=5, decimal_places=1, validators=[MinValueValidator(0)]
    )
    capacity = models.PositiveIntegerField(
        _("places"), validators=[MinValueValidator(1)]
    )
    fee = MoneyField(_("fee in yuan"), default=no_fee)
    certificate_issuer = models.CharField(
        _("issuer of certificates"), max_length=200, blank=True
    )
    starts_at = models.DateTimeField(_("starts at"), db_index=True)
    ends_at = models.DateTimeField(_("ends at"), db_index=True)
    registration_closes_at = models.DateTimeField(_("registration closes at"))
    announced_at = models.DateTimeField(_("announced at"), null=True, blank=True)
    held_at = models.DateTimeField(
        pgettext_lazy("registration", "closed at"), null=True, blank=True
    )
    cancelled_at = models.DateTimeField(_("called off at"), null=True, blank=True)
    cancel_reason = models.CharField(
        _("reason for calling it off"), max_length=250, blank=True
    )

    objects = TrainingEventQuerySet.as_manager()

    # Annotated by ``with_places``.
    taken: int
    waiting: int

    class Meta:
        verbose_name = _("training event")
        verbose_name_plural = _("training events")
        ordering = ["-starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="training_event_ends_after_start",
                condition=Q(ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(
                name="training_event_announced_when_public",
                condition=Q(announced_at__isnull=False)
                | Q(state__in=[EventState.DRAFT, EventState.CANCELLED]),
            ),
            models.CheckConstraint(
                name="training_event_held_at_iff_held",
                condition=Q(state=EventState.HELD, held_at__isnull=False)
                | (~Q(state=EventState.HELD) & Q(held_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="training_event_cancelled_at_iff_cancelled",
                condition=Q(state=EventState.CANCELLED, cancelled_at__isnull=False)
                | (~Q(state=EventState.CANCELLED) & Q(cancelled_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the public page."""
        return reverse("cms:training_event", args=[self.slug])

    def is_open(self, at: datetime) -> bool:
        """Tell whether one can still register."""
        return self.state == EventState.ANNOUNCED and at < self.registration_closes_at

    @property
    def label(self) -> str:
        """The title in the reader's language."""
        return self._spoken("title")

    @property
    def venue_label(self) -> str:
        """The venue in the reader's language."""
        return self._spoken("venue")

    @property
    def audience_label(self) -> str:
        """For whom, in the reader's language."""
        return self._spoken("audience")

    @property
    def topic_list(self) -> list[str]:
        """The topics in the reader's language."""
        return self._spoken("topics").splitlines()

    @property
    def speaker_list(self) -> list[str]:
        """The speakers in the reader's language."""
        return self._spoken("speakers").splitlines()

    def _spoken(self, name: str) -> str:
        english = str(getattr(self, f"{name}_en"))
        if (get_language() or "").startswith("en") and english:
            return english
        return str(getattr(self, name))


class Registration(models.Model):
    """A person takes part, or waits for a place."""

    event = models.ForeignKey(
        TrainingEvent, on_delete=models.PROTECT, related_name="registrations"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="training_registrations",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="training_registrations",
        null=True,
        blank=True,
    )
    name = models.CharField(_("name on the certificate"), max_length=80)
    state = models.CharField(_("state"), max_length=10, choices=RegistrationState)
    registered_at = models.DateTimeField(pgettext_lazy("registration", "registered at"))
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)

    objects = LockedQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["registered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "user"],
                condition=~Q(state=RegistrationState.CANCELLED),
                name="registration_one_current",
            ),
            models.CheckConstraint(
                name="registration_cancelled_at_iff_cancelled",
                condition=Q(
                    state=RegistrationState.CANCELLED, cancelled_at__isnull=False
                )
                | (
                    ~Q(state=RegistrationState.CANCELLED) & Q(cancelled_at__isnull=True)
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.event}"


class Attendance(models.Model):
    """Somebody came, for so many hours, as the organiser recorded it."""

    registration = models.OneToOneField(
        Registration, on_delete=models.PROTECT, related_name="attendance"
    )
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.CheckConstraint(
                name="attendance_hours_positive", condition=Q(hours__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration}: {self.hours}"


class Certificate(models.Model):
    """Proof of training that anybody can check by its code; no licence."""

    registration = models.OneToOneField(
        Registration, on_delete=models.PROTECT, related_name="certificate"
    )
    number = models.CharField(_("number"), max_length=30, unique=True)
    code = models.CharField(_("check code"), max_length=16, unique=True)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=80)
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1)
    issuer = models.CharField(pgettext_lazy("certificate", "issuer"), max_length=200)
    issued_on = models.DateField(_("issued on"))
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    revoke_reason = models.CharField(
        _("reason for revoking"), max_length=250, blank=True
    )

    objects = LockedQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_on", "-pk"]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Return the page that confirms it."""
        return reverse("cms:certificate", args=[self.code])
