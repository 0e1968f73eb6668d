"""Draws: what was frozen, what was drawn, and who sat in the end."""

from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation
from core.db import LockedQuerySet
from core.models.translog import LogLeaf
from experts.enums import DrawPurpose, DutyKind, LeaveReason, WitnessKind
from experts.models.people import Expert
from experts.states import DRAWN, SEATED, DrawState, InvitationState

_WITNESSED = (DrawState.WITNESSED, *DRAWN)


class Draw(models.Model):
    """One draw of a panel for one subject."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    purpose = models.CharField(_("purpose"), max_length=14, choices=DrawPurpose)
    requested_by = models.ForeignKey(
        Organisation,
        verbose_name=pgettext_lazy("draw", "requested by"),
        on_delete=models.PROTECT,
        related_name="requested_draws",
        null=True,
        blank=True,
    )
    subject_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    subject_id = models.CharField(max_length=40)
    subject = GenericForeignKey("subject_type", "subject_id")
    subject_number = models.CharField(_("drawn for"), max_length=100)
    enterprise = models.ForeignKey(
        Organisation,
        verbose_name=_("enterprise"),
        on_delete=models.PROTECT,
        related_name="draws_about",
    )
    provider = models.ForeignKey(
        Organisation,
        verbose_name=_("service provider"),
        on_delete=models.PROTECT,
        related_name="draws_about_work_of",
        null=True,
        blank=True,
    )
    size = models.PositiveSmallIntegerField(_("size of the panel"))
    meets_on = models.DateField(_("day of the meeting"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=DrawState, default=DrawState.FROZEN
    )

    frozen = models.JSONField(_("frozen record"))
    frozen_hash = models.CharField(_("hash of the frozen record"), max_length=64)
    frozen_at = models.DateTimeField(_("frozen at"))
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("operator"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    freeze_leaf = models.OneToOneField(
        LogLeaf,
        verbose_name=_("log entry of the freeze"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    witness = models.CharField(
        _("witness"), max_length=12, choices=WitnessKind, blank=True
    )
    witness_nonce = models.CharField(_("witness's nonce"), max_length=200, blank=True)
    witnessed_at = models.DateTimeField(_("witnessed at"), null=True, blank=True)
    witnessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("nonce entered by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )

    reveal = models.JSONField(_("revealed record"), null=True, blank=True)
    head = models.CharField(_("head of the chain"), max_length=64, blank=True)
    revealed_at = models.DateTimeField(_("revealed at"), null=True, blank=True)
    reveal_leaf = models.OneToOneField(
        LogLeaf,
        verbose_name=_("log entry of the reveal"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    names_open_at = models.DateTimeField(_("names open since"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    cancel_reason = models.CharField(
        _("reason of the cancellation"), max_length=300, blank=True
    )

    objects = LockedQuerySet.as_manager()

    class Meta:
        verbose_name = _("draw")
        verbose_name_plural = _("draws")
        ordering = ["-frozen_at", "-pk"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="draw_subject")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "purpose"],
                condition=Q(state__in=[DrawState.FROZEN, DrawState.WITNESSED]),
                name="draw_one_pending",
            ),
            models.CheckConstraint(
                name="draw_witnessed_by_state",
                condition=Q(state=DrawState.FROZEN, witnessed_at__isnull=True)
                | Q(state__in=_WITNESSED, witnessed_at__isnull=False)
                | Q(state=DrawState.CANCELLED),
            ),
            models.CheckConstraint(
                name="draw_revealed_by_state",
                condition=Q(
                    state__in=[DrawState.FROZEN, DrawState.WITNESSED],
                    revealed_at__isnull=True,
                )
                | Q(state__in=DRAWN, revealed_at__isnull=False)
                | Q(state=DrawState.CANCELLED),
            ),
            models.CheckConstraint(
                name="draw_names_open_iff_open",
                condition=Q(state=DrawState.OPEN, names_open_at__isnull=False)
                | (~Q(state=DrawState.OPEN) & Q(names_open_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="draw_cancelled_at_iff_cancelled",
                condition=Q(state=DrawState.CANCELLED, cancelled_at__isnull=False)
                | (~Q(state=DrawState.CANCELLED) & Q(cancelled_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Return the public page."""
        return reverse("experts:draw", args=[self.number])

    @property
    def subject_label(self) -> str:
        """What it was drawn for: a number, or the enterprise as the reader knows it."""
        if self.subject_number == self.enterprise.name:
            return self.enterprise.label
        return self.subject_number

    @property
    def is_drawn(self) -> bool:
        """Whether both nonces are out."""
        return self.revealed_at is not None

    @property
    def links(self) -> list[dict[str, Any]]:
        """The chained replacements as the record holds them."""
        return [row.link for row in self.replacements.all()]


