"""Unified social credit codes (GB 32100-2015)."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
_WEIGHTS = tuple(pow(3, position, 31) for position in range(LENGTH - 1))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_SHAPE = re.compile(rf"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}")


def normalise_credit_code(value: str) -> str:
    """Return ``value`` in half-width capitals without spaces and hyphens."""
    return re.sub(r"[\s\-–—]", "", unicodedata.normalize("NFKC", value)).upper()


def check_character(first_seventeen: str) -> str:
    """Return the check character that completes a code."""
    total = sum(
        weight * ALPHABET.index(letter)
        for weight, letter in zip(_WEIGHTS, first_seventeen, strict=True)
    )
    return ALPHABET[-total % 31]


def validate_credit_code(value: str) -> str:
    """Return the normalised code.

    Raises ValidationError saying what is wrong: length, characters or check
    character. Where a code was issued says nothing of where its holder is now.
    """
    code = normalise_credit_code(value)
    if len(code) != LENGTH:
        raise ValidationError(
            _("A unified social credit code has 18 characters; this one has %(n)d."),
            params={"n": len(code)},
            code="length",
        )
    if not _SHAPE.fullmatch(code):
        raise ValidationError(
            _(
                "A unified social credit code has digits and capital letters other "
                "than I, O, S, V and Z, with digits in positions 3 to 8."
            ),
            code="characters",
        )
    if check_character(code[:-1]) != code[-1]:
        raise ValidationError(
            _("The check character does not fit: at least one character is wrong."),
            code="check",
        )
    return code


def check_credit_code(value: str) -> None:
    """Raise ValidationError unless ``value`` is a normalised valid code."""
    if validate_credit_code(value) != value:
        raise ValidationError(_("Write the code in capitals without spaces."))


def organisation_code_fits(code: str) -> bool:
    """Tell whether the organisation code inside passes its own check.

    The rule (GB 11714) is unverified for older bodies: warn, do not refuse.
    """
    body, check = code[8:16], code[16]
    total = sum(
        weight * int(letter, 36)
        for weight, letter in zip(_ORGANISATION_WEIGHTS, body, strict=True)
    )
    return "0123456789X0"[11 - total % 11] == check


def make_credit_code(region: str, serial: int) -> str:
    """Return the ``serial``-th code, valid in form, of an invented company.

    For demonstration and test data. ``region`` is a six-digit division code.
    """
    body = f"MA{serial:06d}"
    total = sum(
        weight * int(letter, 36)
        for weight, letter in zip(_ORGANISATION_WEIGHTS, body, strict=True)
    )
    stem = f"91{region}{body}{'0123456789X0'[11 - total % 11]}"
    return stem + check_character(stem)
