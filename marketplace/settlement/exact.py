"""Exact numbers and how a document writes them."""

import re
from fractions import Fraction

from core.money.value import Money
from marketplace.settlement.reasons import Reason, SettlementError

_DECIMAL = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,12})?")
_RATIO = re.compile(r"(-?[0-9]{1,2000})/([0-9]{1,2000})")


def read_number(text: object, where: str) -> Fraction:
    """Return the number written in ``text``: a plain decimal or ``n/d``."""
    if isinstance(text, str):
        if _DECIMAL.fullmatch(text):
            return Fraction(text)
        ratio = _RATIO.fullmatch(text)
        if ratio and int(ratio[2]):
            return Fraction(int(ratio[1]), int(ratio[2]))
    raise SettlementError(Reason.WRONG_VALUE, where, str(text)[:40])


def write_number(number: Fraction) -> str:
    """Return ``number`` as a decimal that can be read back, else as ``n/d``."""
    decimal = _as_decimal(number)
    if decimal is not None and _DECIMAL.fullmatch(decimal):
        return decimal
    return f"{number.numerator}/{number.denominator}"


def read_money(text: object, where: str) -> Money:
    """Return the amount written as yuan with two places, ``1234.50``."""
    if isinstance(text, str) and _DECIMAL.fullmatch(text):
        try:
            return Money(text)
        except ValueError as error:
            raise SettlementError(Reason.WRONG_VALUE, where, text) from error
    raise SettlementError(Reason.WRONG_VALUE, where, str(text)[:40])


def write_money(amount: Money) -> str:
    """Return ``amount`` as a document writes it."""
    return str(amount.yuan)


def _as_decimal(number: Fraction) -> str | None:
    rest, places = number.denominator, 0
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest //= prime
            count += 1
        places = max(places, count)
    if rest != 1:
        return None
    if not places:
        return str(number.numerator)
    digits = str(abs(number.numerator) * 10**places // number.denominator)
    digits = digits.rjust(places + 1, "0")
    sign = "-" if number < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}"
