"""An exact amount of money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import ClassVar

FEN = Decimal("0.01")


def round_to_fen(amount: Decimal | Fraction) -> Decimal:
    """Return ``amount`` rounded half up (away from zero) to two places.

    The one rounding rule of the portal.
    """
    if isinstance(amount, Fraction):
        hundredfold = abs(amount) * 100
        fen = (2 * hundredfold.numerator + hundredfold.denominator) // (
            2 * hundredfold.denominator
        )
        # scaleb on an exact integer would round to the context's precision.
        signed = fen if amount >= 0 else -fen
        return Decimal(f"{signed}E-2")
    return amount.quantize(FEN, rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An exact amount in yuan, never finer than a fen.

    Sums and differences are exact. A product is rounded half up once, here.
    Raises ValueError when made from an amount finer than a fen, and TypeError
    when made from a float.
    """

    yuan: Decimal

    ZERO: ClassVar[Money]

    def __init__(self, yuan: Decimal | str | int) -> None:
        """Take an exact amount; floats are refused."""
        if isinstance(yuan, float | bool):
            message = "Money is exact: give a Decimal, a string or an integer."
            raise TypeError(message)
        amount = Decimal(yuan)
        if not amount.is_finite():
            message = f"{yuan!r} is not an amount of money."
            raise ValueError(message)
        cents = amount.quantize(FEN)
        if cents != amount:
            message = f"{yuan!r} is finer than a fen."
            raise ValueError(message)
        object.__setattr__(self, "yuan", cents)

    @classmethod
    def from_fen(cls, fen: int) -> Money:
        """Return the amount of ``fen`` hundredths of a yuan."""
        return cls(Decimal(f"{fen}E-2"))

    @classmethod
    def rounded(cls, amount: Decimal | Fraction) -> Money:
        """Return ``amount`` yuan rounded half up to the fen."""
        return cls(round_to_fen(amount))

    @property
    def fen(self) -> int:
        """The amount in whole fen."""
        return int(self.yuan.scaleb(2))

    def __add__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money.from_fen(self.fen + other.fen)

    def __sub__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money.from_fen(self.fen - other.fen)

    def __neg__(self) -> Money:
        return Money.from_fen(-self.fen)

    def __abs__(self) -> Money:
        return Money.from_fen(abs(self.fen))

    def __mul__(self, factor: Decimal | Fraction | int) -> Money:
        if isinstance(factor, float | bool) or not isinstance(
            factor, Decimal | Fraction | int
        ):
            return NotImplemented
        return Money.rounded(Fraction(self.fen, 100) * Fraction(factor))

    __rmul__ = __mul__

    def __bool__(self) -> bool:
        return bool(self.fen)

    def __str__(self) -> str:
        return f"{self.yuan:,.2f}"

    def split(self, weights: Sequence[int]) -> list[Money]:
        """Return shares in proportion to ``weights`` that add up to the whole.

        The fen that division leaves over go to the largest remainders, the
        earlier share first. Raises ValueError unless the weights are
        non-negative with a positive sum.
        """
        total = sum(weights)
        if total <= 0 or min(weights) < 0:
            message = "Weights must be non-negative and not all zero."
            raise ValueError(message)
        sign = -1 if self.fen < 0 else 1
        whole = abs(self.fen)
        shares = [whole * weight // total for weight in weights]
        by_remainder = sorted(
            range(len(weights)),
            key=lambda index: (-(whole * weights[index] % total), index),
        )
        for index in by_remainder[: whole - sum(shares)]:
            shares[index] += 1
        return [Money.from_fen(sign * share) for share in shares]


Money.ZERO = Money(0)
