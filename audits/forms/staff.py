"""Forms on the desk of authority staff."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms import OrganisationField
from accounts.models import Organisation, User
from accounts.selectors import jurisdictions_covered_by, posts_of
from audits.enums import ReviewKind
from audits.forms.rounds import DayInput
from audits.models import ListingReason, ReviewSession, Round, Rubric
from audits.rubric_data import rule_of
from core import clock
from experts.draw_record import LARGEST_PANEL
from experts.models import Speciality
from reference.models import Jurisdiction

QUOTA = "seats_"


class NothingForm(forms.Form):
    """A step that needs to be confirmed only."""


class ListForm(forms.Form):
    """An audit list."""

    authority = OrganisationField(
        label=_("Issuing authority"), queryset=Organisation.objects.none()
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    document_number = forms.CharField(label=_("Document number"), max_length=80)
    issued_on = forms.DateField(
        label=pgettext_lazy("audit list", "Issued on"),
        widget=DayInput(),
        help_text=_("Statutory periods run from this day."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer the authorities the person works for."""
        super().__init__(*args, **kwargs)
        _choices(self, "authority", authorities_of(user))


class ListingForm(forms.Form):
    """An enterprise on a list."""

    credit_code = forms.CharField(
        label=_("Credit code of the enterprise"),
        max_length=18,
        help_text=_("The enterprise has to be registered; an import registers it."),
    )
    reasons = forms.ModelMultipleChoiceField(
        label=_("Grounds of listing"),
        queryset=ListingReason.objects.all(),
        widget=forms.CheckboxSelectMultiple,
    )
    time_limit_on = forms.DateField(
        label=_("Time limit set by the list"), required=False, widget=DayInput()
    )

    def clean_credit_code(self) -> Organisation:
        """Return the enterprise of the code."""
        code = self.cleaned_data["credit_code"].strip().upper()
        found = Organisation.objects.enterprises().filter(credit_code=code).first()
        if found is None:
            raise forms.ValidationError(
                _("No enterprise is registered under this code.")
            )
        return found


class SessionForm(forms.Form):
    """A review session."""

    rubric = forms.ModelChoiceField(label=_("Rubric"), queryset=Rubric.objects.none())
    organiser = OrganisationField(
        label=_("Organiser"), queryset=Organisation.objects.none()
    )
    meets_on = forms.DateField(label=_("Day of the meeting"), widget=DayInput())
    place = forms.CharField(
        label=_("Place of the meeting"), required=False, max_length=200
    )

    def __init__(self, *args: Any, user: User, kind: ReviewKind, **kwargs: Any) -> None:
        """Offer the rubrics of the review and the authorities one works for."""
        super().__init__(*args, **kwargs)
        rubrics = Rubric.objects.for_kind(kind, clock.today())
        _choices(self, "rubric", rubrics)
        self.fields["rubric"].initial = rubrics.first()
        authorities = authorities_of(user)
        _choices(self, "organiser", authorities)
        self.fields["organiser"].initial = authorities.first()


class PanelForm(forms.Form):
    """How large the panel is, and which seats are reserved."""

    size = forms.IntegerField(
        label=_("Size of the panel"), min_value=1, max_value=LARGEST_PANEL
    )

    def __init__(self, *args: Any, session: ReviewSession, **kwargs: Any) -> None:
        """Begin with the size the rubric asks for; offer every speciality."""
        super().__init__(*args, **kwargs)
        self.fields["size"].initial = rule_of(session.rubric).minimum_sheets
        for speciality in Speciality.objects.all():
            self.fields[f"{QUOTA}{speciality.pk}"] = forms.IntegerField(
                label=_("Seats for {speciality}").format(speciality=speciality.label),
                min_value=0,
                max_value=LARGEST_PANEL,
                required=False,
            )

    @property
    def quotas(self) -> dict[str, int]:
        """Return the reserved seats by speciality."""
        return {
            name.removeprefix(QUOTA): seats
            for name, seats in self.cleaned_data.items()
            if name.startswith(QUOTA) and seats
        }


class ConclusionForm(forms.Form):
    """The panel's opinion; score and outcome follow from the sheets."""

    opinion = forms.CharField(
        label=_("Review opinion"), required=False, widget=forms.Textarea
    )


class CancellationForm(forms.Form):
    """Why a session is called off."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class ResultsForm(forms.Form):
    """What goes out with the conclusion."""

    with_score = forms.BooleanField(
        label=_("Publish the score too"),
        required=False,
        help_text=_("Sheets and names of experts are never published."),
    )


class CoverageForm(forms.Form):
    """An enterprise that a whole-area audit covers."""

    enterprise = OrganisationField(
        label=_("Enterprise"), queryset=Organisation.objects.none()
    )
    counts_as_audit = forms.BooleanField(
        label=_("Counts as an audit of this enterprise"), required=False
    )

    def __init__(
        self, *args: Any, user: User, audit_round: Round, **kwargs: Any
    ) -> None:
        """Offer the enterprises of the places the person is competent in."""
        super().__init__(*args, **kwargs)
        enterprises = (
            Organisation.objects.enterprises()
            .active()
            .filter(jurisdiction__in=_territory(user))
        )
        _choices(self, "enterprise", enterprises.exclude(pk=audit_round.enterprise_id))


def authorities_of(user: User) -> QuerySet[Organisation]:
    """Return the authorities a person holds a post at."""
    posts = posts_of(user, clock.today())
    return Organisation.objects.filter(staff_posts__in=posts).distinct()


def _territory(user: User) -> QuerySet[Jurisdiction]:
    found = Jurisdiction.objects.none()
    for place in jurisdictions_covered_by(user, clock.today()):
        found |= Jurisdiction.objects.within(place)
    return found


def _choices(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type
    field.queryset = rows
