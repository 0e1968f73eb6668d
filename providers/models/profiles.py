"""What a provider says of itself."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from core.db import LockedQuerySet
from core.models import StoredFile
from providers.enums import Condition, ListingState, QualityBand
from reference.models import IndustryLabel, Jurisdiction, Service


class ProviderProfileQuerySet(LockedQuerySet["ProviderProfile"]):
    """Profiles by whether they are shown."""

    def listed(self) -> Self:
        """Profiles in the directory, of organisations that take part."""
        return self.filter(
            state=ListingState.LISTED, organisation__state="active"
        ).exclude(organisation__credit_code=None)


class ProviderProfile(models.Model):
    """A free, voluntary, self-declared listing. It is not a licence."""

    organisation = models.OneToOneField(
        Organisation,
        on_delete=models.PROTECT,
        related_name="provider_profile",
        verbose_name=_("provider"),
    )
    state = models.CharField(
        _("state"), max_length=12, choices=ListingState, default=ListingState.LISTED
    )
    introduction = models.TextField(_("introduction in Chinese"), max_length=2000)
    introduction_en = models.TextField(
        _("introduction in English"), max_length=4000, blank=True
    )
    services = models.ManyToManyField(
        Service, related_name="providers", verbose_name=_("services")
    )
    labels = models.ManyToManyField(
        IndustryLabel,
        related_name="providers",
        blank=True,
        verbose_name=_("key industries served"),
    )
    serves = models.ManyToManyField(
        Jurisdiction,
        related_name="serving_providers",
        blank=True,
        verbose_name=_("places served"),
    )
    quality_system = models.CharField(
        _("quality assurance system"), max_length=300, blank=True
    )
    quality_system_until = models.DateField(
        _("certificate valid until"), null=True, blank=True
    )
    confidentiality = models.TextField(
        _("confidentiality policy"), max_length=1000, blank=True
    )
    is_affiliated = models.BooleanField(
        _("affiliated to a competent authority"), default=False
    )
    affiliation = models.CharField(_("affiliation"), max_length=300, blank=True)
    # Worked out from the facts; kept here for searches to count.
    quality_band = models.CharField(
        _("band of the quality index"),
        max_length=4,
        choices=QualityBand,
        default=QualityBand.NONE,
        editable=False,
    )
    listed_at = models.DateTimeField(_("listed at"))
    updated_at = models.DateTimeField(_("last changed at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = ProviderProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("provider profile")
        verbose_name_plural = _("provider profiles")
        ordering = ["organisation__name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="provider_withdrawn_at_iff_withdrawn",
                condition=Q(state=ListingState.WITHDRAWN, withdrawn_at__isnull=False)
                | Q(state=ListingState.LISTED, withdrawn_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    def get_absolute_url(self) -> str:
        """Return the public page."""
        return reverse("providers:detail", args=[self.organisation.credit_code])

    @property
    def is_listed(self) -> bool:
        """Whether the provider shows itself."""
        return self.state == ListingState.LISTED

    @property
    def introduction_label(self) -> str:
        """The introduction in the reader's language, where one was given."""
        if (get_language() or "").startswith("en") and self.introduction_en:
            return self.introduction_en
        return self.introduction


class ProfilePart(models.Model):
    """An entry that belongs to a profile."""

    profile = models.ForeignKey(
        ProviderProfile, on_delete=models.CASCADE, verbose_name=_("provider profile")
    )

    class Meta:
        abstract = True


class CapabilityEvidence(ProfilePart):
    """A document that speaks for one of the capabilities (measures.16)."""

    condition = models.CharField(_("speaks for"), max_length=20, choices=Condition)
    title = models.CharField(pgettext_lazy("evidence", "document"), max_length=200)
    issuer = models.CharField(
        pgettext_lazy("evidence", "issuer"), max_length=200, blank=True
    )
    number = models.CharField(_("number"), max_length=100, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    file = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("file"),
    )

    class Meta:
        verbose_name = pgettext_lazy("capability", "evidence")
        verbose_name_plural = pgettext_lazy("capability", "evidence")
        ordering = ["condition", "pk"]
        default_related_name = "evidence"
        constraints = [
            models.CheckConstraint(
                name="evidence_expires_after_issue",
                condition=Q(issued_on__isnull=True)
                | Q(expires_on__isnull=True)
                | Q(expires_on__gte=models.F("issued_on")),
                violation_error_message=_(
                    "The last day of validity lies before the day of issue."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def is_expired(self, on: date) -> bool:
        """Tell whether the document's last day has passed."""
        return self.expires_on is not None and self.expires_on < on


class MeasuringInstrument(ProfilePart):
    """An instrument for balances, with its calibration."""

    name = models.CharField(pgettext_lazy("measuring", "instrument"), max_length=120)
    model = models.CharField(_("model"), max_length=120, blank=True)
    purpose = models.CharField(_("measures"), max_length=200, blank=True)
    calibrated_on = models.DateField(_("calibrated on"), null=True, blank=True)
    calibrated_until = models.DateField(_("calibration ends on"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("measuring", "instrument")
        verbose_name_plural = _("instruments")
        ordering = ["name", "pk"]
        default_related_name = "instruments"
        constraints = [
            models.CheckConstraint(
                name="instrument_calibration_ends_after_start",
                condition=Q(calibrated_on__isnull=True)
                | Q(calibrated_until__isnull=True)
                | Q(calibrated_until__gte=models.F("calibrated_on")),
                violation_error_message=_(
                    "The calibration ends before the day it was made."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def is_overdue(self, on: date) -> bool:
        """Tell whether the calibration has run out."""
        return self.calibrated_until is not None and self.calibrated_until < on


class StaffMember(ProfilePart):
    """A person the provider declares as exclusively employed by it.

    The name is shown to the public only with a dated consent.
    """

    name = models.CharField(pgettext_lazy("person", "name"), max_length=80)
    title = models.CharField(_("professional title"), max_length=80, blank=True)
    speciality = models.CharField(_("speciality"), max_length=120, blank=True)
    certificate_number = models.CharField(
        _("number of the training certificate"), max_length=60, blank=True
    )
    certificate_issuer = models.CharField(
        _("issuer of the training certificate"), max_length=120, blank=True
    )
    certificate_until = models.DateField(
        _("certificate valid until"), null=True, blank=True
    )
    joined_on = models.DateField(_("employed since"))
    left_on = models.DateField(_("left on"), null=True, blank=True)
    consented_on = models.DateField(
        _("agreed on to be named publicly"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("staff member")
        verbose_name_plural = _("staff")
        ordering = ["name", "pk"]
        default_related_name = "staff"
        indexes = [
            models.Index(
                fields=["certificate_number"], name="provider_staff_certificate"
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="staff_leaves_after_joining",
                condition=Q(left_on__isnull=True)
                | Q(left_on__gte=models.F("joined_on")),
                violation_error_message=_(
                    "The person cannot leave before being employed."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def public_name(self) -> str:
        """The name where the person agreed to be named, otherwise nothing."""
        return self.name if self.consented_on else ""
