"""Forms about people and organisations."""

from typing import Any

from allauth.account.forms import SignupForm as LibrarySignupForm
from django import forms
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.credit_codes import LENGTH, validate_credit_code
from accounts.enums import MembershipRole, OrganisationKind, Relation
from accounts.models import Organisation, User
from accounts.selectors import organisations_meant_by
from accounts.services.organisations import Particulars
from reference.models import Industry, IndustryLabel, Jurisdiction

# A name with its code, and as many names as fit into one sentence.
MOST_TYPED = 240
MOST_NAMED = 3


class SignupForm(LibrarySignupForm):
    """Sign-up asks for the person's name beside address and password."""

    field_order = ["name", "email", "password1", "password2"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add the name."""
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("Your name"),
            max_length=80,
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
        )
        self.order_fields(self.field_order)


class CreditCodeField(forms.CharField):
    """A unified social credit code as people type it."""

    def __init__(self, **kwargs: Any) -> None:
        """Explain what is asked for."""
        kwargs.setdefault("label", _("Unified social credit code"))
        kwargs.setdefault(
            "help_text", _("18 characters, as printed on the business licence.")
        )
        # Room for the spaces and hyphens of a code copied from paper.
        kwargs.setdefault("max_length", LENGTH * 2)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:  # noqa: ANN401
        """Return the normalised code."""
        typed = super().clean(value)
        return validate_credit_code(typed) if typed else ""


class OrganisationField(forms.ModelChoiceField):
    """A choice of organisations, by their names in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 - Django's signature
        """Return the name as pages show it."""
        return str(obj.label)


class NamedOrganisationField(forms.CharField):
    """One of many organisations, typed by credit code or name.

    ``queryset`` is set by the form. Names are suggested where there are scripts.
    """

    queryset: QuerySet[Organisation] = Organisation.objects.none()

    def __init__(self, *, suggested: OrganisationKind, **kwargs: Any) -> None:
        """Let names of this kind be suggested."""
        self.suggested = suggested
        kwargs.setdefault("help_text", _("Credit code or name, or a part of it."))
        super().__init__(max_length=MOST_TYPED, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Say where names come from."""
        return {
            **super().widget_attrs(widget),
            "autocomplete": "off",
            "data-suggest": reverse_lazy("organisations:names", args=[self.suggested]),
            "data-suggest-label": _("Suggestions"),
        }

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Return the organisation meant, or None where nothing has to be given.

        Raises ValidationError when nobody or several are meant.
        """
        typed = super().clean(value)
        if not typed:
            return None
        found = organisations_meant_by(typed, self.queryset, most=MOST_NAMED)
        if not found:
            raise forms.ValidationError(_("Nobody here has this code or name."))
        if len(found) > 1:
            raise forms.ValidationError(
                _("Several are meant, such as %(names)s. Give the credit code."),
                params={"names": _("; ").join(map(typed_name, found[:MOST_NAMED]))},
            )
        return found[0]


def typed_name(organisation: Organisation) -> str:
    """Return name and code as they stand in the field: nobody else is meant."""
    return f"{organisation.label} {organisation.credit_code or ''}".strip()


class OrganisationsField(forms.ModelMultipleChoiceField):
    """A choice of several organisations."""

    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 - Django's signature
        """Return the name as pages show it."""
        return str(obj.label)


class ProfileForm(forms.ModelForm):
    """What a person says of themselves."""

    class Meta:
        model = User
        fields = ["name", "phone", "language"]
        labels = {"name": pgettext_lazy("person", "Name")}
        help_texts = {
            "phone": _("Shown to nobody; staff may use it when a letter bounces."),
            "language": _(
                "Letters to you, and the staff area, are written in this language."
            ),
        }


class ParticularsForm(forms.ModelForm):
    """An organisation's particulars."""

    website = forms.URLField(
        label=_("Website"), required=False, max_length=200, assume_scheme="https"
    )

    class Meta:
        model = Organisation
        fields = [
            "name",
            "name_en",
            "short_name",
            "legal_representative",
            "jurisdiction",
            "address",
            "industries",
            "labels",
            "contact_name",
            "contact_phone",
            "contact_email",
            "website",
        ]
        labels = {"jurisdiction": _("Place"), "labels": _("Key industries")}
        widgets = {
            "industries": forms.SelectMultiple(attrs={"size": 8}),
            "labels": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "jurisdiction": _("City or prefecture where the work is done."),
            "industries": _(
                "Hold Ctrl or Command to choose several divisions of GB/T 4754."
            ),
            "contact_phone": _("A business number; it may be shown publicly."),
            "contact_email": _("A business address; it may be shown publicly."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the province's units and the divisions of the industries."""
        super().__init__(*args, **kwargs)
        chosen = self.instance.jurisdiction_id
        places = Jurisdiction.objects.units() | Jurisdiction.objects.filter(pk=chosen)
        self._choices("jurisdiction").queryset = places.distinct().order_by("code")
        self._choices("industries").queryset = Industry.objects.filter(
            level="division"
        ).order_by("code")
        self._choices("labels").queryset = IndustryLabel.objects.all()
        self.fields["jurisdiction"].required = True

    def particulars(self) -> Particulars:
        """Return the cleaned values as the service takes them."""
        names = self.Meta.fields
        return Particulars(
            **{
                name: self.cleaned_data[name]
                for name in names
                if name in self.cleaned_data
            }
        )

    def _choices(self, name: str) -> forms.ModelChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type
        return field


class RegistrationForm(ParticularsForm):
    """A new enterprise or provider."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            choice
            for choice in OrganisationKind.choices
            if choice[0] != OrganisationKind.AUTHORITY
        ],
        widget=forms.RadioSelect,
        initial=OrganisationKind.ENTERPRISE,
    )
    credit_code = CreditCodeField()

    field_order = ["kind", "credit_code"]


class UpdateForm(ParticularsForm):
    """Changed particulars; the name changes by renaming."""

    class Meta(ParticularsForm.Meta):
        fields = [name for name in ParticularsForm.Meta.fields if name != "name"]

    def particulars(self) -> Particulars:
        """Return the cleaned values with the name as it is."""
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return Particulars(name=self.instance.name, **values)


class ClaimForm(forms.Form):
    """Ask to work for an organisation that is registered already."""

    credit_code = CreditCodeField()


class RenameForm(forms.Form):
    """A new name."""

    name = forms.CharField(label=_("New name"), max_length=200)
    on = forms.DateField(
        label=_("Date of the change"), widget=forms.DateInput(attrs={"type": "date"})
    )


class InvitationForm(forms.Form):
    """Invite a colleague."""

    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(
        label=_("Role"),
        choices=MembershipRole.choices,
        initial=MembershipRole.MEMBER,
        help_text=_("Administrators invite and dismiss colleagues."),
    )


class RelatedPartyForm(forms.Form):
    """Declare a related party."""

    relation = forms.ChoiceField(
        label=_("This organisation …"), choices=Relation.choices
    )
    other_name = forms.CharField(label=_("Name of the other party"), max_length=200)
    since = forms.DateField(
        label=_("Since"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    note = forms.CharField(
        label=pgettext_lazy("remark", "Note"), max_length=250, required=False
    )
