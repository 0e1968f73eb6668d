"""Forms about a round and what is entered while it is worked on."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.forms import OrganisationField
from accounts.models import Organisation
from audits.enums import CostClass, Mode, OptionCategory, OptionState
from audits.models import IndicatorSeries, Option, OptionEffect, Phase, Round
from audits.services.work import Effect, OptionFacts, PhaseDays
from core.money import Money, MoneyFormField
from reference.models import CoalFactor, EmissionFactor, Indicator

EARLIEST_BASELINE = 2000
LATEST_BASELINE = 2100
EFFECT_ROWS = 4


class DayInput(forms.DateInput):
    """A day, picked from the browser's own calendar."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        """Write days as the browser wants them."""
        super().__init__(format="%Y-%m-%d", **kwargs)


def day_field(label: Any, *, required: bool = False) -> forms.DateField:  # noqa: ANN401
    """Return a field for a day."""
    return forms.DateField(label=label, required=required, widget=DayInput())


def amount_field(label: Any, *, required: bool = False) -> forms.DecimalField:  # noqa: ANN401
    """Return a field for a figure with up to four places."""
    return forms.DecimalField(
        label=label,
        required=required,
        max_digits=15,
        decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )


class VoluntaryRoundForm(forms.Form):
    """Open a round nobody obliges the enterprise to."""

    mode = forms.ChoiceField(label=_("Mode"), choices=Mode.choices)


class InformationForm(forms.Form):
    """What a listed enterprise publishes about itself."""

    legal_representative = forms.CharField(
        label=_("Legal representative"), max_length=80
    )
    address = forms.CharField(
        label=pgettext_lazy("enterprise", "Address"), max_length=250
    )
    pollutants = forms.CharField(
        label=_("Pollutants"),
        required=False,
        widget=forms.Textarea,
        help_text=_("Names, manner, concentration, quantity and exceedance."),
    )
    energy = forms.CharField(
        label=_("Energy"),
        required=False,
        widget=forms.Textarea,
        help_text=_("Types, use, unit use and exceedance."),
    )
    toxics = forms.CharField(
        label=_("Toxic and harmful substances"),
        required=False,
        widget=forms.Textarea,
        help_text=_("Inputs, use, releases, hazardous waste and risk control."),
    )

    def __init__(
        self, *args: Any, required_parts: Iterable[str], **kwargs: Any
    ) -> None:
        """Ask for the parts that the grounds of listing ask for."""
        super().__init__(*args, **kwargs)
        for name in required_parts:
            self.fields[name].required = True


