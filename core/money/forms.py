"""A form field for amounts as people type them."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.money.value import FEN, Money

LARGEST_YUAN = Decimal("999999999999.99")
_AMOUNT = re.compile(r"[¥￥]?(-?[\d,]*\.?\d+)(万)?(?:元)?")


def parse_money(text: str) -> Money:
    """Return the amount written in ``text``.

    Understands full-width digits, thousands separators, a currency sign and
    ten thousands: ``12.8万元`` is 128,000.00 yuan. Raises ValueError.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    match = _AMOUNT.fullmatch(plain)
    if match is None:
        raise ValueError(text)
    try:
        amount = Decimal(match[1].replace(",", ""))
    except InvalidOperation as error:
        raise ValueError(text) from error
    if match[2]:
        amount *= 10_000
    if abs(amount) > LARGEST_YUAN:
        raise ValueError(text)
    if amount != amount.quantize(FEN):
        raise ValueError(text)
    return Money(amount)


class MoneyFormField(forms.Field):
    """An amount in yuan; accepts 12.8万元, 128,000 and full-width digits."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Write an amount in yuan such as 128000 or 12.8万元."),
        "negative": _("The amount must not be negative."),
    }

    def __init__(self, *, allow_negative: bool = False, **kwargs: Any) -> None:
        """Refuse negative amounts unless ``allow_negative``."""
        super().__init__(**kwargs)
        self.allow_negative = allow_negative

    def prepare_value(self, value: object) -> object:
        """Show a stored amount without separators; keep what was typed."""
        return str(value.yuan) if isinstance(value, Money) else value

    def to_python(self, value: object) -> Money | None:
        """Return the amount, or None when left empty."""
        if value is None or not str(value).strip():
            return None
        if isinstance(value, Money):
            return value
        try:
            amount = parse_money(str(value))
        except ValueError as error:
            raise ValidationError(
                self.error_messages["invalid"], code="invalid"
            ) from error
        if amount < Money.ZERO and not self.allow_negative:
            raise ValidationError(self.error_messages["negative"], code="negative")
        return amount

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        """Ask phones for a keyboard with digits and a point."""
        return {"inputmode": "decimal", **super().widget_attrs(widget)}
