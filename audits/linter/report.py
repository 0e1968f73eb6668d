"""The frozen data of one report, as the checks read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Series:
    """Figures of one indicator by year, in one unit."""

    indicator: str
    unit: str
    dimension: str = ""
    expected_dimension: str = ""
    values: Mapping[int, Decimal]
    restrictive: bool = False
    # An intensity names what it divides by what: both are other indicators.
    # ``scale`` turns their quotient into the unit of the intensity.
    whole: str = ""
    base: str = ""
    scale: Decimal = Decimal(1)


@dataclass(frozen=True, kw_only=True)
class Balance:
    """What went into a boundary and what came out of it, in one unit."""

    kind: str
    name: str
    unit: str
    inputs: Mapping[str, Decimal]
    outputs: Mapping[str, Decimal]

    @property
    def total_in(self) -> Decimal:
        """Everything that went in."""
        return sum(self.inputs.values(), ZERO)

    @property
    def total_out(self) -> Decimal:
        """Everything that came out."""
        return sum(self.outputs.values(), ZERO)


@dataclass(frozen=True, kw_only=True)
class Assessed:
    """An indicator held against the industry's indicator system."""

    indicator: str
    restrictive: bool
    # 1 leading, 2 advanced, 3 general; None where no level is reached.
    level: int | None


@dataclass(frozen=True, kw_only=True)
class OptionData:
    """An option as far as the checks care for it."""

    number: int
    cost_class: str
    investment: Decimal
    effects: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class EnergyUse:
    """A year's use of one carrier with the stated conversion values.

    ``coal_factor`` is tce and ``emission_factor`` tCO2 for one ``unit``.
    """

    carrier: str
    amount: Decimal
    unit: str
    coal_factor: Decimal
    coal_factor_key: str
    emission_factor: Decimal | None = None
    emission_factor_key: str = ""


@dataclass(frozen=True, kw_only=True)
class Author:
    """A person named as an author; employment as known on the report's date."""

    name: str
    employed: bool | None


@dataclass(frozen=True, kw_only=True)
class ReportData:
    """All that the linter may know of one version of one report."""

    reported_on: date
    baseline_years: tuple[int, ...]
    series: tuple[Series, ...] = ()
    # Figures of earlier reports of the same enterprise: (indicator, year).
    earlier: Mapping[tuple[str, int], Decimal] = field(default_factory=dict)
    balances: tuple[Balance, ...] = ()
    required_balances: tuple[str, ...] = ()
    claimed_level: int | None = None
    assessed: tuple[Assessed, ...] = ()
    cost_threshold: Decimal | None = None
    options: tuple[OptionData, ...] = ()
    energy_uses: tuple[EnergyUse, ...] = ()
    stated_tce: Decimal | None = None
    stated_tco2: Decimal | None = None
    monitoring_attached: bool | None = None
    chapters: Mapping[str, str] = field(default_factory=dict)
    required_chapters: tuple[str, ...] = ()
    authors: tuple[Author, ...] = ()

    @property
    def last_baseline_year(self) -> int | None:
        """The year savings are measured against."""
        return max(self.baseline_years, default=None)

    def figure(self, indicator: str, year: int | None) -> Decimal | None:
        """Return the figure of an indicator in a year, None where not given."""
        if year is None:
            return None
        for series in self.series:
            if series.indicator == indicator:
                return series.values.get(year)
        return None
