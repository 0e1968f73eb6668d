"""A whole database as rows, so that a world built once serves every worker.

The rows lie in a file of the test run. They are put into an open transaction, to
be rolled back by whoever asked for them.
"""

import contextlib
import fcntl
import os
import pickle
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management.color import no_style
from django.db import connection
from wagtail.models import Site

from core.db import append_only
from core.search import triggers
from tests.services import baseline

_TOKENS = "core_search_tokens"
_ROW_OF_TOKENS = ["rowid", "title", "codes", "pinyin", "body"]


def take_or_build(name: str, build: Callable[[], None]) -> None:
    """Fill the database with what ``build`` makes, made once in a test run."""
    with _kept_file(name) as kept:
        if kept.stat().st_size == 0:
            build()
            kept.write_bytes(pickle.dumps((baseline.read(), _tokens(), _files())))
            return
    rows, tokens, files = pickle.loads(kept.read_bytes())  # noqa: S301 - our own file
    _replace_everything(rows, tokens)
    for path, content in files.items():
        if not storages["private"].exists(path):
            storages["private"].save(path, ContentFile(content))


def _replace_everything(rows: baseline.Kept, tokens: baseline.Rows) -> None:
    tables = append_only.armed_tables(connection)
    _execute(append_only.removal, tables)
    triggers.remove(connection.alias)
    baseline.empty()
    baseline.write(rows)
    with connection.cursor() as cursor:
        for row in tokens:
            cursor.execute(
                f"INSERT INTO {_TOKENS} ({', '.join(_ROW_OF_TOKENS)}) "  # noqa: S608
                "VALUES (%s, %s, %s, %s, %s)",
                row,
            )
        for sql in connection.ops.sequence_reset_sql(no_style(), baseline.models()):
            cursor.execute(sql)
    triggers.install(connection.alias)
    _execute(append_only.statements, tables)
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()


def _tokens() -> baseline.Rows:
    """Return the words of the search; PostgreSQL keeps them in a column."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(_ROW_OF_TOKENS)} FROM {_TOKENS}")  # noqa: S608
        return list(cursor.fetchall())


def _files(folder: str = "") -> dict[str, bytes]:
    """Return the private files below a folder, sealed ones included."""
    store = storages["private"]
    folders, names = store.listdir(folder)
    found = {}
    for name in names:
        path = str(PurePosixPath(folder, name))
        with store.open(path) as content:
            found[path] = content.read()
    for name in folders:
        found |= _files(str(PurePosixPath(folder, name)))
    return found


def _execute(write_sql: Callable[[str, str], list[str]], tables: list[str]) -> None:
    with connection.cursor() as cursor:
        for table in tables:
            for sql in write_sql(connection.vendor, table):
                cursor.execute(sql)


@contextlib.contextmanager
def _kept_file(name: str) -> Iterator[Path]:
    """Yield the run's file of this name, empty at first; one worker at a time."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = Path(tempfile.gettempdir()) / f"qingyuan-tests-{run}"
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-{connection.vendor}.rows"
    with path.open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield path
