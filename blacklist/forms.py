"""Forms of the public register and of the party's workspace."""

from datetime import date
from secrets import token_urlsafe
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.credit_codes import validate_credit_code
from blacklist.enums import ConductKind, RemedyKind
from blacklist.queries import NameQuery, read_query
from core import clock
from reference.models import Jurisdiction

MOST_FILES = 10
LONG = forms.Textarea(attrs={"rows": 8})


class DayInput(forms.DateInput):
    """The browser's own day picker."""

    input_type = "date"

    def __init__(self) -> None:
        """Write days the way the browser wants them."""
        super().__init__(format="%Y-%m-%d")


class ManyFilesInput(forms.ClearableFileInput):
    """Several files in one field."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """A field that yields a list of uploads."""

    widget = ManyFilesInput

    def clean(self, data: object, initial: object = None) -> list[UploadedFile]:
        """Return all uploads; refuse more than a dozen at once."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if not given and self.required:
            raise forms.ValidationError(self.error_messages["required"])
        if len(given) > MOST_FILES:
            message = _("Choose %(most)s files at most.") % {"most": MOST_FILES}
            raise forms.ValidationError(message)
        return [super(ManyFilesField, self).clean(one, initial) for one in given]


class CheckForm(forms.Form):
    """A name or credit code, and the day asked about."""

    q = forms.CharField(
        label=_("Name or unified social credit code"),
        max_length=100,
        help_text=_(
            "The full name as registered, a former name, or all 18 characters."
        ),
    )
    on = forms.DateField(
        label=_("As published on"),
        widget=DayInput,
        required=False,
        help_text=_("Leave it empty for today."),
    )

    query: NameQuery

    def clean(self) -> dict[str, Any]:
        """Tell a code from a name, and refuse days to come."""
        cleaned = super().clean() or {}
        today = clock.today()
        day = cleaned.get("on") or today
        if day > today:
            self.add_error("on", _("Choose today or an earlier day."))
        if "q" in cleaned:
            try:
                self.query = read_query(cleaned["q"], day)
            except forms.ValidationError as error:
                self.add_error("q", error)
        return cleaned


class TipForm(forms.Form):
    """What somebody reports."""

    provider_name = forms.CharField(
        label=_("Provider concerned"),
        max_length=200,
        help_text=_("The consulting or audit firm, as named on its report or seal."),
    )
    provider_credit_code = forms.CharField(
        label=_("Its unified social credit code"), max_length=30, required=False
    )
    enterprise_name = forms.CharField(
        label=_("Enterprise whose audit is concerned"), max_length=200, required=False
    )
    kind = forms.ChoiceField(
        label=_("What it did"), choices=[("", _("Please choose")), *ConductKind.choices]
    )
    account = forms.CharField(
        label=pgettext_lazy("register", "What happened"),
        widget=LONG,
        max_length=10_000,
        help_text=_("What you saw or know, where and when, and how it can be checked."),
    )
    conduct_on = forms.DateField(
        label=_("When it happened"), widget=DayInput, required=False
    )
    jurisdiction = forms.ModelChoiceField(
        label=pgettext_lazy("register", "Where"),
        queryset=Jurisdiction.objects.none(),
        help_text=_("The authority of this place receives the report."),
    )
    evidence = ManyFilesField(
        label=pgettext_lazy("register", "Evidence"),
        required=False,
        help_text=_(
            "PDF, Word, Excel, text or pictures, 20 MB each. Photographs can "
            "carry the place and camera; remove that if you wish to stay unknown."
        ),
    )
    reporter_name = forms.CharField(
        label=pgettext_lazy("register", "Your name"),
        max_length=80,
        required=False,
        help_text=_("Leave name and contact empty to report anonymously."),
    )
    reporter_contact = forms.CharField(
        label=_("How to reach you"), max_length=200, required=False
    )
    # Known to the sender alone: a second click proves with it that it is theirs.
    form_key = forms.CharField(
        widget=forms.HiddenInput, initial=token_urlsafe, max_length=80, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the province's units."""
        super().__init__(*args, **kwargs)
        places = self.fields["jurisdiction"]
        places.queryset = Jurisdiction.objects.units()  # type: ignore[attr-defined] # a ModelChoiceField

    def clean_provider_credit_code(self) -> str:
        """Return the code in its one spelling."""
        given = self.cleaned_data["provider_credit_code"]
        return validate_credit_code(given) if given else ""

    def clean_conduct_on(self) -> date | None:
        """Refuse days to come."""
        day: date | None = self.cleaned_data["conduct_on"]
        if day and day > clock.today():
            raise forms.ValidationError(_("Choose today or an earlier day."))
        return day


class TipStatusForm(forms.Form):
    """Number and code of a report."""

    number = forms.CharField(label=_("Number of the report"), max_length=20)
    code = forms.CharField(label=_("Follow-up code"), max_length=40)


class SubscribeForm(forms.Form):
    """An address for letters."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)


class StatementForm(forms.Form):
    """The party's statement."""

    text = forms.CharField(
        label=_("Statement and defence"),
        widget=LONG,
        max_length=20_000,
        help_text=_(
            "Say which facts or reasons of the notice you dispute and why. A defence "
            "never leads to a graver outcome."
        ),
    )
    file = ManyFilesField(label=pgettext_lazy("register", "Evidence"), required=False)


class WaiverForm(forms.Form):
    """The party waives its defence."""

    sure = forms.BooleanField(
        label=_("We make no statement and request no hearing; this is final."),
    )


class HearingForm(forms.Form):
    """The party requests a hearing."""

    request = forms.CharField(
        label=_("Reasons for the request"), widget=LONG, max_length=10_000
    )


class RepairForm(forms.Form):
    """The party applies for credit repair."""

    performance = forms.CharField(
        label=_("How the decision was complied with"), widget=LONG, max_length=20_000
    )
    file = ManyFilesField(label=_("Proof of performance"))
    pledged = forms.BooleanField(
        label=_(
            "We pledge to keep to the rules on audits and accept that a false pledge "
            "is itself recorded."
        ),
        required=False,
    )


class ChallengeForm(forms.Form):
    """The party reports a challenge."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("register", "Remedy sought"), choices=RemedyKind.choices
    )
    requested_on = forms.DateField(label=_("Handed in on"), widget=DayInput)
    request = forms.CharField(
        label=_("Request and reasons"), widget=LONG, max_length=20_000
    )
