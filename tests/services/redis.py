"""A Redis of the tests' own."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from tests.services.ports import free_port, wait_for_port


@contextmanager
def server() -> Iterator[str | None]:
    """Yield the address of a fresh server, or None where Redis is missing."""
    command = shutil.which("redis-server")
    if command is None:
        yield None
        return
    port = free_port()
    arguments = ["--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    process = subprocess.Popen([command, *arguments], stdout=subprocess.DEVNULL)
    try:
        wait_for_port(port, name="Redis")
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait()
