"""A PostgreSQL of the tests' own: a new cluster in a temporary folder."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services.ports import free_port


@contextmanager
def server() -> Iterator[str | None]:
    """Yield the address of a database on a fresh server, or None without one.

    A server whose address is in TEST_POSTGRES_URL is used as it is.
    """
    if given := os.environ.get("TEST_POSTGRES_URL"):
        yield given
        return
    binaries = _binaries()
    if binaries is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="qingyuan-postgres-"))
    _hand_over(folder)
    data, port = folder / "data", free_port()
    try:
        _run(
            binaries / "initdb",
            "-D",
            data,
            "-U",
            "qingyuan",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        options = (
            f"-c listen_addresses=127.0.0.1 -c port={port} "
            f"-c unix_socket_directories={folder} -c fsync=off "
            "-c synchronous_commit=off -c full_page_writes=off"
        )
        _run(
            binaries / "pg_ctl",
            "-D",
            data,
            "-w",
            "-l",
            folder / "log",
            "-o",
            options,
            "start",
        )
        try:
            yield f"postgres://qingyuan@127.0.0.1:{port}/postgres"
        finally:
            _run(binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path | None:
    if path := shutil.which("initdb"):
        return Path(path).parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def _unprivileged() -> str | None:
    """Return a user to run as: the server refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _hand_over(folder: Path) -> None:
    if (name := _unprivileged()) is not None:
        shutil.chown(folder, name)


def _run(command: Path, *arguments: object) -> None:
    subprocess.run(
        [str(command), *map(str, arguments)],
        check=True,
        stdout=subprocess.DEVNULL,
        user=_unprivileged(),
        cwd=tempfile.gettempdir(),
    )
