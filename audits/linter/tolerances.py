"""How far figures may differ before the linter speaks."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class Tolerances:
    """Limits of the checks; rates are fractions of one.

    These are working values of the portal, not thresholds of any regulation.
    """

    balance_rate: Decimal = Decimal("0.05")
    energy_rate: Decimal = Decimal("0.02")
    carbon_rate: Decimal = Decimal("0.02")
    ratio_rate: Decimal = Decimal("0.01")
    effect_rate: Decimal = Decimal("0.10")
    yearly_jump: Decimal = Decimal(3)
    shortest_chapter: int = 200
