"""Money: exact amounts in yuan, the column that stores them, the form field."""

from typing import TYPE_CHECKING, Any

from core.money.value import Money, round_to_fen

if TYPE_CHECKING:
    from core.money.fields import MoneyField
    from core.money.forms import MoneyFormField

__all__ = ["Money", "MoneyField", "MoneyFormField", "round_to_fen"]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    # Amounts alone need no Django: a statement recomputes without it.
    if name == "MoneyField":
        from core.money import fields  # noqa: PLC0415

        return fields.MoneyField
    if name == "MoneyFormField":
        from core.money import forms  # noqa: PLC0415

        return forms.MoneyFormField
    raise AttributeError(name)
