"""Vocabularies of people and organisations."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganisationKind(models.TextChoices):
    """What an organisation is on this portal."""

    ENTERPRISE = "enterprise", _("Enterprise")
    PROVIDER = "provider", _("Service provider")
    AUTHORITY = "authority", _("Competent authority")


class OrganisationState(models.TextChoices):
    """Whether an organisation takes part."""

    ACTIVE = "active", pgettext_lazy("organisation", "Active")
    CLOSED = "closed", pgettext_lazy("organisation", "Closed")


class MembershipRole(models.TextChoices):
    """What a person may do for an organisation."""

    OWNER = "owner", pgettext_lazy("organisation", "Administrator")
    MEMBER = "member", _("Member")


class MembershipState(models.TextChoices):
    """Where a membership stands."""

    REQUESTED = "requested", pgettext_lazy("membership", "Waiting for approval")
    ACTIVE = "active", pgettext_lazy("membership", "Active")
    ENDED = "ended", pgettext_lazy("membership", "Ended")


class StaffRole(models.TextChoices):
    """The three hands a publication passes through."""

    HANDLER = "handler", _("Handler")
    REVIEWER = "reviewer", _("Reviewer")
    SIGNATORY = "signatory", _("Signatory")


class Relation(models.TextChoices):
    """How two organisations are related."""

    CONTROLS = "controls", _("Controls")
    CONTROLLED_BY = "controlled_by", _("Is controlled by")
    SAME_CONTROLLER = "same_controller", _("Has the same controller as")
    SUCCESSOR_OF = "successor_of", _("Succeeds")
    AFFILIATED_BODY = "affiliated_body", _("Is affiliated to the authority")
    OTHER = "other", _("Other relation")


class InvitationState(models.TextChoices):
    """Where an invitation stands."""

    PENDING = "pending", pgettext_lazy("invitation", "Waiting")
    ACCEPTED = "accepted", pgettext_lazy("invitation", "Accepted")
    REVOKED = "revoked", pgettext_lazy("invitation", "Withdrawn")


class Language(models.TextChoices):
    """Languages a person can read the portal in."""

    ZH_HANS = "zh-hans", "简体中文"
    EN = "en", "English"
