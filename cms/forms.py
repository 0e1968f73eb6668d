"""Forms about training."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms import OrganisationField
from accounts.models import Organisation, User
from accounts.selectors import organisations_of
from cms.models import TrainingEvent
from cms.selectors import organisers_for, participants
from core.clock import SHANGHAI

_LOCAL = "%Y-%m-%dT%H:%M"


class RegistrationForm(forms.Form):
    """Who takes part, and for whom."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        help_text=_("As it should stand on the certificate."),
    )
    organisation = OrganisationField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("I register for myself"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer the organisations a person works for."""
        super().__init__(*args, **kwargs)
        mine: Any = self.fields["organisation"]
        mine.queryset = organisations_of(user)
        self.fields["name"].initial = user.name
        if not mine.queryset.exists():
            del self.fields["organisation"]


class LocalInstantField(forms.DateTimeField):
    """Day and time in China, typed with the browser's own picker."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_LOCAL)

    def __init__(self, **kwargs: Any) -> None:
        """Accept what the picker sends."""
        super().__init__(input_formats=[_LOCAL, "%Y-%m-%d %H:%M"], **kwargs)

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401
        """Show an instant as Shanghai time."""
        if hasattr(value, "astimezone") and value.tzinfo is not None:
            return value.astimezone(SHANGHAI).strftime(_LOCAL)
        return value


class TrainingEventForm(forms.ModelForm):
    """All about an event that its organiser decides."""

    organiser = OrganisationField(
        label=pgettext_lazy("training", "Organiser"),
        queryset=Organisation.objects.none(),
    )
    starts_at = LocalInstantField(label=_("Starts at"))
    ends_at = LocalInstantField(label=_("Ends at"))
    registration_closes_at = LocalInstantField(label=_("Registration closes at"))

    class Meta:
        model = TrainingEvent
        fields = [
            "title",
            "title_en",
            "slug",
            "organiser",
            "kind",
            "mode",
            "starts_at",
            "ends_at",
            "registration_closes_at",
            "jurisdiction",
            "venue",
            "venue_en",
            "audience",
            "audience_en",
            "topics",
            "topics_en",
            "speakers",
            "speakers_en",
            "hours",
            "capacity",
            "fee",
            "certificate_issuer",
        ]
        help_texts = {
            "certificate_issuer": _(
                "Without an issuer, named before the event is closed, nobody gets a "
                "certificate."
            )
        }
        widgets = {
            name: forms.Textarea(attrs={"rows": 4})
            for name in ("topics", "topics_en", "speakers", "speakers_en")
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer the authorities in whose name a person may plan."""
        super().__init__(*args, **kwargs)
        organiser: Any = self.fields["organiser"]
        organiser.queryset = organisers_for(user)
        place: Any = self.fields["jurisdiction"]
        place.queryset = place.queryset.units()

    def _post_clean(self) -> None:
        """Leave the instance alone: a service writes, and checks the slug."""

    def clean_slug(self) -> str:
        """Refuse an address that another event has."""
        slug = str(self.cleaned_data["slug"]).lower()
        others = TrainingEvent.objects.exclude(pk=self.instance.pk)
        if others.filter(slug=slug).exists():
            raise forms.ValidationError(_("Another event has this address."))
        return slug


class ReasonForm(forms.Form):
    """Why something ends."""

    reason = forms.CharField(label=_("Reason"), max_length=250)


class AttendanceForm(forms.Form):
    """Hours by participant; empty or zero means absent."""

    def __init__(self, *args: Any, event: TrainingEvent, **kwargs: Any) -> None:
        """Ask for each confirmed participant."""
        super().__init__(*args, **kwargs)
        self.event = event
        for one in participants(event).filter(state="confirmed"):
            attended = getattr(one, "attendance", None)
            self.fields[f"hours_{one.pk}"] = forms.DecimalField(
                label=one.name,
                required=False,
                min_value=Decimal(0),
                max_value=event.hours,
                decimal_places=1,
                max_digits=5,
                initial=attended.hours if attended else None,
            )

    @property
    def hours(self) -> dict[int, Decimal]:
        """Hours by registration."""
        return {
            int(name.removeprefix("hours_")): value or Decimal(0)
            for name, value in self.cleaned_data.items()
        }
