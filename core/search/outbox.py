"""The outbox: changes of searchable rows, kept in the transaction that made them.

Each engine has a queue of its own, so that one that is away holds up no other.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import structlog
from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, QuerySet

from core.models.search import (
    SearchOutboxEntry,
    SearchQueue,
    SearchRebuild,
    fresh_mark,
)
from core.search import tasks
from core.search.documents import SearchKind, kinds
from core.search.engines import active_engines
from core.search.engines.base import EngineAway, IndexingEngine
from core.tasks import after_commit

log = structlog.get_logger()
BATCH = 200
# With more rows than this waiting, an index is too old to be asked.
MOST_PENDING = 1000
_BREATH_SECONDS = 5


def touch(kind: str, key: object) -> None:
    """Note that a row has changed, appeared or gone; index it after the commit."""
    touch_many(kind, [key])


def touch_many(kind: str, keys: Iterable[object]) -> None:
    """Note that rows have changed."""
    names = [str(key) for key in keys]
    entries = [
        SearchOutboxEntry(engine=engine, kind=kind, object_key=name)
        for engine in active_engines()
        for name in names
    ]
    if not entries:
        return
    SearchOutboxEntry.objects.bulk_create(entries, batch_size=1000)
    after_commit(tasks.drain_search_outbox)


def drain() -> int:
    """Bring every engine up to date; return how many rows were indexed.

    Repeating it is harmless. Two workers may do it at once: rows are locked
    while their documents are built. The queue of an engine that is away stays.
    """
    return sum(_drain_queue(*named) for named in active_engines().items())


def catch_up() -> None:
    """Have what waits indexed, asked for by a reader; not by each of many at once."""
    if cache.add("core.search.catching-up", 1, timeout=_BREATH_SECONDS):
        tasks.drain_search_outbox.enqueue()


def drain_daily(*, at: datetime, on: date) -> int:
    """Index whatever a failed delivery left waiting."""
    return drain()


def pending(queue: str) -> list[tuple[str, str]] | None:
    """Return kinds and keys that wait for an engine, or None when too many do."""
    waiting = SearchOutboxEntry.objects.filter(engine=queue).order_by()
    found = set(waiting.values_list("kind", "object_key")[: MOST_PENDING + 1])
    return sorted(found) if len(found) <= MOST_PENDING else None


def calm(queue: str) -> QuerySet[SearchQueue]:
    """Return the queue, with the mark of its last draining, if nothing waits in it."""
    waiting = SearchOutboxEntry.objects.filter(engine=queue).order_by()
    return SearchQueue.objects.filter(~Exists(waiting), name=queue)


def _drain_queue(queue: str, engine: IndexingEngine) -> int:
    done = 0
    try:
        while batch_size := _drain_batch(queue, engine):
            done += batch_size
    except EngineAway as away:
        log.warning("search.engine.away", engine=engine.name, reason=str(away)[:200])
    return done


@transaction.atomic
def _drain_batch(queue: str, engine: IndexingEngine) -> int:
    rebuilding = SearchRebuild.objects.filter(engine=queue).values("kind")
    ready = SearchOutboxEntry.objects.filter(engine=queue).exclude(kind__in=rebuilding)
    waiting = list(ready.locked()[:BATCH])
    for kind in {entry.kind for entry in waiting}:
        keys = {entry.object_key for entry in waiting if entry.kind == kind}
        known = kinds().get(kind)
        if known is not None:
            _index(engine, known, sorted(keys))
    done = [entry.pk for entry in waiting]
    SearchOutboxEntry.objects.filter(pk__in=done).delete()
    if done:
        SearchQueue.objects.filter(name=queue).update(mark=fresh_mark())
    return len(waiting)


def _index(engine: IndexingEngine, kind: SearchKind, keys: Sequence[str]) -> None:
    rows = kind.rows().filter(pk__in=keys)
    documents = [kind.build(row) for row in rows]
    engine.put(documents)
    gone = set(keys) - {document.key for document in documents}
    engine.remove(kind.key, sorted(gone))
