"""What an enterprise types about a job."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import BaseFormSet, formset_factory
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms import OrganisationField, OrganisationsField
from accounts.models import Organisation, User
from audits.models import Round
from core.money import MoneyFormField
from core.typed import whole_number
from marketplace.models import Job
from marketplace.services.jobs import Criterion, Schedule, WantedMetric, Work
from marketplace.states.jobs import Visibility
from reference.models import Indicator, Industry, Jurisdiction, Service

MAX_ROWS = 20


def offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Let a field of ``form`` choose among ``rows``."""
    field = form.fields[name]
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = rows


class MomentField(forms.DateTimeField):
    """A day and a time in Beijing time, typed or picked."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer the browser's own picker."""
        widget = forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        )
        super().__init__(widget=widget, **kwargs)


class WorkForm(forms.Form):
    """Step 1: what is to be done."""

    title = forms.CharField(label=_("Title"), max_length=120)
    services = forms.ModelMultipleChoiceField(
        label=_("Services wanted"),
        queryset=Service.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose every service that one provider should deliver."),
    )
    scope = forms.CharField(
        label=_("Scope of work"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "What has to be delivered, which parts of the plant are meant, what you "
            "provide yourself. Everybody can read this: leave business secrets out."
        ),
    )
    site = forms.ModelChoiceField(
        label=_("Place of the work"), queryset=Jurisdiction.objects.none()
    )
    round = forms.ModelChoiceField(
        label=_("Audit round"),
        queryset=Round.objects.none(),
        required=False,
        help_text=_("Where the job belongs to an audit round of yours."),
    )
    industries = forms.ModelMultipleChoiceField(
        label=_("Industries"),
        queryset=Industry.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    budget = MoneyFormField(
        label=_("Budget in yuan"),
        required=False,
        help_text=_("For example 128000 or 12.8万元."),
    )
    budget_shown = forms.BooleanField(
        label=_("Show the budget to bidders"), required=False
    )

    def __init__(self, *args: Any, enterprise: Organisation, **kwargs: Any) -> None:
        """Offer the enterprise's own rounds and industries."""
        super().__init__(*args, **kwargs)
        places = Jurisdiction.objects.of_portal().filter(statistical=False)
        industries = enterprise.industries.all()
        offer(self, "site", places)
        offer(self, "round", Round.objects.filter(enterprise=enterprise).open())
        offer(self, "industries", industries)
        if not industries:
            del self.fields["industries"]

    @classmethod
    def initial_of(cls, job: Job) -> dict[str, Any]:
        """Return what a job says already."""
        return {
            "title": job.title,
            "scope": job.scope,
            "services": job.services.all(),
            "site": job.site_id,
            "round": job.round_id,
            "industries": job.industries.all(),
            "budget": job.budget,
            "budget_shown": job.budget_shown,
        }

    @property
    def work(self) -> Work:
        """What was typed, for the service."""
        data = dict(self.cleaned_data)
        return Work(**{**data, "industries": list(data.get("industries", ()))})


class WeightField(forms.IntegerField):
    """A share of the whole, in hundredths."""

    def __init__(self, *, min_value: int = 1, **kwargs: Any) -> None:
        """Take whole numbers up to 100."""
        super().__init__(min_value=min_value, max_value=100, **kwargs)


class PriceWeightForm(forms.Form):
    """Step 2, first line: how much the price counts."""

    price_weight = WeightField(
        label=_("Weight of the price"),
        min_value=0,
        help_text=_(
            "Out of 100. Price earns 100 × lowest price ÷ price; the criteria below "
            "are scored by you, with reasons."
        ),
    )


class CriterionForm(forms.Form):
    """Step 2, one row."""

    name = forms.CharField(label=_("Criterion"), max_length=80)
    description = forms.CharField(
        label=_("What earns points"), max_length=500, required=False
    )
    weight = WeightField(label=_("Weight"))

    @property
    def row(self) -> Criterion:
        """What was typed, for the service."""
        names = ("name", "description", "weight")
        return Criterion(**{name: self.cleaned_data[name] for name in names})


class IndicatorField(forms.ModelChoiceField):
    """An indicator, shown with its unit."""

    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 - Django's signature
        """Return name and unit."""
        return f"{obj.label} ({obj.unit.symbol_label})"


class MetricForm(forms.Form):
    """Step 3, one row."""

    indicator = IndicatorField(
        label=_("Indicator"), queryset=Indicator.objects.select_related("unit")
    )
    baseline = forms.DecimalField(
        label=_("Baseline"), max_digits=18, decimal_places=4, help_text=_("Today.")
    )
    target = forms.DecimalField(
        label=_("Target"), max_digits=18, decimal_places=4, help_text=_("Afterwards.")
    )
    weight = WeightField(label=_("Weight"))

    @property
    def row(self) -> WantedMetric:
        """What was typed, for the service."""
        names = ("indicator", "baseline", "target", "weight")
        return WantedMetric(**{name: self.cleaned_data[name] for name in names})


class RowsFormSet(BaseFormSet):
    """Rows that are kept, added and taken out without JavaScript."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """Let a row be taken out by a box of its own."""
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Take this row out")

    @property
    def rows(self) -> list[Any]:
        """What the rows say, in their order."""
        return [
            form.row
            for form in self.forms
            if form.has_changed() and not form.cleaned_data.get("DELETE")
        ]


def with_one_more_row(data: Any, prefix: str) -> Any:  # noqa: ANN401 - a QueryDict
    """Return posted rows with one more empty row."""
    more = data.copy()
    name = f"{prefix}-TOTAL_FORMS"
    known = whole_number(more.get(name, "0"))
    more[name] = str(min(known + 1, MAX_ROWS))
    return more


def _rows(form: type[forms.Form]) -> type[BaseFormSet]:
    return formset_factory(
        form,
        formset=RowsFormSet,
        extra=1,
        max_num=MAX_ROWS,
        absolute_max=MAX_ROWS,
        validate_max=True,
        can_delete=True,
    )


CriteriaFormSet = _rows(CriterionForm)
MetricsFormSet = _rows(MetricForm)


class ScheduleForm(forms.Form):
    """Step 4: by when, and who may bid."""

    questions_until = MomentField(label=_("Questions until"))
    bids_until = MomentField(
        label=_("Bids until"),
        help_text=_("Bids stay sealed for everybody until the opening."),
    )
    opens_at = MomentField(
        label=_("Opening of the bids"),
        help_text=_("At the deadline for bids or later; all bids open together."),
    )
    visibility = forms.ChoiceField(
        label=_("Who may read and bid"),
        choices=Visibility.choices,
        widget=forms.RadioSelect,
    )
    invited = OrganisationsField(
        label=_("Invited providers"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_(
            "They get a letter when the job is published. Any provider may be "
            "invited, listed in the directory or not."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer every active provider."""
        super().__init__(*args, **kwargs)
        offer(self, "invited", Organisation.objects.providers().active())

    @classmethod
    def initial_of(cls, job: Job) -> dict[str, Any]:
        """Return what a job says already."""
        return {
            "questions_until": job.questions_until,
            "bids_until": job.bids_until,
            "opens_at": job.opens_at,
            "visibility": job.visibility,
            "invited": Organisation.objects.filter(job_invitations__job=job),
        }

    @property
    def schedule(self) -> Schedule:
        """What was typed, for the service."""
        return Schedule(**self.cleaned_data)


class ReasonForm(forms.Form):
    """A stated reason."""

    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class ExtendForm(ReasonForm):
    """Later deadlines of an open job."""

    questions_until = MomentField(label=_("Questions until"))
    bids_until = MomentField(label=_("Bids until"))
    opens_at = MomentField(label=_("Opening of the bids"))
    field_order = ("questions_until", "bids_until", "opens_at", "reason")


class InviteForm(forms.Form):
    """One more provider to invite."""

    provider = OrganisationField(
        label=_("Provider"), queryset=Organisation.objects.none()
    )

    def __init__(self, *args: Any, job: Job, **kwargs: Any) -> None:
        """Offer those who were not invited yet."""
        super().__init__(*args, **kwargs)
        invitable = (
            Organisation.objects.providers().active().exclude(job_invitations__job=job)
        )
        offer(self, "provider", invitable)


class ColleagueForm(forms.Form):
    """The colleague who may run a job too."""

    colleague = forms.ModelChoiceField(
        label=_("Colleague"), queryset=User.objects.none()
    )

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Offer the people of the enterprise."""
        super().__init__(*args, **kwargs)
        offer(self, "colleague", colleagues)


class TextForm(forms.Form):
    """One text: a question, an answer, an objection."""

    text = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(
        self,
        *args: Any,
        label: str | Promise,
        help_text: str | Promise = "",
        **kwargs: Any,
    ) -> None:
        """Name the text."""
        super().__init__(*args, **kwargs)
        self.fields["text"].label = str(label)
        self.fields["text"].help_text = str(help_text)


class AnswerObjectionForm(forms.Form):
    """The answer to an objection."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            ("dismiss", _("The objection is not right; the award stands")),
            ("uphold", _("The objection is right; the award is withdrawn")),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=pgettext_lazy("job", "Answer"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
