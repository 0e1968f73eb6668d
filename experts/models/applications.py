"""Ways into the pool: a person's own application, or a nomination."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation, User
from core.db import LockedQuerySet
from core.models import StoredFile
from experts.models.people import Expert, Speciality
from experts.states import ApplicationState
from reference.models import IndustryLabel, Jurisdiction


class ApplicationQuerySet(LockedQuerySet["ExpertApplication"]):
    """Applications by whose they are."""

    def of(self, user: User | AnonymousUser) -> Self:
        """Keep those of a person, nominations to their address included."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(user=user) | Q(user__isnull=True, nominee_email__iexact=user.email)
        )

    def open(self) -> Self:
        """Keep those still undecided."""
        return self.filter(
            state__in=[ApplicationState.DRAFT, ApplicationState.SUBMITTED]
        )


class ExpertApplication(models.Model):
    """A request to join the pool. Only the person submits it, with consent."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("applicant"),
        on_delete=models.PROTECT,
        related_name="expert_applications",
        null=True,
        blank=True,
    )
    nominated_by = models.ForeignKey(
        Organisation,
        verbose_name=_("nominated by"),
        on_delete=models.PROTECT,
        related_name="expert_nominations",
        null=True,
        blank=True,
    )
    nominee_email = models.EmailField(_("nominee's e-mail address"), blank=True)
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=ApplicationState,
        default=ApplicationState.DRAFT,
    )
    name = models.CharField(pgettext_lazy("person", "name"), max_length=80, blank=True)
    employer = models.CharField(_("employer"), max_length=200, blank=True)
    title = models.CharField(_("professional title"), max_length=80, blank=True)
    years_in_field = models.PositiveSmallIntegerField(
        _("years in the field"), null=True, blank=True
    )
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    introduction = models.TextField(_("introduction"), max_length=1000, blank=True)
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        verbose_name=_("place"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    specialities = models.ManyToManyField(
        Speciality, verbose_name=_("specialities"), related_name="+", blank=True
    )
    labels = models.ManyToManyField(
        IndustryLabel, verbose_name=_("key industries"), related_name="+", blank=True
    )
    publish_fields = models.JSONField(_("fields to publish"), default=list)
    consent_version = models.CharField(_("wording"), max_length=20, blank=True)
    created_at = models.DateTimeField(pgettext_lazy("score sheet", "begun at"))
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    decision_note = models.CharField(_("reasons"), max_length=500, blank=True)
    expert = models.OneToOneField(
        Expert,
        verbose_name=_("member of the pool"),
        on_delete=models.PROTECT,
        related_name="application",
        null=True,
        blank=True,
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application to the pool")
        verbose_name_plural = _("applications to the pool")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(
                    state__in=[ApplicationState.DRAFT, ApplicationState.SUBMITTED]
                ),
                name="application_one_open",
            ),
            models.CheckConstraint(
                name="application_admitted_iff_expert",
                condition=Q(state=ApplicationState.ADMITTED, expert__isnull=False)
                | (~Q(state=ApplicationState.ADMITTED) & Q(expert__isnull=True)),
            ),
            models.CheckConstraint(
                name="application_decided_at_iff_decided",
                condition=Q(
                    state__in=[ApplicationState.ADMITTED, ApplicationState.REFUSED],
                    decided_at__isnull=False,
                )
                | (
                    ~Q(state__in=[ApplicationState.ADMITTED, ApplicationState.REFUSED])
                    & Q(decided_at__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="application_submitted_by_its_person",
                condition=Q(
                    state__in=[ApplicationState.DRAFT, ApplicationState.WITHDRAWN]
                )
                | Q(user__isnull=False, submitted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.nominee_email


class ApplicationEvidence(models.Model):
    """A file that shows a title, a degree or experience."""

    application = models.ForeignKey(
        ExpertApplication, on_delete=models.CASCADE, related_name="evidence"
    )
    file = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, related_name="expert_evidence"
    )

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.file.original_name
