"""Organisations."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.credit_codes import check_credit_code
from accounts.enums import OrganisationKind, OrganisationState, Relation
from core.db import LockedQuerySet
from reference.models import Industry, IndustryLabel, Jurisdiction


class OrganisationQuerySet(LockedQuerySet["Organisation"]):
    """Organisations by kind and name."""

    def enterprises(self) -> Self:
        """Those that are audited."""
        return self.filter(kind=OrganisationKind.ENTERPRISE)

    def providers(self) -> Self:
        """Those that advise."""
        return self.filter(kind=OrganisationKind.PROVIDER)

    def authorities(self) -> Self:
        """Those that decide."""
        return self.filter(kind=OrganisationKind.AUTHORITY)

    def active(self) -> Self:
        """Those that take part."""
        return self.filter(state=OrganisationState.ACTIVE)


class Organisation(models.Model):
    """An enterprise, a service provider or a competent authority."""

    kind = models.CharField(
        pgettext_lazy("organisation", "kind"), max_length=12, choices=OrganisationKind
    )
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=OrganisationState,
        default=OrganisationState.ACTIVE,
    )
    name = models.CharField(_("name"), max_length=200, db_index=True)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    credit_code = models.CharField(
        _("unified social credit code"),
        max_length=18,
        unique=True,
        null=True,
        blank=True,
        validators=[check_credit_code],
    )
    legal_representative = models.CharField(
        _("legal representative"), max_length=80, blank=True
    )
    address = models.CharField(_("address"), max_length=250, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=80, blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=30, blank=True)
    contact_email = models.EmailField(_("e-mail address"), blank=True)
    website = models.URLField(_("website"), blank=True)
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        verbose_name=_("place"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
    )
    industries = models.ManyToManyField(
        Industry, verbose_name=_("industries"), blank=True, related_name="organisations"
    )
    labels = models.ManyToManyField(
        IndustryLabel,
        verbose_name=_("key industries"),
        blank=True,
        related_name="organisations",
    )
    covers = models.ManyToManyField(
        Jurisdiction,
        verbose_name=_("territory"),
        blank=True,
        related_name="authorities",
        help_text=_("For an authority: where it is competent."),
    )
    identity_checked_at = models.DateTimeField(
        _("identity checked at"), null=True, blank=True
    )
    registered_at = models.DateTimeField(
        pgettext_lazy("organisation", "registered at"), null=True, blank=True
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="organisation_credit_code_not_blank",
                condition=Q(credit_code__isnull=True) | ~Q(credit_code=""),
            ),
        ]
        indexes = [models.Index(fields=["kind", "state"], name="organisation_kind")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the workspace page of this organisation."""
        return reverse("accounts:organisation", args=[self.pk])

    @property
    def label(self) -> str:
        """The name in the reader's language, where one was given."""
        if (get_language() or "").startswith("en") and self.name_en:
            return self.name_en
        return self.name

    @property
    def other_label(self) -> str:
        """The name in the other language; empty where there is only one."""
        return self.name_en if self.label == self.name else self.name

    @property
    def short_label(self) -> str:
        """What it is called for short, in the reader's language where it can be."""
        return self.short_name if self.label == self.name else self.name_en

    @property
    def is_identity_checked(self) -> bool:
        """Whether an operator compared the identity data with evidence."""
        return self.identity_checked_at is not None


class FormerName(models.Model):
    """A name an organisation used to have."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="former_names"
    )
    name = models.CharField(_("former name"), max_length=200, db_index=True)
    until = models.DateField(_("used until"), null=True, blank=True)

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        ordering = ["-until", "pk"]

    def __str__(self) -> str:
        return self.name


class RelatedParty(models.Model):
    """A relation of an organisation to another, registered here or not."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="related_parties"
    )
    other = models.ForeignKey(
        Organisation,
        verbose_name=_("registered organisation"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="related_to",
    )
    other_name = models.CharField(_("name of the other party"), max_length=200)
    relation = models.CharField(_("relation"), max_length=20, choices=Relation)
    note = models.CharField(_("note"), max_length=250, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)

    class Meta:
        verbose_name = _("related party")
        verbose_name_plural = _("related parties")
        ordering = ["pk"]

    def __str__(self) -> str:
        return (
            f"{self.organisation} – {self.get_relation_display()} – {self.other_name}"
        )