class DrawSecret(models.Model):
    """The operator's nonce until the reveal; nobody reads it before."""

    draw = models.OneToOneField(
        Draw, on_delete=models.CASCADE, related_name="secret", primary_key=True
    )
    operator_nonce = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("operator's nonce")
        verbose_name_plural = _("operators' nonces")

    def __str__(self) -> str:
        return f"{self.draw_id}"


class DrawCandidate(models.Model):
    """A member of the pool as the freeze found them, in or out."""

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="candidates")
    expert = models.ForeignKey(
        Expert, on_delete=models.PROTECT, related_name="candidacies"
    )
    specialities = models.JSONField(_("specialities"), default=list)
    reasons = models.JSONField(_("reasons for exclusion"), default=list)
    findings = models.JSONField(_("what the reasons rest on"), default=list)
    position = models.PositiveIntegerField(
        _("place in the order"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        ordering = ["draw", "position", "expert__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["draw", "expert"], name="draw_candidate_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expert_id} · {self.draw_id}"


class InvitationQuerySet(LockedQuerySet["Invitation"]):
    """Invitations by standing."""

    def seated(self) -> Self:
        """Keep those that hold their seat now."""
        return self.filter(state__in=SEATED)


class Invitation(models.Model):
    """The invitation of one expert to one seat."""

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="invitations")
    seat = models.PositiveSmallIntegerField(_("seat"))
    speciality = models.CharField(_("speciality of the seat"), max_length=30)
    expert = models.ForeignKey(
        Expert, on_delete=models.PROTECT, related_name="invitations"
    )
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=InvitationState,
        default=InvitationState.INVITED,
    )
    invited_at = models.DateTimeField(_("invited at"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    declaration_version = models.CharField(
        _("declaration of independence"), max_length=20, blank=True
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["draw", "seat", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["draw", "expert"], name="invitation_one_per_expert"
            ),
            models.UniqueConstraint(
                fields=["draw", "seat"],
                condition=Q(state__in=SEATED),
                name="invitation_one_per_seat",
            ),
            models.CheckConstraint(
                name="expert_invitation_answered_by_state",
                condition=Q(state=InvitationState.INVITED, answered_at__isnull=True)
                | (~Q(state=InvitationState.INVITED) & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="invitation_accepted_with_declaration",
                condition=~Q(state=InvitationState.ACCEPTED)
                | ~Q(declaration_version=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draw_id} · {self.seat}"

    def get_absolute_url(self) -> str:
        """Return the page on which the expert answers."""
        return reverse("experts:invitation", args=[self.pk])


class Replacement(models.Model):
    """A link of the chain: who left a seat, why, and who came next."""

    draw = models.ForeignKey(
        Draw, on_delete=models.PROTECT, related_name="replacements"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    reason = models.CharField(_("reason"), max_length=12, choices=LeaveReason)
    left = models.OneToOneField(
        Invitation, on_delete=models.PROTECT, related_name="departure"
    )
    successor = models.OneToOneField(
        Invitation,
        on_delete=models.PROTECT,
        related_name="arrival",
        null=True,
        blank=True,
    )
    link = models.JSONField(_("link of the chain"))
    leaf = models.OneToOneField(LogLeaf, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("replacement")
        verbose_name_plural = _("replacements")
        ordering = ["draw", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["draw", "number"], name="replacement_numbered_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draw_id} · {self.number}"


class Recusal(models.Model):
    """An expert stepped back from one subject for a stated conflict. Never public."""

    invitation = models.OneToOneField(
        Invitation, on_delete=models.PROTECT, related_name="recusal"
    )
    reason = models.CharField(_("reason"), max_length=500)
    own_motion = models.BooleanField(_("on own motion"), default=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("recusal")
        verbose_name_plural = _("recusals")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.invitation_id}"


class DutyRecord(models.Model):
    """One fact of an expert's record of duty. Append-only."""

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="duties")
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="duties")
    kind = models.CharField(_("kind"), max_length=10, choices=DutyKind)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("duty record")
        verbose_name_plural = _("duty records")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.expert_id} · {self.get_kind_display()}"
