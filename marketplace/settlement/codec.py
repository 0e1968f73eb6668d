"""Frozen dataclasses to plain JSON values and back, strictly."""

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from core.money.value import Money
from marketplace.settlement.exact import (
    read_money,
    read_number,
    write_money,
    write_number,
)
from marketplace.settlement.reasons import Reason, SettlementError

LONGEST_TEXT = 2000
_Record = TypeVar("_Record")


def to_plain(value: Any) -> Any:  # noqa: ANN401 - any field of our records
    """Return ``value`` as JSON keeps it: numbers and amounts become strings."""
    if is_dataclass(value) and not isinstance(value, Money | type):
        return {
            field.name: to_plain(getattr(value, field.name)) for field in fields(value)
        }
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    if isinstance(value, Money):
        return write_money(value)
    if isinstance(value, Fraction):
        return write_number(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum) else value


def from_plain(kind: type[_Record], plain: object, where: str) -> _Record:
    """Return the record of ``kind`` that ``plain`` describes.

    Raises SettlementError naming the place of the first thing that is
    missing, unknown or of another kind.
    """
    if not isinstance(plain, Mapping):
        raise SettlementError(Reason.NOT_A_DOCUMENT, where)
    hints = _hints(kind)  # type: ignore[arg-type] # classes are hashable
    for name in plain:
        if name not in hints:
            raise SettlementError(Reason.UNKNOWN_FIELD, f"{where}.{name}")
    values = {}
    for field in fields(kind):  # type: ignore[arg-type] # kind is a dataclass
        place = f"{where}.{field.name}"
        if field.name in plain:
            values[field.name] = _read(hints[field.name], plain[field.name], place)
        elif field.default is MISSING and field.default_factory is MISSING:
            raise SettlementError(Reason.MISSING, place)
    return kind(**values)


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(hint: Any, plain: object, where: str) -> Any:  # noqa: ANN401
    if isinstance(hint, types.UnionType):
        inner = next(kind for kind in get_args(hint) if kind is not type(None))
        return None if plain is None else _read(inner, plain, where)
    if get_origin(hint) is tuple:
        if not isinstance(plain, list):
            raise SettlementError(Reason.WRONG_VALUE, where)
        inner = get_args(hint)[0]
        return tuple(
            _read(inner, item, f"{where}[{index}]") for index, item in enumerate(plain)
        )
    if is_dataclass(hint) and hint is not Money:
        return from_plain(hint, plain, where)  # type: ignore[arg-type] # a class
    return _read_plain(hint, plain, where)


def _read_plain(hint: Any, plain: object, where: str) -> Any:  # noqa: ANN401
    if hint is Money:
        return read_money(plain, where)
    if hint is Fraction:
        return read_number(plain, where)
    if hint in (int, bool):
        if type(plain) is hint:
            return plain
    elif isinstance(plain, str) and len(plain) <= LONGEST_TEXT:
        try:
            return date.fromisoformat(plain) if hint is date else hint(plain)
        except ValueError:
            pass
    raise SettlementError(Reason.WRONG_VALUE, where, str(plain)[:40])
