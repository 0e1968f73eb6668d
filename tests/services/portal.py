"""The portal itself, started as `make run` starts it, in a folder of its own."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services.ports import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
_PATIENCE_SECONDS = 60


@contextmanager
def server() -> Iterator[str]:
    """Yield the address of a portal with a fresh demo world."""
    with tempfile.TemporaryDirectory(prefix="qingyuan-portal-") as folder:
        port = free_port()
        environment = {
            **os.environ,
            "VAR_DIR": folder,
            "PORTAL_URL": f"http://127.0.0.1:{port}",
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        }
        environment.pop("DATABASE_URL", None)
        _manage(environment, "migrate", "--verbosity", "0")
        _manage(environment, "demo")
        with (Path(folder) / "server.log").open("wb") as log:
            process = subprocess.Popen(
                [
                    *(sys.executable, "manage.py", "runserver", "--noreload"),
                    f"127.0.0.1:{port}",
                ],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
            )
            try:
                _wait_for(f"http://127.0.0.1:{port}/healthz")
                yield f"http://127.0.0.1:{port}"
            finally:
                process.terminate()
                process.wait()


def _manage(environment: dict[str, str], *command: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _wait_for(address: str) -> None:
    for _ in range(_PATIENCE_SECONDS * 10):
        try:
            urllib.request.urlopen(address, timeout=2)  # noqa: S310 - our own server
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    message = "The portal did not start."
    raise RuntimeError(message)
