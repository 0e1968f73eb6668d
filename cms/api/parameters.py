"""What a request may ask for."""

import re
from datetime import date
from typing import Annotated, Final

from django.utils.translation import gettext_noop as _
from ninja import Path, Query
from pydantic import BeforeValidator

from core.search.questions import POSITION
from core.search.text import MAX_QUERY

_NUMBER: Final = r"^[0-9A-Za-z\-]{1,40}$"
# A database may refuse the null character.
_WRITABLE: Final = r"^[^\x00]*$"


def _written_out(value: object) -> object:
    # Pydantic would take a bare number for seconds since 1970.
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        message = "A day is written YYYY-MM-DD."
        raise ValueError(message)
    return value


Day = Annotated[date, BeforeValidator(_written_out)]
CreditCode = Annotated[
    str,
    Path(
        pattern=r"^[0-9A-Za-z]{1,18}$",
        description=_("Unified social credit code"),
        examples=["91620100MA71ABCD8H"],
    ),
]
JobNumber = Annotated[
    str,
    Path(
        pattern=_NUMBER,
        description=_("Number of the job"),
        examples=["QY-J-2026-0001"],
    ),
]
PublicationNumber = Annotated[
    str,
    Path(
        pattern=_NUMBER,
        description=_("Number of the publication"),
        examples=["QY-N-2026-0001"],
    ),
]
Name = Annotated[
    str,
    Query(
        max_length=200,
        pattern=_WRITABLE,
        description=_("Full name of the party, present or former"),
    ),
]
CheckedCode = Annotated[
    str,
    Query(
        max_length=18,
        pattern=_WRITABLE,
        description=_("Unified social credit code"),
        examples=["91620100MA71ABCD8H"],
    ),
]
CheckedDay = Annotated[
    Day | None, Query(description=_("The day asked about; today when left out"))
]
Words = Annotated[
    str,
    Query(
        min_length=1,
        max_length=MAX_QUERY,
        pattern=_WRITABLE,
        description=_("Words to search for"),
        examples=["水泥"],
    ),
]


HitBefore = Annotated[
    str | None,
    Query(
        pattern=POSITION,
        description=_(
            "Where the page before ended, as its “next” says; then “page” is ignored"
        ),
    ),
]
HitPage = Annotated[
    int, Query(ge=1, le=1000, description=_("Number of the page, from 1"))
]
