"""The port: what an engine must be able to do."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.search.documents import SearchDocument
from core.search.questions import Position
from core.search.text import Term

# Kinds and keys of rows whose documents are older than the rows.
Pending = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Match:
    """A key the index proposes, with what sorting and counting need."""

    kind: str
    key: str
    address: str
    facets: Mapping[str, Sequence[str]]
    date: dt.date | None
    folded_title: str
    folded_title_en: str
    codes: Sequence[str]
    language: str
    boost: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the index found; ``complete`` is False when it stopped at the limit."""

    matches: list[Match]
    complete: bool


class IndexingEngine(Protocol):
    """Keeps documents; it knows nothing of permissions."""

    name: str

    def put(self, documents: Sequence[SearchDocument]) -> None:
        """Add documents or replace them; repeating it changes nothing."""

    def remove(self, kind: str, keys: Sequence[str]) -> None:
        """Forget documents; unknown keys are no error."""

    def rebuild(self, kind: str, documents: Iterable[SearchDocument]) -> int:
        """Make ``documents`` all there is of a kind; return how many."""

    def count(self, kind: str) -> int:
        """Return how many documents of a kind there are."""

    def digests(self, kind: str) -> dict[str, str]:
        """Return by key what ``digest`` gave for the documents it holds."""

    def digest(self, document: SearchDocument) -> str:
        """Return what tells this document from any other as it is kept here."""


class SimilarityEngine(Protocol):
    """Proposes documents that come near to what was asked."""

    name: str

    def propose_any(
        self, ways: Sequence[Sequence[Term]], *, limit: int, names_only: bool = False
    ) -> Proposal:
        """Return documents that contain all terms of one of the ways."""

    def propose_similar(
        self, tokens: Sequence[str], *, limit: int, names_only: bool = False
    ) -> Proposal:
        """Return documents that share tokens, best first."""

    def load(self, matches: Sequence[Match]) -> dict[tuple[str, str], SearchDocument]:
        """Return the documents of matches by kind and key."""


class ProposingEngine(IndexingEngine, SimilarityEngine, Protocol):
    """Proposes keys, of which the database then decides."""

    def propose(
        self, terms: Sequence[Term], *, limit: int, names_only: bool = False
    ) -> Proposal:
        """Return documents that contain all terms, likely best first.

        ``names_only`` leaves the body aside.
        """

    def propose_by_day(
        self,
        terms: Sequence[Term],
        *,
        limit: int,
        oldest_first: bool,
        after: Position | None = None,
    ) -> Proposal:
        """Return documents that contain all terms, or all, by day and address.

        ``after`` leaves aside what does not come after a position; what has no day
        comes last either way.
        """


class EngineAway(Exception):  # noqa: N818 - it says what is the case
    """An engine does not answer now; another one stands in."""
