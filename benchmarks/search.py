"""The cost of a search, against the same query sent straight to Elasticsearch.

``make bench``, or ``python -m benchmarks.search 100000 1000000``. A database of our
own (PostgreSQL where it is installed), or the one of ``DATABASE_URL``, is filled with
invented records by ``scale`` and indexed in a node of its own, or at
``ELASTICSEARCH_URL``; for each size it grows, and what stands in ``search_costs`` is
measured. What was put into a database that was named here is taken out again.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tests.services import postgres, search_node

SIZES = (100_000, 1_000_000)
ROUNDS = 20


def main(sizes: Sequence[int], rounds: int) -> None:
    """Fill, index, measure and print; for one size after the other."""
    with (
        tempfile.TemporaryDirectory() as folder,
        _cluster() as url,
        _database() as ours,
    ):
        if url is None:
            print(f"No search was measured: {search_node.MISSING}.")
            return
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
        os.environ.setdefault("DEBUG", "0")
        os.environ["VAR_DIR"] = folder
        os.environ["ELASTICSEARCH_URL"] = url
        # An index of the portal's own, should there be one, stays as it is.
        os.environ["ELASTICSEARCH_PREFIX"] = "qingyuan-bench"
        # What a server does once it is loaded; see there.
        import config.wsgi  # noqa: F401, PLC0415 - needs the settings

        try:
            for size in sorted(sizes):
                smallest = size == min(sizes)
                # The database's own index is asked at the smallest size only.
                _fill(size, *([] if smallest else ["--engine=cluster"]))
                _measure(rounds, thoroughly=smallest)
        finally:
            if not ours:
                _run("scale", "--remove")


@contextmanager
def _cluster() -> Iterator[str | None]:
    """Yield the address of the cluster named outside, or of a node of our own."""
    given = os.environ.get("ELASTICSEARCH_URL")
    if given:
        yield given
        return
    with search_node.node(lasting=True) as node:
        yield node.url if node else None


@contextmanager
def _database() -> Iterator[bool]:
    """Name a database of our own where none is named; yield whether it is ours."""
    if "DATABASE_URL" in os.environ:
        yield False
        return
    with postgres.server() as address:
        if address is not None:
            os.environ["DATABASE_URL"] = address
        yield True


def _fill(size: int, *engines: str) -> None:
    _run("migrate", "--verbosity=0")
    _run("scale", f"--size={size}", "--no-index")
    _run("search_index", "--rebuild", *engines)


def _run(*command: str) -> None:
    from django.core.management import call_command  # noqa: PLC0415 - needs the settings

    call_command(*command, stdout=sys.stderr)


def _measure(rounds: int, *, thoroughly: bool) -> None:
    from benchmarks.search_costs import measure  # noqa: PLC0415 - needs the settings

    measure(rounds, thoroughly=thoroughly)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    main(given.sizes, given.rounds)
