"""What a run of all tests makes once and hands on as copies.

It takes a minute to migrate an empty database and most of another to build the
demo world; each worker of each part needs them.
"""

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import psycopg

from tests.services.portal import ROOT, Portal

_TEMPLATE = "qingyuan_migrated"


class Databases(NamedTuple):
    """What is being made. Each waits until it is there."""

    sqlite: Callable[[], str]
    """Returns the file of a migrated database."""
    postgres: Callable[[], str]
    """Returns the name of a migrated database, to be used as a template."""
    world: Callable[[], str]
    """Returns the ``VAR_DIR`` of the demo world."""


@contextmanager
def databases(server: str | None, *, with_world: bool) -> Iterator[Databases]:
    """Make them beside whatever else there is to do; PostgreSQL's on this server."""
    with (
        tempfile.TemporaryDirectory(prefix="qingyuan-prepared-") as name,
        ThreadPoolExecutor() as pool,
    ):
        folder = Path(name)
        sqlite = pool.submit(_migrated_file, folder / "migrated.sqlite3")
        postgres = pool.submit(_migrated_template, server)
        world = pool.submit(_built_world, sqlite, folder / "world", wanted=with_world)
        yield Databases(sqlite.result, postgres.result, world.result)


def copy_sqlite(source: str, target: str) -> None:
    """Make the second database the same as the first, whatever it was."""
    with (
        closing(sqlite3.connect(source)) as ready,
        closing(sqlite3.connect(target)) as copy,
    ):
        ready.backup(copy)


def _migrated_file(path: Path) -> str:
    _migrate(f"sqlite:///{path}")
    return str(path)


def _migrated_template(server: str | None) -> str:
    if server is None:
        return ""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {_TEMPLATE}")
        connection.execute(f"CREATE DATABASE {_TEMPLATE}")
    _migrate(urlsplit(server)._replace(path=f"/{_TEMPLATE}").geturl())
    return _TEMPLATE


def _built_world(migrated: Future[str], folder: Path, *, wanted: bool) -> str:
    if not wanted:
        return ""
    portal = Portal("http://127.0.0.1:8000", folder)
    folder.mkdir()
    copy_sqlite(migrated.result(), str(portal.database))
    portal.manage("demo").check_returncode()
    return str(folder)


def _migrate(database_url: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATABASE_URL": database_url,
        },
        check=True,
    )
