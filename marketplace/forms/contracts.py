"""What the parties type while they negotiate a contract."""

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from accounts.credit_codes import validate_credit_code
from accounts.models import Organisation
from core.money import Money, MoneyFormField
from marketplace.explanations import sentence
from marketplace.models import Contract
from marketplace.services.contracts import Terms
from marketplace.settlement import (
    ContractType,
    Direction,
    FeeMilestone,
    Formula,
    Holdback,
    Metric,
    Period,
    Point,
    RoutineAdjustment,
    Rule,
    SettlementError,
    Trigger,
)
from marketplace.settlement.exact import write_number
from marketplace.settlement.expressions import parse
from marketplace.states.contracts import ContractKind
from reference.models import EmissionFactor

TRIGGERS = [
    (Trigger.DELIVERY.value, _("what was agreed is delivered")),
    (Trigger.MEASUREMENT.value, _("results are measured and verified")),
    (Trigger.VERDICT.value, _("the authority's conclusion is published")),
]
DIRECTIONS = [
    (Direction.LOWER.value, _("lower is better")),
    (Direction.HIGHER.value, _("higher is better")),
]
RULES = [
    (Rule.CURVE.value, _("along the payment curve")),
    (Rule.UNIT.value, _("by the unit saved")),
]
NAME = re.compile(r"[^\W\d][\w.]*")


class DayInput(forms.DateInput):
    """A day, with the browser's own picker."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        """Write the value as the browser wants it."""
        super().__init__(format="%Y-%m-%d", **kwargs)


class MeasureField(forms.DecimalField):
    """A measured value, as finely as the contract's rows keep it."""

    def __init__(self, **kwargs: Any) -> None:
        """Fix digits and places."""
        super().__init__(max_digits=18, decimal_places=6, **kwargs)


class FactorField(forms.ModelChoiceField):
    """An emission factor, told from its namesakes by its year and value."""

    def label_from_instance(self, obj: EmissionFactor) -> str:
        """Return name, year, value and unit."""
        return f"{obj.label} · {obj.vintage} · {obj.value.normalize():f} {obj.unit}"


class TermsForm(forms.Form):
    """The contract as a whole."""

    title = forms.CharField(label=_("Title"), max_length=120)
    scope = forms.CharField(
        label=_("What is to be done"), widget=forms.Textarea, max_length=10_000
    )
    starts_on = forms.DateField(label=_("Begins on"), widget=DayInput())
    ends_on = forms.DateField(label=_("Ends on"), widget=DayInput())
    kind = forms.ChoiceField(
        label=_("How results become money"),
        choices=ContractKind.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Shared savings pay a share of what was saved. Guaranteed savings pay an "
            "agreed fee, and the provider bears what is missing of the promise. A fee "
            "for performance follows a curve."
        ),
    )
    cap = MoneyFormField(
        label=_("Highest total fee"),
        help_text=_("Never exceeded, over all statements together."),
    )
    floor = MoneyFormField(
        label=_("Lowest total fee"),
        required=False,
        help_text=_("Applies once everything is delivered and measured."),
    )
    performance_fee = MoneyFormField(
        label=_("Performance fee at full achievement"),
        required=False,
        help_text=_("Shared out over metrics and periods by their weights."),
    )
    holdback = forms.DecimalField(
        label=_("Holdback, %"),
        min_value=0,
        max_value=Decimal("99.99"),
        decimal_places=2,
        required=False,
    )
    release_on = forms.DateField(
        label=_("Holdback is released on"), required=False, widget=DayInput()
    )
    verifier = forms.CharField(
        label=_("Verifier"),
        required=False,
        help_text=_(
            "Unified social credit code of the organisation that verifies the "
            "readings. It must be independent of the provider."
        ),
    )
    emission_factor = FactorField(
        label=_("Emission factor"),
        queryset=EmissionFactor.objects.select_related("unit"),
        required=False,
        help_text=_("Frozen with the signature; formulas call it “emission_factor”."),
    )
    measurement = forms.CharField(
        label=_("How results are measured and verified"),
        widget=forms.Textarea,
        max_length=5_000,
        required=False,
        help_text=_("Boundary, meters, method, what serves as evidence."),
    )
    dispute_route = forms.CharField(
        label=_("How disputes are settled"),
        widget=forms.Textarea,
        max_length=2_000,
        required=False,
    )

    def clean_verifier(self) -> Organisation | None:
        """Return the organisation that has the code."""
        text = self.cleaned_data["verifier"].strip()
        if not text:
            return None
        found = Organisation.objects.filter(
            credit_code=validate_credit_code(text)
        ).first()
        if found is None:
            raise ValidationError(_("No organisation is registered under this code."))
        return found