class ProviderForm(forms.Form):
    """Whom the enterprise hired."""

    provider = OrganisationField(
        label=_("Provider"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("None: the enterprise audits on its own"),
        help_text=_("Any registered provider may be named."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer every provider that takes part."""
        super().__init__(*args, **kwargs)
        field = self.fields["provider"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type
        field.queryset = Organisation.objects.providers().active().order_by("name")


class ParticularsForm(forms.Form):
    """How the audit is done and what its figures are held against."""

    mode = forms.ChoiceField(label=_("Mode"), choices=Mode.choices)
    baseline_year = forms.IntegerField(
        label=_("Last baseline year"),
        min_value=EARLIEST_BASELINE,
        max_value=LATEST_BASELINE,
        help_text=_("The baseline is this year and the two before it."),
    )
    cost_threshold = MoneyFormField(
        label=_("Cost threshold"),
        help_text=_("Options above it are of medium or high cost. You set it."),
    )


class PhasesForm(forms.Form):
    """The days of the seven steps in one form."""

    def __init__(self, *args: Any, phases: Iterable[Phase], **kwargs: Any) -> None:
        """Offer two days and a note for each step."""
        super().__init__(*args, **kwargs)
        self.phases = list(phases)
        for phase in self.phases:
            for name, label in (
                ("started_on", _("Started on")),
                ("finished_on", _("Finished on")),
            ):
                field = day_field(label)
                field.initial = getattr(phase, name)
                self.fields[f"{phase.key}-{name}"] = field
            self.fields[f"{phase.key}-note"] = forms.CharField(
                label=_("Remarks"), required=False, max_length=300, initial=phase.note
            )

    def rows(self) -> list[tuple[Phase, list[forms.BoundField]]]:
        """Return each step with its fields."""
        names = ("started_on", "finished_on", "note")
        return [
            (phase, [self[f"{phase.key}-{name}"] for name in names])
            for phase in self.phases
        ]

    def days(self) -> dict[str, PhaseDays]:
        """Return what was entered, by step."""
        data = self.cleaned_data
        return {
            phase.key: PhaseDays(
                data[f"{phase.key}-started_on"],
                data[f"{phase.key}-finished_on"],
                data[f"{phase.key}-note"],
            )
            for phase in self.phases
        }


class FocusForm(forms.Form):
    """A unit or process to concentrate on."""

    name = forms.CharField(label=_("Focus"), max_length=120)
    reason = forms.CharField(label=_("Why"), required=False, widget=forms.Textarea)
    target = forms.CharField(
        label=pgettext_lazy("focus", "Target"), required=False, max_length=300
    )


class OptionForm(forms.Form):
    """An option with its effects."""

    name = forms.CharField(label=_("Option"), max_length=200)
    cost_class = forms.ChoiceField(label=_("Cost"), choices=CostClass.choices)
    category = forms.ChoiceField(label=_("Category"), choices=OptionCategory.choices)
    state = forms.ChoiceField(label=_("State"), choices=OptionState.choices)
    description = forms.CharField(
        label=_("Description"), required=False, widget=forms.Textarea
    )
    investment = MoneyFormField(label=_("Investment"), required=False)
    expected_benefit = MoneyFormField(
        label=_("Expected benefit a year"), required=False
    )
    verified_benefit = MoneyFormField(
        label=_("Verified benefit a year"), required=False
    )
    started_on = day_field(_("Started on"))
    finished_on = day_field(_("Finished on"))

    def __init__(self, *args: Any, option: Option | None = None, **kwargs: Any) -> None:
        """Begin with an option as it stands, and room for further effects."""
        kwargs["initial"] = kwargs.get("initial") or _initial_of(option)
        super().__init__(*args, **kwargs)
        effects = list(option.effects.all()) if option is not None else []
        self.effect_rows = max(EFFECT_ROWS, len(effects) + 1)
        choices = _indicator_choices()
        for row in range(self.effect_rows):
            effect = effects[row] if row < len(effects) else None
            self._add_effect(row, effect, choices)

    def effects(self) -> list[list[forms.BoundField]]:
        """Return the fields of each row of effects."""
        names = ("indicator", "expected", "verified")
        return [
            [self[f"effect-{row}-{name}"] for name in names]
            for row in range(self.effect_rows)
        ]

    def plain_fields(self) -> list[forms.BoundField]:
        """Return the fields that are no effects."""
        return [self[name] for name in self.fields if not name.startswith("effect-")]

    def clean(self) -> dict[str, Any]:
        """Refuse an indicator named twice, and a saving of nothing."""
        data: dict[str, Any] = super().clean() or {}
        seen = set()
        for row in range(self.effect_rows):
            indicator = data.get(f"effect-{row}-indicator")
            expected = data.get(f"effect-{row}-expected")
            if indicator and expected is None:
                self.add_error(
                    f"effect-{row}-expected", _("Say how much of it is saved.")
                )
            if expected is not None and not indicator:
                self.add_error(f"effect-{row}-indicator", _("Say what is saved."))
            if indicator and indicator in seen:
                self.add_error(
                    f"effect-{row}-indicator", _("This indicator is named twice.")
                )
            seen.add(indicator)
        return data

    def facts(self) -> OptionFacts:
        """Return the cleaned values as the service takes them."""
        data = self.cleaned_data
        return OptionFacts(
            name=data["name"],
            cost_class=data["cost_class"],
            category=data["category"],
            state=data["state"],
            description=data["description"],
            investment=data["investment"] or Money.ZERO,
            expected_benefit=data["expected_benefit"] or Money.ZERO,
            verified_benefit=data["verified_benefit"],
            started_on=data["started_on"],
            finished_on=data["finished_on"],
            effects=tuple(
                Effect(
                    indicator_id=data[f"effect-{row}-indicator"],
                    expected=data[f"effect-{row}-expected"],
                    verified=data[f"effect-{row}-verified"],
                )
                for row in range(self.effect_rows)
                if data[f"effect-{row}-indicator"]
            ),
        )

    def _add_effect(
        self,
        row: int,
        effect: OptionEffect | None,
        choices: list[tuple[str, str]],
    ) -> None:
        indicator = forms.ChoiceField(
            label=_("Indicator"), required=False, choices=choices
        )
        expected = amount_field(_("Expected saving a year"))
        verified = amount_field(_("Verified saving a year"))
        if effect is not None:
            indicator.initial = effect.indicator_id
            expected.initial = plain(effect.expected)
            verified.initial = plain(effect.verified)
        self.fields[f"effect-{row}-indicator"] = indicator
        self.fields[f"effect-{row}-expected"] = expected
        self.fields[f"effect-{row}-verified"] = verified


class FiguresForm(forms.Form):
    """The grid: every indicator through three baseline years and the year after."""

    COLUMNS = ("first", "second", "third", "after")

    def __init__(self, *args: Any, audit_round: Round, **kwargs: Any) -> None:
        """Offer a row for each indicator, filled where figures are known."""
        super().__init__(*args, **kwargs)
        self.indicators = list(Indicator.objects.select_related("unit"))
        rows = audit_round.series.select_related("unit")
        self.known = {row.indicator_id: row for row in rows}
        coal = _factors_by_carrier(CoalFactor)
        emission = _factors_by_carrier(EmissionFactor)
        years = audit_round.baseline_years or (
            _("First year"),
            _("Second year"),
            _("Third year"),
        )
        self.columns = dict(zip(self.COLUMNS, (*years, _("After")), strict=True))
        for indicator in self.indicators:
            self._add_row(indicator, coal, emission)

    def rows(self) -> list[dict[str, Any]]:
        """Return indicator, unit and fields of each row."""
        return [
            {
                "indicator": indicator,
                "unit": self._unit(indicator),
                "cells": [self[f"{indicator.key}-{name}"] for name in self.COLUMNS],
                "restrictive": self[f"{indicator.key}-restrictive"],
                "level": self[f"{indicator.key}-level"],
                "factors": [
                    self[f"{indicator.key}-{name}"]
                    for name in ("coal_factor", "emission_factor")
                    if f"{indicator.key}-{name}" in self.fields
                ],
            }
            for indicator in self.indicators
        ]

    def series(self) -> list[dict[str, Any]]:
        """Return the rows that hold a figure, or held one before."""
        rows = [self._values(indicator) for indicator in self.indicators]
        return [
            row
            for row in rows
            if row["indicator_id"] in self.known
            or any(row[name] is not None for name in self.COLUMNS)
        ]

    def _values(self, indicator: Indicator) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "indicator_id": indicator.key,
            "unit_id": self._unit(indicator).key,
            **{name: data[f"{indicator.key}-{name}"] for name in self.COLUMNS},
            "restrictive": data[f"{indicator.key}-restrictive"],
            "level": int(data[f"{indicator.key}-level"] or 0) or None,
            "coal_factor_id": data.get(f"{indicator.key}-coal_factor") or None,
            "emission_factor_id": data.get(f"{indicator.key}-emission_factor") or None,
        }

    def _unit(self, indicator: Indicator) -> Any:  # noqa: ANN401
        known = self.known.get(indicator.key)
        return known.unit if known is not None else indicator.unit

    def _add_row(
        self,
        indicator: Indicator,
        coal: dict[str, list[tuple[str, str]]],
        emission: dict[str, list[tuple[str, str]]],
    ) -> None:
        known = self.known.get(indicator.key)
        for name in self.COLUMNS:
            label = IndicatorSeries._meta.get_field(name).verbose_name  # type: ignore[union-attr] # a plain field has a name
            field = amount_field(of_row(indicator, label))
            # What the cell is called where the table is shown as cards.
            field.column = self.columns[name]  # type: ignore[attr-defined] # for the template
            field.initial = plain(getattr(known, name)) if known else None
            self.fields[f"{indicator.key}-{name}"] = field
        self.fields[f"{indicator.key}-restrictive"] = forms.BooleanField(
            label=of_row(indicator, _("restrictive")),
            required=False,
            initial=known.restrictive if known else indicator.restrictive,
        )
        self.fields[f"{indicator.key}-level"] = forms.ChoiceField(
            label=of_row(indicator, _("level reached")),
            required=False,
            choices=[("", "—"), ("1", "I"), ("2", "II"), ("3", "III")],
            initial=str(known.level or "") if known else "",
        )
        carrier = CARRIERS.get(indicator.key, indicator.key)
        for name, factors in (("coal_factor", coal), ("emission_factor", emission)):
            if carrier in factors:
                self._add_factor(indicator, name, factors[carrier], known)

    def _add_factor(
        self,
        indicator: Indicator,
        name: str,
        choices: list[tuple[str, str]],
        known: IndicatorSeries | None,
    ) -> None:
        label = IndicatorSeries._meta.get_field(name).verbose_name  # type: ignore[union-attr] # a plain field has a name
        self.fields[f"{indicator.key}-{name}"] = forms.ChoiceField(
            label=of_row(indicator, label),
            required=False,
            # Two of these may stand in one cell, so each says what it is.
            choices=[("", capfirst(label)), *choices],
            initial=getattr(known, f"{name}_id") if known else None,
        )


def of_row(indicator: Indicator, column: str | Promise) -> str:
    """Return what a cell is called where its row and column are not seen."""
    return gettext("%(row)s: %(column)s") % {"row": indicator.label, "column": column}


# Indicators whose carrier goes by another name among the factors.
CARRIERS = {"coal": "raw_coal"}


def plain(value: Decimal | None) -> str | None:
    """Return a figure as a person writes it."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _initial_of(option: Option | None) -> dict[str, Any]:
    if option is None:
        return {}
    names = OptionFacts.__dataclass_fields__
    return {name: getattr(option, name) for name in names if name != "effects"}


def _indicator_choices() -> list[tuple[str, str]]:
    indicators = Indicator.objects.select_related("unit").exclude(group="activity")
    return [
        ("", "—"),
        *((row.key, f"{row.label} ({row.unit.symbol_label})") for row in indicators),
    ]


def _factors_by_carrier(
    model: type[CoalFactor] | type[EmissionFactor],
) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for row in model.objects.select_related("unit"):
        text = f"{row.label} {plain(row.value)} {row.unit.symbol_label} ({row.vintage})"
        found.setdefault(row.carrier, []).append((row.key, text))
    return found
