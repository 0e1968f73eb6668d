"""A Redis of the tests' own."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.services.ports import free_port

_PATIENCE_SECONDS = 10


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
        _wait_for(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    for _ in range(_PATIENCE_SECONDS * 20):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    message = "Redis did not start."
    raise RuntimeError(message)
