from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.settlement import Reason, SettlementError
from marketplace.settlement.exact import read_number, write_number
from marketplace.settlement.expressions import parse


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("8 - 4 - 2", 2),
        ("8 / 4 / 2", 1),
        ("-a * 2", -10),
        ("2 - -a", 7),
        ("产量 * 0.1", Fraction("0.2")),
        ("grid.2023 / 3", Fraction(1, 3)),
    ],
)
def test_an_expression_is_read_as_at_school(text, value):
    values = {"a": Fraction(5), "产量": Fraction(2), "grid.2023": Fraction(1)}

    assert parse(text, "here").value(values, "here") == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1 +",
        "(1",
        "1)",
        "1 2",
        "a b",
        "f(1)",
        "a ** 2",
        "1 // 2",
        "__import__('os')",
        "1e5",
        "a; b",
        "(" * 31 + "1" + ")" * 31,
        "1+" * 200 + "1",
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(SettlementError) as refusal:
        parse(text, "here")

    assert refusal.value.reason == Reason.EXPRESSION


def test_division_by_zero_names_its_place():
    with pytest.raises(SettlementError) as refusal:
        parse("1 / a", "here").value({"a": Fraction(0)}, "metrics.power")

    assert refusal.value.reason == Reason.DIVISION_BY_ZERO
    assert refusal.value.where == "metrics.power"


@given(st.text(max_size=40))
def test_no_text_does_anything_but_parse_or_be_refused(text):
    try:
        reason = parse(text, "here") and Reason.EXPRESSION
    except SettlementError as refusal:
        reason = refusal.reason

    assert reason == Reason.EXPRESSION


@given(st.fractions(-(10**14), 10**14, max_denominator=10**9))
def test_written_numbers_read_back(number):
    assert read_number(write_number(number), "here") == number
