"""Forms on the desk of the pool's and the draws' staff."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind
from accounts.forms import NamedOrganisationField
from accounts.models import Organisation, User
from accounts.selectors import jurisdictions_covered_by
from core import clock
from experts.draw_record import LARGEST_PANEL
from experts.enums import DrawPurpose
from experts.models import Speciality

_DAY = {"type": "date"}
QUOTA = "seats_"


class FreezeForm(forms.Form):
    """What a panel is drawn for, and which seats are reserved."""

    enterprise = NamedOrganisationField(
        label=_("Enterprise"), suggested=OrganisationKind.ENTERPRISE
    )
    provider = NamedOrganisationField(
        label=_("Service provider"),
        suggested=OrganisationKind.PROVIDER,
        required=False,
        help_text=_(
            "Credit code or name; empty where the enterprise audits on its own."
        ),
    )
    purpose = forms.ChoiceField(label=_("Purpose"), choices=DrawPurpose.choices)
    meets_on = forms.DateField(
        label=_("Day of the meeting"),
        required=False,
        widget=forms.DateInput(attrs=_DAY),
    )
    size = forms.IntegerField(
        label=_("Size of the panel"), min_value=1, max_value=LARGEST_PANEL, initial=5
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer the enterprises of the person's territory."""
        super().__init__(*args, **kwargs)
        enterprises = Organisation.objects.none()
        for place in jurisdictions_covered_by(user, clock.today()):
            enterprises |= Organisation.objects.enterprises().filter(
                jurisdiction__path__startswith=place.path
            )
        self._offer("enterprise", enterprises)
        self._offer("provider", Organisation.objects.providers())
        for speciality in Speciality.objects.all():
            self.fields[f"{QUOTA}{speciality.key}"] = forms.IntegerField(
                label=_("Seats for {speciality}").format(speciality=speciality.label),
                min_value=0,
                max_value=LARGEST_PANEL,
                required=False,
            )

    @property
    def quotas(self) -> dict[str, int]:
        """The seats reserved by speciality."""
        return {
            name.removeprefix(QUOTA): seats
            for name, seats in self.cleaned_data.items()
            if name.startswith(QUOTA) and seats
        }

    def _offer(self, name: str, organisations: Any) -> None:  # noqa: ANN401
        choice = self.fields[name]
        assert isinstance(choice, NamedOrganisationField)  # noqa: S101 - tells the type
        choice.queryset = organisations


class NothingForm(forms.Form):
    """A step that asks for nothing but the decision to take it."""
