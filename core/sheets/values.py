"""Cells as people fill them in, read as values.

A parser takes a cell and returns a value, or None for an empty cell. It
raises Unreadable with a sentence for the person who filled it in, and returns
Noted when the value is usable but something had to be assumed: nothing is
guessed in silence.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Final

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from core.money import Money
from core.money.forms import parse_money

Parser = Callable[[Any], Any]
SERIAL_EPOCH = date(1899, 12, 30)
# Serial numbers of days between 1950 and 2119; other numbers are no dates.
_SERIALS = range(18_264, 80_000)
_LARGEST_EXACT: Final = 2**53
_CJK = "\u3400-\u9fff\uf900-\ufaff"
_CLEAN = re.compile(r"[\u4e00-\u9fff0-9A-Za-z（）]{2,200}(?<![A-Za-z/])")
_DAY = re.compile(
    r"(\d{4})(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})日?(?:\d{1,2}:\d{2}(?::\d{2})?)?"
)
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})(?:年|[-./])(\d{1,2})月?份?")
_YEAR = re.compile(r"((?:19|20)\d{2})年?度?")
# 月底前 and 日前 in a time limit: until and with that day.
_BY = re.compile(r"(?:(?<=[年月份])[底末](?:之?前|以前)?|(?<=日)(?:之?前|以前))$")
_NOTHING = frozenset({"", "-", "--", "—", "——", "/", "\\", "无", "n/a", "none", "null"})
_ERRORS = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#####"}
)


class Unreadable(Exception):  # noqa: N818 - says what the cell is
    """A cell cannot be read; ``message`` says what to write instead."""

    def __init__(self, message: str | Promise, **facts: object) -> None:
        """Keep the sentence, to be filled with ``facts`` in each language."""
        super().__init__(message)
        self.message = filled(message, **facts) if facts else message


@dataclass(frozen=True, slots=True)
class Noted:
    """A value that was read with an assumption the reader must see."""

    value: Any
    reason: str | Promise


def filled(message: str | Promise, **facts: object) -> str | Promise:
    """Return a sentence that is filled with facts when its language is known."""
    made: str | Promise = _fill(message, facts)
    return made


def _filled(message: str | Promise, facts: Mapping[str, object]) -> str:
    return str(message) % facts


_fill = lazy(_filled, str)


def text(value: object) -> str | None:
    """Return a cell as clean text: half-width letters and digits, one space.

    Brackets beside Chinese characters become （）, as in registered names.
    """
    if type(value) is str and _CLEAN.fullmatch(value):
        # Most cells are clean already; a long list spends its time here.
        return value
    written = plain(value)
    return None if written is None else clean(written)


def code(value: object) -> str | None:
    """Return a cell as a code in half-width capitals without spaces."""
    written = plain(value)
    if written is None:
        return None
    if isinstance(value, int | float) and abs(value) >= _LARGEST_EXACT:
        raise Unreadable(
            _("The spreadsheet lost the last digits of this number: store it as text.")
        )
    return re.sub(r"[\s\-–—]", "", unicodedata.normalize("NFKC", written)).upper()


def day(value: object) -> date | Noted | None:
    """Return a cell as a day; a mere month or year gives its first day, noted."""
    return _day_by(value, _read_day)


def deadline(value: object) -> date | Noted | None:
    """Return a cell as the day by which something is due.

    A mere month or year gives its last day, noted: a list that says 2027年6月, or
    2027年6月底前, leaves all of June.
    """
    return _day_by(value, _read_deadline)


def whole(value: object) -> int | None:
    """Return a cell as a whole number."""
    amount = decimal(value)
    if amount is None:
        return None
    if amount != amount.to_integral_value():
        raise Unreadable(_("Write a whole number."))
    return int(amount)


def decimal(value: object) -> Decimal | None:
    """Return a cell as an exact number; percentages stay what is written."""
    written = plain(value)
    if written is None:
        return None
    compact = re.sub(r"[\s,]", "", unicodedata.normalize("NFKC", written))
    try:
        amount = Decimal(compact)
    except InvalidOperation:
        raise Unreadable(_("Write a number.")) from None
    if not amount.is_finite():
        raise Unreadable(_("Write a number."))
    return amount


class Amounts:
    """Reads amounts of money; a header such as 投资（万元） scales plain numbers."""

    def __init__(self, scale: int = 1) -> None:
        """Take what one unit of a plain number is worth in yuan."""
        self.scale = scale

    def for_header(self, header: str) -> "Amounts":
        """Return the parser for a column under ``header``."""
        scales = {"亿元": 100_000_000, "万元": 10_000, "千元": 1_000}
        unit = next((unit for unit in scales if unit in header), None)
        return Amounts(scales[unit]) if unit else self

    def __call__(self, value: object) -> Money | None:
        """Return the amount in yuan."""
        written = plain(value)
        if written is None:
            return None
        try:
            amount = parse_money(written) if self._says_its_unit(written) else None
            return amount or Money(self._scaled(written))
        except (ValueError, InvalidOperation):
            raise Unreadable(
                _("Write an amount in yuan such as 128000 or 12.8万元.")
            ) from None

    def _says_its_unit(self, written: str) -> bool:
        return self.scale == 1 or any(unit in written for unit in "元万¥￥")

    def _scaled(self, written: str) -> Decimal:
        if self.scale == 1:
            return parse_money(written).yuan
        compact = re.sub(r"[\s,]", "", unicodedata.normalize("NFKC", written))
        return Decimal(compact) * self.scale


money = Amounts()


def one_of(choices: dict[str, Any], message: str | Promise) -> Parser:
    """Return a parser that looks a cell up; keys are compared by ``fold``."""
    folded = {fold(name): value for name, value in choices.items()}

    def read(value: object) -> Any:  # noqa: ANN401
        written = plain(value)
        if written is None:
            return None
        try:
            return folded[fold(written)]
        except KeyError:
            raise Unreadable(message) from None

    return read


def plain(value: object) -> str | None:
    """Return a cell as it is written, or None when it says nothing.

    Raises Unreadable for the error value of a formula.
    """
    if value is None:
        return None
    if isinstance(value, str):
        written = value.strip()
        if written in _ERRORS:
            raise Unreadable(_("The formula in this cell ends in an error."))
        return None if written.lower() in _NOTHING else written
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        # Fifteen digits are what a spreadsheet shows and promises.
        return f"{Decimal(f'{value:.15g}'):f}"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


@lru_cache(maxsize=20_000)
def clean(written: str) -> str:
    """Return text with half-width letters and Chinese brackets, single spaces."""
    half = "".join(
        unicodedata.normalize("NFKC", letter) if "！" <= letter <= "～" else letter
        for letter in written
        if unicodedata.category(letter) not in {"Cc", "Cf"} or letter in "\n\t"
    )
    spaced = re.sub(r"[\s\u3000]+", " ", half).strip()
    if not re.search(f"[{_CJK}]", spaced):
        return spaced
    closed = re.sub(rf"(?<=[{_CJK}（）]) (?=[{_CJK}（）])", "", spaced)
    return closed.replace("(", "（").replace(")", "）").replace(",", "，")


@lru_cache(maxsize=20_000)
def fold(written: str) -> str:
    """Return the key under which two ways to write a name are the same."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", written)).casefold()


