from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core.money import Money, MoneyFormField
from core.money.forms import parse_money

amounts = st.integers(-(10**12), 10**12).map(Money.from_fen)


@given(whole=amounts, weights=st.lists(st.integers(0, 99), min_size=1).filter(any))
def test_split_loses_no_fen(whole, weights):
    assert sum(whole.split(weights), start=Money.ZERO) == whole


@given(left=amounts, right=amounts)
def test_sums_are_exact(left, right):
    assert (left + right - right).fen == left.fen


@given(amount=amounts, part=st.fractions(0, 2, max_denominator=999))
def test_a_product_is_within_half_a_fen(amount, part):
    product = amount * part

    assert abs(Fraction(product.fen) - Fraction(amount.fen) * part) <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("exact", "rounded"), [("0.005", "0.01"), ("-0.005", "-0.01"), ("0.0049", "0.00")]
)
def test_rounding_is_half_up_away_from_zero(exact, rounded):
    assert Money.rounded(Decimal(exact)) == Money(rounded)
    assert Money.rounded(Fraction(exact)) == Money(rounded)


@pytest.mark.parametrize("wrong", [0.1, True])
def test_floats_are_no_money(wrong):
    with pytest.raises(TypeError):
        Money(wrong)


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("12.8万元", "128000"),
        ("１２８，０００．５", "128000.50"),
        ("¥ 1,000", "1000"),
        ("3 000 元", "3000"),
        ("-5.5", "-5.50"),
    ],
)
def test_amounts_are_read_as_people_write_them(text, yuan):
    assert parse_money(text) == Money(yuan)


@pytest.mark.parametrize("text", ["", "abc", "1.234", "12万3", "1e5", "9" * 15, "∞"])
def test_anything_else_is_no_amount(text):
    with pytest.raises(ValueError, match=r".*"):
        parse_money(text)


def test_the_form_field_refuses_a_negative_price():
    with pytest.raises(ValidationError) as refusal:
        MoneyFormField().clean("-1")

    assert refusal.value.code == "negative"
