"""Building an index anew, and comparing one with the rows it stands for."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import reset_queries

from core.models.search import SearchRebuild
from core.search.documents import SearchDocument, SearchKind
from core.search.engines.base import IndexingEngine
from core.search.outbox import touch_many

_CHUNK = 500
# New objects between two looks for garbage; Python's own 700 are a few documents.
_SELDOM = 20_000
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Differences:
    """Where an index and the rows part: keys by what is wrong with them."""

    missing: list[str]
    outdated: list[str]
    left_over: list[str]

    @property
    def keys(self) -> list[str]:
        """Every key that needs indexing anew."""
        return [*self.missing, *self.outdated, *self.left_over]


def rebuild(
    queue: str,
    engine: IndexingEngine,
    kind: SearchKind,
    *,
    at: datetime,
    tell: Progress,
) -> int:
    """Index every row of a kind anew; return how many there are.

    Changes made meanwhile wait in the outbox until the new index answers.
    """
    with _changes_waiting(queue, kind.key, at), _garbage_left_longer():
        return engine.rebuild(kind.key, _documents(kind, tell))


def compare(engine: IndexingEngine, kind: SearchKind) -> Differences:
    """Return where an engine's documents of a kind differ from the rows."""
    held = engine.digests(kind.key)
    missing, outdated = [], []
    for document in _documents(kind, lambda _count: None):
        kept = held.pop(document.key, None)
        if kept is None:
            missing.append(document.key)
        elif kept != engine.digest(document):
            outdated.append(document.key)
    return Differences(missing, outdated, sorted(held))


def repair(kind: SearchKind, differences: Differences) -> None:
    """Have what differs indexed anew."""
    touch_many(kind.key, differences.keys)


@contextmanager
def _changes_waiting(queue: str, kind: str, at: datetime) -> Iterator[None]:
    # A rebuild that was broken off leaves its row behind; the next takes it over.
    mark, _new = SearchRebuild.objects.update_or_create(
        engine=queue, kind=kind, defaults={"started_at": at}
    )
    try:
        yield
    finally:
        mark.delete()


@contextmanager
def _garbage_left_longer() -> Iterator[None]:
    """Look for garbage seldom: rows and documents come and go by the thousand."""
    often = gc.get_threshold()
    gc.set_threshold(_SELDOM, *often[1:])
    try:
        yield
    finally:
        gc.set_threshold(*often)


def _documents(kind: SearchKind, tell: Progress) -> Iterator[SearchDocument]:
    rows = kind.rows().iterator(chunk_size=_CHUNK)
    for count, row in enumerate(rows, start=1):
        yield kind.build(row)
        if count % _CHUNK == 0:
            tell(count)
            # Where queries are logged, the log would come to hold every document.
            reset_queries()
