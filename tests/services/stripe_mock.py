"""Stripe's own mock: checks the shape of what we send against its published API."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services.ports import free_port, wait_for_port

# Where `make services` puts it.
INSTALLED = Path(__file__).resolve().parent / "bin" / "stripe-mock"


def executable() -> str | None:
    """Return the mock's path: one that STRIPE_MOCK names, the installed one, any."""
    candidates = (os.environ.get("STRIPE_MOCK"), str(INSTALLED), "stripe-mock")
    return next(filter(None, map(shutil.which, filter(None, candidates))), None)


@contextmanager
def server(command: str) -> Iterator[str]:
    """Yield the address of a fresh mock."""
    port = free_port()
    arguments = ["-http-addr", f"127.0.0.1:{port}"]
    process = subprocess.Popen([command, *arguments], stdout=subprocess.DEVNULL)
    try:
        wait_for_port(port, name="stripe-mock")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()
