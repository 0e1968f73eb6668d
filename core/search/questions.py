"""What is asked of the index, and what an engine answers."""

import datetime as dt
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


@dataclass(frozen=True, slots=True)
class Question:
    """One search: ``terms`` as typed, ``chosen`` keys by facet name.

    ``facet_names`` are the facets to count; ``language`` is the reader's and
    ``on`` the day of the search.
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

    @property
    def start(self) -> int:
        """The place of the page's first hit among all."""
        return (self.page - 1) * self.page_size


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of documents, how many there are in all, counts by facet.

    ``complete`` is False when there are more than ``LIMIT``; ``close`` is True
    when the documents only come near to what was asked.
    """

    documents: Sequence[SearchDocument]
    total: int
    complete: bool
    counts: Mapping[str, Counter[str]]
    close: bool = False


NOTHING: Final = Answer((), 0, complete=True, counts={})