class MilestoneForm(forms.Form):
    """A part of the base fee."""

    key = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    title = forms.CharField(label=_("Milestone"), max_length=120)
    fee = MoneyFormField(label=_("Fee"))
    due_on = forms.DateField(label=_("Due on"), required=False, widget=DayInput())
    triggers = forms.MultipleChoiceField(
        label=_("Payable when"),
        choices=TRIGGERS,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Everything ticked must have happened."),
    )


class PeriodForm(forms.Form):
    """A window in which results are measured."""

    key = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    starts_on = forms.DateField(label=_("First day"), widget=DayInput())
    ends_on = forms.DateField(label=_("Last day"), widget=DayInput())
    weight = forms.IntegerField(
        label=_("Weight"), min_value=1, max_value=1000, initial=1
    )


class MetricForm(forms.Form):
    """A result, its promise for one period, and how it is paid."""

    key = forms.CharField(
        label=_("Name in formulas"),
        max_length=60,
        help_text=_("Letters, digits and “_”, such as energy_total."),
    )
    title = forms.CharField(label=_("Metric"), max_length=120)
    unit = forms.CharField(label=_("Unit"), max_length=40)
    baseline = MeasureField(label=_("Baseline per period"))
    target = MeasureField(label=_("Target per period"))
    direction = forms.ChoiceField(
        label=_("Direction"), choices=DIRECTIONS, initial=Direction.LOWER.value
    )
    weight = forms.IntegerField(
        label=_("Weight"), min_value=1, max_value=1000, initial=1
    )
    rule = forms.ChoiceField(
        label=_("How it is paid"), choices=RULES, initial=Rule.CURVE.value
    )
    curve = forms.CharField(
        label=_("Payment curve"),
        max_length=200,
        initial="0:0, 100:100",
        help_text=_(
            "Achievement : share, both in percent. 50:0, 100:100 pays nothing at half "
            "the promise and everything at the whole of it."
        ),
    )
    price = MeasureField(
        label=_("Yuan per unit"),
        required=False,
        min_value=0,
        help_text=_(
            "What a saved unit is worth; in guaranteed savings what a missing one "
            "costs the provider."
        ),
    )
    share = forms.DecimalField(
        label=_("Provider's share, %"),
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=4,
    )
    floor = MoneyFormField(label=_("Lowest fee per period"), required=False)
    cap = MoneyFormField(label=_("Highest fee per period"), required=False)
    measured = forms.CharField(
        label=_("Measured as"),
        required=False,
        max_length=200,
        help_text=_(
            "A formula over readings such as coal * 0.7143 + power * 0.0001229. "
            "Empty: read directly."
        ),
    )

    def clean_key(self) -> str:
        """Accept names that formulas can use."""
        key: str = self.cleaned_data["key"].strip()
        if not NAME.fullmatch(key):
            raise ValidationError(
                _("A name begins with a letter; letters, digits, “_” and “.” follow.")
            )
        return key

    def clean_measured(self) -> str:
        """Accept formulas that can be read."""
        return _readable(self.cleaned_data["measured"])

    def clean_curve(self) -> tuple[Point, ...]:
        """Return the corners of the curve."""
        return read_curve(self.cleaned_data["curve"])


