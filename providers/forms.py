"""Forms of a provider's own pages."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import clock
from providers.models import (
    CapabilityEvidence,
    MeasuringInstrument,
    ProviderProfile,
    StaffMember,
)
from providers.services import Declaration
from reference.models import Jurisdiction


class DayInput(forms.DateInput):
    """A day, picked in the browser's own calendar."""

    def __init__(self) -> None:
        """Write days the way the browser wants them."""
        super().__init__(format="%Y-%m-%d", attrs={"type": "date"})


class ProfileForm(forms.ModelForm):
    """What a provider declares of itself."""

    class Meta:
        model = ProviderProfile
        fields = [
            "introduction",
            "introduction_en",
            "services",
            "labels",
            "serves",
            "quality_system",
            "quality_system_until",
            "confidentiality",
            "is_affiliated",
            "affiliation",
        ]
        widgets = {
            "introduction": forms.Textarea(attrs={"rows": 6}),
            "introduction_en": forms.Textarea(attrs={"rows": 6}),
            "services": forms.CheckboxSelectMultiple,
            "labels": forms.CheckboxSelectMultiple,
            "serves": forms.CheckboxSelectMultiple,
            "quality_system_until": DayInput(),
            "confidentiality": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "introduction": _("What you do, for whom, and what you are good at."),
            "services": _("What you offer; the six kinds of one-stop service."),
            "serves": _("Leave empty if you work everywhere in the province."),
            "quality_system": _("For instance the certificate of ISO 9001."),
            "is_affiliated": _(
                "Bodies affiliated to an authority say so; readers see it."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the units of the portal's province."""
        super().__init__(*args, **kwargs)
        places = self.fields["serves"]
        assert isinstance(places, forms.ModelMultipleChoiceField)  # noqa: S101 - tells the type
        places.queryset = Jurisdiction.objects.units()

    def clean(self) -> dict[str, Any]:
        """Ask an affiliated body for the authority's name."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("is_affiliated") and not cleaned.get("affiliation"):
            self.add_error("affiliation", _("Name the authority."))
        return cleaned

    def declaration(self) -> Declaration:
        """Return what was declared."""
        return Declaration(**self.cleaned_data)


class _SpanForm(forms.ModelForm):
    """A form with two days, the second not before the first."""

    span: tuple[str, str]
    out_of_order: str | Promise

    def clean(self) -> dict[str, Any]:
        """Say beside the second day that it comes too early."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = (cleaned.get(name) for name in self.span)
        if first and last and last < first:
            self.add_error(self.span[1], str(self.out_of_order))
        return cleaned


class EvidenceForm(_SpanForm):
    """A paper that speaks for a capability."""

    span = ("issued_on", "expires_on")
    out_of_order = _("The last day of validity lies before the day of issue.")

    upload = forms.FileField(
        label=pgettext_lazy("provider", "File"),
        required=False,
        help_text=_(
            "PDF or picture. Only your organisation and the competent authority can "
            "open it; the public sees title, issuer and dates."
        ),
    )

    class Meta:
        model = CapabilityEvidence
        fields = ["condition", "title", "issuer", "number", "issued_on", "expires_on"]
        widgets = {"issued_on": DayInput(), "expires_on": DayInput()}


class InstrumentForm(_SpanForm):
    """An instrument."""

    span = ("calibrated_on", "calibrated_until")
    out_of_order = _("The calibration ends before the day it was made.")

    class Meta:
        model = MeasuringInstrument
        fields = ["name", "model", "purpose", "calibrated_on", "calibrated_until"]
        widgets = {"calibrated_on": DayInput(), "calibrated_until": DayInput()}


class StaffForm(_SpanForm):
    """A person employed by the provider alone."""

    span = ("joined_on", "left_on")
    out_of_order = _("The person cannot leave before being employed.")

    class Meta:
        model = StaffMember
        fields = [
            "name",
            "title",
            "speciality",
            "certificate_number",
            "certificate_issuer",
            "certificate_until",
            "joined_on",
            "left_on",
            "consented_on",
        ]
        widgets = {
            "certificate_until": DayInput(),
            "joined_on": DayInput(),
            "left_on": DayInput(),
            "consented_on": DayInput(),
        }
        help_texts = {
            "certificate_number": _(
                "Not shown; it finds people whom two providers claim."
            ),
            "consented_on": _(
                "The name is shown publicly only from a day on which the person agreed "
                "in writing. Empty the field when the person withdraws."
            ),
        }

    def clean(self) -> dict[str, Any]:
        """Take no consent from a day to come: the name would show before it."""
        cleaned = super().clean()
        consented = cleaned.get("consented_on")
        if consented and consented > clock.today():
            self.add_error("consented_on", _("Enter today or an earlier day."))
        return cleaned
