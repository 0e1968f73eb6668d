"""Bring the search index up to date."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.search.documents import SearchKind, kinds
from core.search.engines import current_engine
from core.search.outbox import drain

_CHUNK = 500


class Command(BaseCommand):
    """Index what waits in the outbox, or build everything anew."""

    help = "Index what has changed; with --rebuild, index everything anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """State the arguments."""
        parser.add_argument("--rebuild", action="store_true", help="index everything")
        parser.add_argument("--kind", action="append", help="only this kind")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was indexed."""
        if options["rebuild"]:
            for kind in self._kinds(options["kind"]):
                self._rebuild(kind)
        waited = drain()
        self.stdout.write(f"outbox: {waited}")

    def _kinds(self, names: list[str] | None) -> list[SearchKind]:
        known = kinds()
        unknown = set(names or ()) - known.keys()
        if unknown:
            message = f"no such kind: {', '.join(sorted(unknown))}"
            raise CommandError(message)
        return [known[name] for name in names or known]

    def _rebuild(self, kind: SearchKind) -> None:
        rows = kind.rows().iterator(chunk_size=_CHUNK)
        documents = (kind.build(row) for row in rows)
        count = current_engine().rebuild(kind.key, documents)
        self.stdout.write(f"{kind.key}: {count}")