class RoutineForm(forms.Form):
    """A change of a baseline that follows from readings."""

    key = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    title = forms.CharField(label=_("What it allows for"), max_length=120)
    metric = forms.CharField(label=_("Metric (name in formulas)"), max_length=60)
    expression = forms.CharField(
        label=_("Change of the baseline"),
        max_length=200,
        help_text=_("Such as 0.8 * (output - 12000)."),
    )

    def clean_expression(self) -> str:
        """Accept formulas that can be read."""
        return _readable(self.cleaned_data["expression"])


MilestoneSet: type[BaseFormSet] = formset_factory(
    MilestoneForm, extra=1, can_delete=True, max_num=20, validate_max=True
)
PeriodSet: type[BaseFormSet] = formset_factory(
    PeriodForm, extra=1, can_delete=True, max_num=24, validate_max=True
)
MetricSet: type[BaseFormSet] = formset_factory(
    MetricForm, extra=1, can_delete=True, max_num=12, validate_max=True
)
RoutineSet: type[BaseFormSet] = formset_factory(
    RoutineForm, extra=1, can_delete=True, max_num=12, validate_max=True
)


class ContractForms:
    """The form of the whole and its rows, read and shown together."""

    def __init__(self, contract: Contract, data: Any = None) -> None:  # noqa: ANN401
        """Start from the draft, or from what was sent."""
        formula = contract.terms
        self.contract = contract
        self.terms = TermsForm(data, initial=_initial(contract, formula))
        self.milestones = MilestoneSet(
            data,
            prefix="milestones",
            initial=[_initial_milestone(step) for step in formula.milestones],
        )
        self.periods = PeriodSet(
            data,
            prefix="periods",
            initial=[
                {
                    "key": period.key,
                    "starts_on": period.starts_on,
                    "ends_on": period.ends_on,
                    "weight": period.weight,
                }
                for period in formula.periods
            ],
        )
        self.metrics = MetricSet(
            data,
            prefix="metrics",
            initial=[_initial_metric(metric) for metric in formula.metrics],
        )
        self.routines = RoutineSet(
            data,
            prefix="routines",
            initial=[
                {
                    "key": item.key,
                    "title": item.title,
                    "metric": item.metric,
                    "expression": item.expression,
                }
                for item in formula.routine_adjustments
            ],
        )

    @property
    def rows(self) -> list[BaseFormSet]:
        """The sets of rows."""
        return [self.milestones, self.periods, self.metrics, self.routines]

    def is_valid(self) -> bool:
        """Tell whether everything typed has a sound shape."""
        # Each is asked, so that every error shows at once.
        return all([self.terms.is_valid(), *(rows.is_valid() for rows in self.rows)])

    def read(self) -> Terms:
        """Return the terms that were typed."""
        typed = self.terms.cleaned_data
        return Terms(
            title=typed["title"],
            scope=typed["scope"],
            measurement=typed["measurement"],
            dispute_route=typed["dispute_route"],
            starts_on=typed["starts_on"],
            ends_on=typed["ends_on"],
            verifier=typed["verifier"],
            emission_factor=typed["emission_factor"],
            formula=self._formula(typed),
        )

    def _formula(self, typed: dict[str, Any]) -> Formula:
        kind = ContractType(typed["kind"])
        share = Fraction(typed["holdback"] or 0) / 100
        return replace(
            self.contract.terms,
            type=kind,
            milestones=tuple(
                FeeMilestone(
                    key=row["key"] or f"m{number}",
                    title=row["title"],
                    fee=row["fee"],
                    triggers=tuple(Trigger(name) for name in row["triggers"]),
                    due_on=row["due_on"],
                )
                for number, row in _filled(self.milestones, "m")
            ),
            periods=tuple(
                Period(
                    row["key"] or f"p{number}",
                    row["starts_on"],
                    row["ends_on"],
                    row["weight"],
                )
                for number, row in _filled(self.periods, "p")
            ),
            metrics=tuple(
                _metric(row, kind) for _number, row in _filled(self.metrics, "")
            ),
            routine_adjustments=tuple(
                RoutineAdjustment(
                    row["key"] or f"r{number}",
                    row["title"],
                    row["metric"],
                    row["expression"],
                )
                for number, row in _filled(self.routines, "r")
            ),
            performance_fee=typed["performance_fee"] or Money.ZERO,
            cap=typed["cap"],
            floor=typed["floor"] or Money.ZERO,
            holdback=Holdback(share, typed["release_on"]),
        )


