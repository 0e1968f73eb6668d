"""Energy and carbon that agree with the uses and factors the report states."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from audits.enums import Severity
from audits.linter.findings import Finding, rule
from audits.linter.report import ZERO, ReportData
from audits.linter.tolerances import Tolerances

ELECTRICITY = "electricity"

ENERGY_TOTAL = rule(
    "NRG-01",
    Severity.ERROR,
    _("Total energy does not follow from the carriers"),
    _("Stated {stated} tce; the carriers and their factors give {computed} tce."),
)
TWO_VALUES = rule(
    "NRG-02",
    Severity.ERROR,
    _("Electricity is converted in two ways"),
    _("Electricity is counted with {factors} tce per unit in the same report."),
)
CARBON_TOTAL = rule(
    "CO2-01",
    Severity.ERROR,
    _("Carbon does not follow from the carriers"),
    _("Stated {stated} tCO2; the carriers and their factors give {computed} tCO2."),
)
NO_FACTOR = rule(
    "CO2-02",
    Severity.WARNING,
    _("A factor is not named"),
    _("{carrier} is converted with a factor that names no source."),
)


def totals(report: ReportData, limits: Tolerances) -> Iterator[Finding]:
    """Find a stated energy total that the carriers do not add up to."""
    if report.stated_tce is None or not report.energy_uses:
        return
    computed = sum((use.amount * use.coal_factor for use in report.energy_uses), ZERO)
    if _differ(report.stated_tce, computed, limits.energy_rate):
        yield ENERGY_TOTAL.at(
            "energy", stated=report.stated_tce, computed=round(computed, 2)
        )


def electricity_values(report: ReportData, _limits: Tolerances) -> Iterator[Finding]:
    """Find equivalent and primary-energy values of electricity side by side."""
    factors = {
        (use.unit, use.coal_factor)
        for use in report.energy_uses
        if use.carrier == ELECTRICITY
    }
    if len({unit for unit, _factor in factors}) < len(factors):
        values = sorted(factor for _unit, factor in factors)
        yield TWO_VALUES.at("energy", factors=" / ".join(map(str, values)))


def carbon(report: ReportData, limits: Tolerances) -> Iterator[Finding]:
    """Find stated emissions that the uses and factors do not add up to."""
    counted = [use for use in report.energy_uses if use.emission_factor is not None]
    if report.stated_tco2 is None or not counted:
        return
    computed = sum(
        (use.amount * (use.emission_factor or ZERO) for use in counted), ZERO
    )
    if _differ(report.stated_tco2, computed, limits.carbon_rate):
        yield CARBON_TOTAL.at(
            "carbon", stated=report.stated_tco2, computed=round(computed, 2)
        )


def factor_keys(report: ReportData, _limits: Tolerances) -> Iterator[Finding]:
    """Find conversion values that come from nowhere."""
    for use in report.energy_uses:
        carbon_unnamed = use.emission_factor is not None and not use.emission_factor_key
        if not use.coal_factor_key or carbon_unnamed:
            yield NO_FACTOR.at(use.carrier, carrier=use.carrier)


def _differ(stated: Decimal, computed: Decimal, rate: Decimal) -> bool:
    return abs(stated - computed) > abs(computed) * rate
