"""What is asked of the index, and what an engine answers."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from core.search.documents import SearchDocument
from core.search.text import Term

PAGE_SIZE: Final = 20
# Beyond this many matches counts are lower bounds and the page says so.
LIMIT: Final = 10_000
SORTS: Final = ("relevance", "newest", "oldest")
KIND: Final = "kind"
YEAR: Final = "year"
# A database may refuse the null character.
_SCORE, _DAY = "([0-9]{1,9})", "((?:[0-9]{4}-[0-9]{2}-[0-9]{2})?)"
POSITION: Final = rf"^{_SCORE}~{_DAY}~(/[^\x00-\x20]{{0,400}})$"


def order_of(sort: str, terms: Sequence[Term]) -> str:
    """Return one of SORTS; without terms there is nothing to be relevant to."""
    return SORTS[1] if sort == SORTS[0] and not terms else sort


@dataclass(frozen=True, slots=True)
class Position:
    """Where a hit stands in the order of hits, so that a page can begin after it.

    It says nothing that the hit does not: what it counts for, its day, its address.
    """

    score: int
    day: dt.date | None
    address: str

    def __str__(self) -> str:
        return f"{self.score}~{self.day or ''}~{self.address}"

    @classmethod
    def parse(cls, text: str) -> "Position":
        """Return the position that was written so; raise ValueError when none was."""
        read = re.fullmatch(POSITION, text)
        if read is None:
            message = f"{text!r} is no position among hits."
            raise ValueError(message)
        score, day, address = read.groups()
        return cls(int(score), dt.date.fromisoformat(day) if day else None, address)


@dataclass(frozen=True, slots=True)
class Question:
    """One search: ``terms`` as typed, ``chosen`` keys by facet name.

    ``facet_names`` are the facets to count; ``language`` is the reader's and
    ``on`` the day of the search. With ``after`` the page begins behind a hit,
    however many there are before it; else with the hit that ``page`` begins with.
    """

    query: str
    terms: Sequence[Term]
    language: str
    on: dt.date
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    facet_names: Sequence[str] = ()
    sort: str = SORTS[0]
    page: int = 1
    page_size: int = PAGE_SIZE
    after: Position | None = None

    @property
    def start(self) -> int:
        """The place of the page's first hit among all."""
        return (self.page - 1) * self.page_size

    @property
    def order(self) -> str:
        """The order of the hits, one of SORTS."""
        return order_of(self.sort, self.terms)


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of documents, how many there are in all, counts by facet.

    ``complete`` is False when there are more than ``LIMIT``; ``close`` is True
    when the documents only come near to what was asked. ``last`` is the position of
    the page's last document when more come after it.
    """

    documents: Sequence[SearchDocument]
    total: int
    complete: bool
    counts: Mapping[str, Counter[str]]
    close: bool = False
    last: Position | None = None


NOTHING: Final = Answer((), 0, complete=True, counts={})
