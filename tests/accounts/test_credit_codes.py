import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts.credit_codes import (
    ALPHABET,
    make_credit_code,
    organisation_code_fits,
    validate_credit_code,
)

VALID = [
    "91110000600037341L",
    "91620100MA71ABCD8H",
    "91620100MA7CLEAN5M",
    "91620100123456788G",
]


@pytest.mark.parametrize("code", VALID)
def test_known_codes_are_valid(code):
    assert validate_credit_code(code) == code


def test_a_code_is_read_as_people_type_it():
    assert validate_credit_code(" ９１１１００００-600037341l ") == VALID[0]


@given(
    code=st.sampled_from(VALID),
    position=st.integers(0, 17),
    letter=st.sampled_from(ALPHABET),
)
def test_any_changed_character_is_noticed(code, position, letter):
    changed = code[:position] + letter + code[position + 1 :]
    if changed == code:
        return

    with pytest.raises(ValidationError):
        validate_credit_code(changed)


@pytest.mark.parametrize(
    "wrong", ["", "9162", "91620100MA71ABCD8HX", "9162O100MA71ABCD8H"]
)
def test_other_strings_are_refused(wrong):
    with pytest.raises(ValidationError):
        validate_credit_code(wrong)


@given(serial=st.integers(0, 999_999))
def test_invented_codes_are_valid_in_form(serial):
    code = make_credit_code("620100", serial)

    assert validate_credit_code(code) == code
    assert organisation_code_fits(code)
