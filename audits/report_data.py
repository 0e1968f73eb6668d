"""From the rows of a round and a report to the frozen data the linter reads.

``Report.data`` holds ``claimed_level`` (1, 2, 3 or null), ``monitoring_attached``
(true, false or null) and ``balances``: a list of ``{"kind", "name", "unit",
"inputs": {item: amount}, "outputs": {item: amount}}`` with amounts as text.
"""

from decimal import Decimal
from typing import Any

from audits.enums import BalanceKind, ChapterKey
from audits.linter import ReportData
from audits.linter.report import (
    Assessed,
    Author,
    Balance,
    EnergyUse,
    OptionData,
    Series,
)
from audits.models import IndicatorSeries, Report, Round
from reference.models import CoalFactor, EmissionFactor, Unit

# Intensities that follow from two other indicators in their usual units:
# whole, base, and what their quotient is multiplied by.
INTENSITIES = {
    "energy_per_product": ("energy_total", "output", Decimal(1000)),
    "energy_per_value": ("energy_total", "output_value", Decimal(1)),
    "water_per_product": ("fresh_water", "output", Decimal(1)),
    "carbon_per_product": ("carbon", "output", Decimal(1)),
}
ENERGY_TOTAL = "energy_total"
CARBON = "carbon"
_TONNE = Decimal(1000)
# How people write the intake that a water balance starts from.
FRESH_WATER = "fresh_water"
WATER_WORDS = dict.fromkeys(("新鲜水", "新水", "Fresh water"), FRESH_WATER)


def report_data_of(report: Report) -> ReportData:
    """Return what the linter may know of one version of a report."""
    audit_round = report.round
    rows = list(
        audit_round.series.select_related(
            "indicator__unit", "unit", "coal_factor__unit", "emission_factor__unit"
        )
    )
    last = audit_round.baseline_year
    data: dict[str, Any] = report.data
    return ReportData(
        reported_on=report.reported_on,
        baseline_years=audit_round.baseline_years,
        series=tuple(_series(row, last) for row in rows) if last else (),
        earlier=_earlier_figures(audit_round, rows),
        balances=tuple(_balance(item) for item in data.get("balances", [])),
        required_balances=tuple(BalanceKind.values),
        claimed_level=data.get("claimed_level"),
        assessed=tuple(
            Assessed(
                indicator=row.indicator_id,
                restrictive=row.restrictive,
                level=row.level,
            )
            for row in rows
            if row.level is not None
        ),
        cost_threshold=audit_round.cost_threshold.yuan
        if audit_round.cost_threshold is not None
        else None,
        options=_options(audit_round),
        energy_uses=_energy_uses(rows),
        stated_tce=_third(rows, ENERGY_TOTAL),
        stated_tco2=_third(rows, CARBON),
        monitoring_attached=data.get("monitoring_attached"),
        chapters=report.chapters,
        required_chapters=tuple(ChapterKey.values),
        authors=tuple(
            Author(name=author.name, employed=author.employed)
            for author in report.authors.all()
        ),
    )


def labels_of(report: Report) -> dict[str, str]:
    """Return the names under which a report's findings show their facts."""
    rows = report.round.series.select_related("indicator")
    labels = {row.indicator_id: row.indicator.label for row in rows}
    effects = {
        effect.indicator_id: effect.indicator.label
        for option in report.round.options.prefetch_related("effects__indicator")
        for effect in option.effects.all()
    }
    chosen = [*ChapterKey.choices, *BalanceKind.choices]
    return {key: str(label) for key, label in chosen} | effects | labels


def _series(row: IndicatorSeries, last_baseline_year: int) -> Series:
    usual_unit = row.unit_id == row.indicator.unit_id
    whole, base, scale = INTENSITIES.get(row.indicator_id, ("", "", Decimal(1)))
    return Series(
        indicator=row.indicator_id,
        unit=row.unit_id,
        dimension=row.unit.dimension,
        expected_dimension=row.indicator.unit.dimension,
        values=row.by_year(last_baseline_year),
        restrictive=row.restrictive,
        whole=whole if usual_unit else "",
        base=base if usual_unit else "",
        scale=scale,
    )


def _earlier_figures(
    audit_round: Round, rows: list[IndicatorSeries]
) -> dict[tuple[str, int], Decimal]:
    """Figures of the enterprise's other rounds, given in the same unit."""
    units = {row.indicator_id: row.unit_id for row in rows}
    others = IndicatorSeries.objects.filter(
        round__enterprise_id=audit_round.enterprise_id,
        round__baseline_year__isnull=False,
        round__opened_at__lt=audit_round.opened_at,
        round__report_submitted_at__isnull=False,
    ).select_related("round")
    return {
        (row.indicator_id, year): value
        for row in others.order_by("round__opened_at")
        if units.get(row.indicator_id) == row.unit_id
        for year, value in row.by_year(row.round.baseline_year or 0).items()
    }


def _balance(item: dict[str, Any]) -> Balance:
    return Balance(
        kind=item["kind"],
        name=item["name"],
        unit=item["unit"],
        inputs={
            WATER_WORDS.get(key, key): Decimal(text)
            for key, text in item["inputs"].items()
        },
        outputs={key: Decimal(text) for key, text in item["outputs"].items()},
    )


def _options(audit_round: Round) -> tuple[OptionData, ...]:
    options = audit_round.options.exclude(state="dropped").prefetch_related("effects")
    return tuple(
        OptionData(
            number=option.number,
            cost_class=option.cost_class,
            investment=option.investment.yuan,
            effects={
                effect.indicator_id: effect.best_known
                for effect in option.effects.all()
            },
        )
        for option in options
    )


def _energy_uses(rows: list[IndicatorSeries]) -> tuple[EnergyUse, ...]:
    units = {unit.key: unit for unit in Unit.objects.all()}
    uses = (_energy_use(row, units) for row in rows)
    return tuple(use for use in uses if use is not None)


def _energy_use(row: IndicatorSeries, units: dict[str, Unit]) -> EnergyUse | None:
    """Return a series as a use of energy, None where no factor converts it."""
    if row.coal_factor is None or row.third is None:
        return None
    coal = tonnes_per_unit(row.coal_factor, row.unit, units)
    if coal is None:
        return None
    emission = row.emission_factor
    return EnergyUse(
        carrier=row.indicator_id,
        amount=row.third,
        unit=row.unit_id,
        coal_factor=coal,
        coal_factor_key=row.coal_factor_id or "",
        emission_factor=tonnes_per_unit(emission, row.unit, units)
        if emission is not None
        else None,
        emission_factor_key=row.emission_factor_id or "",
    )


def tonnes_per_unit(
    factor: CoalFactor | EmissionFactor, unit: Unit, units: dict[str, Unit]
) -> Decimal | None:
    """Return tonnes (of standard coal or CO2) that one ``unit`` amounts to.

    None where the factor is stated for a unit of another dimension.
    """
    numerator, _per, denominator = factor.unit_id.partition("_per_")
    top = units.get(numerator)
    bottom = units.get(denominator.partition("_")[0])
    if top is None or bottom is None or bottom.dimension != unit.dimension:
        return None
    return factor.value * top.factor / _TONNE * unit.factor / bottom.factor


def _third(rows: list[IndicatorSeries], indicator: str) -> Decimal | None:
    for row in rows:
        if row.indicator_id == indicator:
            return row.third
    return None