def read_curve(text: str) -> tuple[Point, ...]:
    """Return the corners written as ``50:0, 100:100``; raise ValidationError."""
    points = []
    for pair in re.split(r"[,;，；]", text):
        match = re.fullmatch(
            r"\s*(-?\d{1,6}(?:\.\d{1,4})?)\s*[:：]\s*(\d{1,6}(?:\.\d{1,4})?)\s*", pair
        )
        if match is None:
            raise ValidationError(_("Write corners such as 0:0, 100:100."))
        points.append(Point(Fraction(match[1]) / 100, Fraction(match[2]) / 100))
    return tuple(points)


def write_curve(points: Iterable[Point]) -> str:
    """Return corners as a person types them."""
    return ", ".join(
        f"{write_number(point.achieved * 100)}:{write_number(point.share * 100)}"
        for point in points
    )


def _readable(text: str) -> str:
    if text.strip():
        try:
            parse(text, "")
        except SettlementError as error:
            raise ValidationError(sentence(error)) from error
    return text.strip()


def _metric(row: dict[str, Any], kind: ContractType) -> Metric:
    rule = {
        ContractType.SHARED_SAVINGS: Rule.UNIT,
        ContractType.GUARANTEED_SAVINGS: Rule.CURVE,
    }.get(kind, Rule(row["rule"]))
    return Metric(
        key=row["key"],
        title=row["title"],
        unit=row["unit"],
        baseline=Fraction(row["baseline"]),
        target=Fraction(row["target"]),
        direction=Direction(row["direction"]),
        weight=row["weight"],
        rule=rule,
        curve=row["curve"],
        price=None if row["price"] is None else Fraction(row["price"]),
        share=Fraction(100 if row["share"] is None else row["share"]) / 100,
        floor=row["floor"],
        cap=row["cap"],
        measured=row["measured"],
    )


def _filled(rows: BaseFormSet, prefix: str) -> list[tuple[int, dict[str, Any]]]:
    """Return the rows that were filled in and kept, each with a free number."""
    kept = [
        form.cleaned_data
        for form in rows.forms
        if form.cleaned_data and not form.cleaned_data.get("DELETE")
    ]
    taken = {row.get("key") for row in kept}
    free = (n for n in range(1, 1000) if f"{prefix}{n}" not in taken)
    return [(next(free), row) for row in kept]


def _initial(contract: Contract, formula: Formula) -> dict[str, Any]:
    return {
        "title": contract.title,
        "scope": contract.scope,
        "starts_on": contract.starts_on,
        "ends_on": contract.ends_on,
        "kind": formula.type.value,
        "cap": formula.cap,
        "floor": formula.floor or None,
        "performance_fee": formula.performance_fee,
        "holdback": write_number(formula.holdback.share * 100),
        "release_on": formula.holdback.release_on,
        "verifier": contract.verifier.credit_code if contract.verifier else "",
        "emission_factor": contract.emission_factor_id,
        "measurement": contract.measurement,
        "dispute_route": contract.dispute_route,
    }


def _initial_milestone(step: FeeMilestone) -> dict[str, Any]:
    return {
        "key": step.key,
        "title": step.title,
        "fee": step.fee,
        "due_on": step.due_on,
        "triggers": [trigger.value for trigger in step.triggers],
    }


def _initial_metric(metric: Metric) -> dict[str, Any]:
    return {
        "key": metric.key,
        "title": metric.title,
        "unit": metric.unit,
        "baseline": write_number(metric.baseline),
        "target": write_number(metric.target),
        "direction": metric.direction.value,
        "weight": metric.weight,
        "rule": metric.rule.value,
        "curve": write_curve(metric.curve),
        "price": None if metric.price is None else write_number(metric.price),
        "share": write_number(metric.share * 100),
        "floor": metric.floor,
        "cap": metric.cap,
        "measured": metric.measured,
    }
