"""Forms of the pool and its draws: shape only, services refuse on substance."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from experts.enums import LeaveReason, PublicField, TieKind, WitnessKind
from experts.exclusions import INDUSTRY
from experts.models import ExpertApplication, ExpertProfile, Speciality
from experts.services.members import EMPLOYER
from reference.models import IndustryLabel, Jurisdiction

_DAY = {"type": "date"}


class _ParticularsForm(forms.ModelForm):
    """What an expert says of themselves, at application and later."""

    specialities = forms.ModelMultipleChoiceField(
        label=_("Specialities"),
        queryset=Speciality.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Seats on a panel are reserved by speciality."),
    )
    labels = forms.ModelMultipleChoiceField(
        label=_("Key industries"),
        queryset=IndustryLabel.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "Whose processes you know from the inside. The speciality “industry "
            "processes” counts only for enterprises of these industries."
        ),
    )
    jurisdiction = forms.ModelChoiceField(
        label=_("Place"),
        queryset=Jurisdiction.objects.none(),
        help_text=_("Where you live or work; its authority decides on membership."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the province's places."""
        super().__init__(*args, **kwargs)
        places = self.fields["jurisdiction"]
        assert isinstance(places, forms.ModelChoiceField)  # noqa: S101 - tells the type
        places.queryset = Jurisdiction.objects.units()
        for name in ("name", "employer", "title"):
            self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        """Ask who knows industry processes which industries those are."""
        cleaned: dict[str, Any] = super().clean() or {}
        chosen = cleaned.get("specialities", [])
        if any(one.key == INDUSTRY for one in chosen) and not cleaned.get("labels"):
            self.add_error("labels", _("Name at least one key industry you know."))
        return cleaned

    def particulars(self) -> dict[str, Any]:
        """Return what the service takes."""
        return dict(self.cleaned_data)


_PARTICULARS = ["name", "employer", "title", "phone", "introduction"]
_HELP = {
    "title": _("Such as senior engineer or professor."),
    "phone": _("For the operator of a draw only. Never published."),
    "introduction": _("A few sentences about your experience. Published if you agree."),
}


class ApplicationForm(_ParticularsForm):
    """The particulars of an application."""

    years_in_field = forms.IntegerField(
        label=_("Years in the field"), min_value=0, max_value=70
    )
    field_order = [
        "name",
        "employer",
        "title",
        "years_in_field",
        "jurisdiction",
        "specialities",
        "labels",
    ]

    class Meta:
        model = ExpertApplication
        fields = [
            *_PARTICULARS,
            "years_in_field",
            "jurisdiction",
            "specialities",
            "labels",
        ]
        help_texts = _HELP
        widgets = {"introduction": forms.Textarea(attrs={"rows": 4})}


class ProfileForm(_ParticularsForm):
    """The particulars of a member."""

    field_order = ["name", "employer", "title", "jurisdiction", "specialities"]

    class Meta:
        model = ExpertProfile
        fields = _PARTICULARS
        help_texts = _HELP
        widgets = {"introduction": forms.Textarea(attrs={"rows": 4})}


class EvidenceForm(forms.Form):
    """One file of evidence."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "Proof of title, degree or experience: PDF, Word, Excel or a picture. "
            "Only you and the deciding staff can open it."
        ),
    )


class PublishForm(forms.Form):
    """Which particulars may be published."""

    fields_shown = forms.MultipleChoiceField(
        label=_("Particulars to publish"),
        choices=PublicField.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "Nothing else is ever published. You can change or withdraw this at "
            "any time; the pages are empty from that instant on."
        ),
    )


class SubmitForm(PublishForm):
    """The consents with which an application is handed in."""

    agrees_to_serve = forms.BooleanField(
        label=_("I want to join the pool and agree to be drawn for reviews"),
        required=False,
        help_text=_(
            "Your number, and for every draw whether and why you stood in it, are "
            "kept for as long as the draws are."
        ),
    )
    field_order = ["agrees_to_serve", "fields_shown"]


class TieForm(forms.Form):
    """An employment or another tie to an organisation."""

    kind = forms.ChoiceField(
        label=_("Kind of tie"),
        choices=[(EMPLOYER, _("Works or worked there")), *TieKind.choices],
    )
    organisation_name = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        help_text=_("The full name as on the business licence."),
    )
    since = forms.DateField(
        label=_("Since"), required=False, widget=forms.DateInput(attrs=_DAY)
    )
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs=_DAY),
        help_text=_("Leave empty while it lasts."),
    )
    note = forms.CharField(
        label=pgettext_lazy("remark", "Note"), max_length=300, required=False
    )


class EndTieForm(forms.Form):
    """The last day of a tie."""

    until = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs=_DAY))


class AbsenceForm(forms.Form):
    """Days on which an expert cannot come."""

    first_day = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs=_DAY)
    )
    last_day = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs=_DAY))


class NominationForm(forms.Form):
    """Whom an organisation suggests."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=80)
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_(
            "The person gets a letter. Only they can apply, with their own consent."
        ),
    )


class AcceptForm(forms.Form):
    """The declaration for one assignment."""

    declares_no_tie = forms.BooleanField(
        label=_(
            "I have no tie to the enterprise or the service provider: I did not work "
            "for or advise either of them within the last years, hold no shares, have "
            "no close relatives there, was not paid by them, and took no part in this "
            "audit"
        ),
        required=False,
    )


class ReasonForm(forms.Form):
    """Why somebody leaves a seat."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept for the staff. The public record names only the kind."),
    )


class WitnessForm(forms.Form):
    """The enterprise's nonce."""

    nonce = forms.CharField(
        label=_("Your random words or digits"),
        max_length=200,
        help_text=_(
            "Anything nobody can foresee, such as the digits of ten dice. It is "
            "published with the draw."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class StaffWitnessForm(WitnessForm):
    """A nonce that the operator enters for another witness."""

    witness = forms.ChoiceField(
        label=_("Witness"),
        choices=[
            choice
            for choice in WitnessKind.choices
            if choice[0] != WitnessKind.ENTERPRISE.value
        ],
    )
    nonce = forms.CharField(
        label=_("Words or digits of the witness"),
        max_length=200,
        help_text=_("Exactly as dictated or announced. They are published."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ["witness", "nonce"]


class DecisionForm(forms.Form):
    """Reasons of a decision on an application."""

    note = forms.CharField(
        label=_("Reasons"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The applicant reads them. Required for a refusal."),
    )


class StaffReasonForm(forms.Form):
    """A reason that a person or the public reads."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReplaceForm(forms.Form):
    """Pass a seat on."""

    reason = forms.ChoiceField(label=_("What happened"), choices=LeaveReason.choices)
    note = forms.CharField(
        label=pgettext_lazy("remark", "Note"),
        max_length=300,
        help_text=_("Not published."),
    )