def _day_by(value: object, read: Callable[[str], date | Noted]) -> date | Noted | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    written = plain(value)
    if written is None:
        return None
    compact = re.sub(r"\s", "", unicodedata.normalize("NFKC", written))
    try:
        return read(compact)
    except (ValueError, OverflowError):
        raise Unreadable(
            _("Write a date such as 2023-06-05, 2023.6.5 or 2023年6月5日.")
        ) from None


def _read_deadline(compact: str) -> date | Noted:
    written = _BY.sub("", compact)
    if match := _MONTH.fullmatch(written):
        last = monthrange(int(match[1]), int(match[2]))[1]
        return Noted(
            date(int(match[1]), int(match[2]), last),
            _("Only the month is given; its last day was taken."),
        )
    if match := _YEAR.fullmatch(written):
        return Noted(
            date(int(match[1]), 12, 31),
            _("Only the year is given; its last day was taken."),
        )
    return _read_day(written)


def _read_day(compact: str) -> date | Noted:
    if match := _DAY.fullmatch(compact) or _COMPACT_DAY.fullmatch(compact):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if compact.replace(".", "", 1).isdigit() and int(float(compact)) in _SERIALS:
        return SERIAL_EPOCH + timedelta(days=int(float(compact)))
    if match := _MONTH.fullmatch(compact):
        first = date(int(match[1]), int(match[2]), 1)
        return Noted(first, _("Only the month is given; its first day was taken."))
    if match := _YEAR.fullmatch(compact):
        first = date(int(match[1]), 1, 1)
        return Noted(first, _("Only the year is given; its first day was taken."))
    raise ValueError(compact)
