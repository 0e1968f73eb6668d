"""Bring the search index up to date."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from core.search.documents import SearchKind, kinds
from core.search.engines import active_engines
from core.search.engines.base import EngineAway, IndexingEngine
from core.search.outbox import drain
from core.search.rebuilding import compare, rebuild, repair

_PAUSE_SECONDS = 1


class Command(BaseCommand):
    """Index what waits in the outbox, or build or check everything anew."""

    help = (
        "Index what has changed; --rebuild indexes everything anew, --check compares "
        "index and database and repairs, --follow goes on indexing until stopped."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """State the arguments."""
        parser.add_argument("--rebuild", action="store_true", help="index everything")
        parser.add_argument("--check", action="store_true", help="compare and repair")
        parser.add_argument("--follow", action="store_true", help="do not stop")
        parser.add_argument("--kind", action="append", help="only this kind")
        parser.add_argument(
            "--engine", choices=list(active_engines()), help="only this engine's index"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was indexed."""
        wanted = self._kinds(options["kind"])
        engines = active_engines()
        if only := options["engine"]:
            engines = {only: engines[only]}
        try:
            for queue, engine in engines.items():
                if options["rebuild"]:
                    self._rebuild(queue, engine, wanted)
                if options["check"]:
                    self._check(engine, wanted)
        except (EngineAway, LookupError) as error:
            message = f"not finished, the old index still answers: {error}"
            raise CommandError(message) from error
        self.stdout.write(f"outbox: {drain()}")
        while options["follow"]:
            time.sleep(_PAUSE_SECONDS)
            drain()

    def _kinds(self, names: list[str] | None) -> list[SearchKind]:
        known = kinds()
        unknown = set(names or ()) - known.keys()
        if unknown:
            message = f"no such kind: {', '.join(sorted(unknown))}"
            raise CommandError(message)
        return [known[name] for name in names or known]

    def _rebuild(
        self, queue: str, engine: IndexingEngine, wanted: list[SearchKind]
    ) -> None:
        for kind in wanted:

            def tell(count: int, key: str = kind.key) -> None:
                self.stderr.write(f"{engine.name} {key}: {count} ...")

            count = rebuild(queue, engine, kind, at=clock.now(), tell=tell)
            self.stdout.write(f"{engine.name} {kind.key}: {count}")

    def _check(self, engine: IndexingEngine, wanted: list[SearchKind]) -> None:
        for kind in wanted:
            found = compare(engine, kind)
            repair(kind, found)
            self.stdout.write(
                f"{engine.name} {kind.key}: {len(found.missing)} missing, "
                f"{len(found.outdated)} outdated, {len(found.left_over)} left over"
            )
