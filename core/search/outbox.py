"""The outbox: changes of searchable rows, kept in the transaction that made them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from core.models.search import SearchOutboxEntry
from core.search import tasks
from core.search.documents import SearchKind, kinds
from core.search.engines import current_engine
from core.tasks import after_commit

BATCH = 200


def touch(kind: str, key: object) -> None:
    """Note that a row has changed, appeared or gone; index it after the commit."""
    touch_many(kind, [key])


def touch_many(kind: str, keys: Iterable[object]) -> None:
    """Note that rows have changed."""
    entries = [SearchOutboxEntry(kind=kind, object_key=str(key)) for key in keys]
    if not entries:
        return
    SearchOutboxEntry.objects.bulk_create(entries, batch_size=1000)
    after_commit(tasks.drain_search_outbox)


def drain() -> int:
    """Bring the index up to date with the outbox; return how many rows waited.

    Repeating it is harmless. Two workers may do it at once: rows are locked
    while their documents are built.
    """
    done = 0
    while batch_size := _drain_batch():
        done += batch_size
    return done


def drain_daily(*, at: datetime, on: date) -> int:
    """Index whatever a failed delivery left waiting."""
    return drain()


@transaction.atomic
def _drain_batch() -> int:
    waiting = list(SearchOutboxEntry.objects.locked()[:BATCH])
    for kind in {entry.kind for entry in waiting}:
        keys = {entry.object_key for entry in waiting if entry.kind == kind}
        known = kinds().get(kind)
        if known is not None:
            _index(known, sorted(keys))
    done = [entry.pk for entry in waiting]
    SearchOutboxEntry.objects.filter(pk__in=done).delete()
    return len(waiting)


def _index(kind: SearchKind, keys: Sequence[str]) -> None:
    engine = current_engine()
    rows = kind.rows().filter(pk__in=keys)
    documents = [kind.build(row) for row in rows]
    engine.put(documents)
    gone = set(keys) - {document.key for document in documents}
    engine.remove(kind.key, sorted(gone))
