"""What somebody typed to check a name."""

from dataclasses import dataclass
from datetime import date

from accounts.credit_codes import validate_credit_code

CODE_LENGTH = 18


@dataclass(frozen=True, slots=True)
class NameQuery:
    """A name or a credit code, and the day asked about."""

    name: str
    credit_code: str
    on: date


def read_query(text: str, on: date) -> NameQuery:
    """Tell a credit code from a name.

    Raises ValidationError for what looks like a credit code but is none.
    """
    bare = "".join(text.split()).replace("-", "")
    if len(bare) == CODE_LENGTH and bare.isascii() and bare.isalnum():
        return NameQuery(name="", credit_code=validate_credit_code(bare), on=on)
    return NameQuery(name=text.strip(), credit_code="", on=on)
