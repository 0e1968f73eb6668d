"""Money: exact amounts in yuan, the column that stores them, the form field."""

from core.money.fields import MoneyField
from core.money.forms import MoneyFormField
from core.money.value import Money, round_to_fen

__all__ = ["Money", "MoneyField", "MoneyFormField", "round_to_fen"]
