"""The cost of a search, against the same query sent straight to Elasticsearch.

``make bench``, or ``python -m benchmarks.search --size 100000``. A database in a
temporary folder, or the one of ``DATABASE_URL``, is filled with invented records
by ``scale`` and indexed in a node of its own, or at ``ELASTICSEARCH_URL``. What is
measured then stands in ``search_costs``. What was put into a database that was
named here is taken out again.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import django

from tests.services import search_node

SIZE = 100_000
ROUNDS = 20


def main(size: int, rounds: int) -> None:
    """Fill, index, measure and print."""
    with tempfile.TemporaryDirectory() as folder, _cluster() as url:
        if url is None:
            print(f"No search was measured: {search_node.MISSING}.")
            return
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
        os.environ.setdefault("DEBUG", "0")
        os.environ["VAR_DIR"] = folder
        os.environ["ELASTICSEARCH_URL"] = url
        # An index of the portal's own, should there be one, stays as it is.
        os.environ["ELASTICSEARCH_PREFIX"] = "qingyuan-bench"
        django.setup()
        with _filled(size):
            _measure(rounds)


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
def _filled(size: int) -> Iterator[None]:
    from django.core.management import call_command  # noqa: PLC0415 - needs the settings

    call_command("migrate", verbosity=0)
    call_command("scale", f"--size={size}", "--no-index", stdout=sys.stderr)
    try:
        call_command("search_index", "--rebuild", stdout=sys.stderr)
        yield
    finally:
        if os.environ.get("DATABASE_URL"):
            call_command("scale", "--remove", stdout=sys.stderr)


def _measure(rounds: int) -> None:
    from benchmarks.search_costs import measure  # noqa: PLC0415 - needs the settings

    measure(rounds)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--size", type=int, default=SIZE)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    main(given.size, given.rounds)
