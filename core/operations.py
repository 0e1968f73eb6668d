"""What an operator looks at first: whether everything that should leave leaves."""

from dataclasses import dataclass
from datetime import datetime

from django_tasks_db.models import DBTaskResult

from core.models import LogLeaf, OutboxMessage
from core.search.health import search_health

LATEST = 5
_ENGINES = {
    "elasticsearch": "Elasticsearch",
    "postgresql": "PostgreSQL",
    "sqlite": "SQLite",
}


@dataclass(frozen=True, slots=True)
class FailedLetter:
    """A letter that could not be sent yet, and why."""

    template: str
    to_address: str
    failed_at: datetime
    failure: str


@dataclass(frozen=True, slots=True)
class Operations:
    """How letters, tasks, search and the public log stand."""

    letters_waiting: int
    failed_letters: list[FailedLetter]
    tasks_waiting: int
    tasks_failed: int
    engine: str
    cluster: str
    changes_waiting: int
    log_entries: int


def operations() -> Operations:
    """Return how deliveries stand now; the latest failures first."""
    unsent = OutboxMessage.objects.filter(sent_at=None)
    failed = unsent.exclude(failed_at=None).order_by("-failed_at")[:LATEST]
    search = search_health()
    return Operations(
        letters_waiting=unsent.count(),
        failed_letters=[
            FailedLetter(
                letter.template, letter.to_address, letter.failed_at, letter.failure
            )
            for letter in failed
            if letter.failed_at is not None
        ],
        tasks_waiting=DBTaskResult.objects.ready().count(),
        tasks_failed=DBTaskResult.objects.failed().count(),
        engine=_ENGINES[str(search["engine"])],
        cluster=str(search.get("cluster", search.get("health", ""))),
        changes_waiting=int(search.get("waiting", 0)),
        log_entries=LogLeaf.objects.count(),
    )
