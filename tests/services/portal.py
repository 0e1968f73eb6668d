"""The portal itself, started as `make run` starts it, in a folder of its own."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests.services.ports import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
_PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Portal:
    """A portal with a demo world: where it answers and where it keeps things."""

    address: str
    var: Path

    def manage(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a command of ``manage.py`` on this world; its exit status is kept."""
        return run("manage.py", *command, environment=self.environment)

    def copied_to(self, folder: Path) -> "Portal":
        """Return the same world in another folder, with nobody serving it."""
        return replace(self, var=shutil.copytree(self.var, folder))

    @property
    def database(self) -> Path:
        """The file of its database."""
        return self.var / "qingyuan.sqlite3"

    @property
    def environment(self) -> dict[str, str]:
        """The settings it runs with."""
        chosen = {
            **os.environ,
            "VAR_DIR": str(self.var),
            "PORTAL_URL": self.address,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        }
        chosen.pop("DATABASE_URL", None)
        return chosen


@contextmanager
def server() -> Iterator[Portal]:
    """Yield a running portal with a fresh demo world.

    ``DEMO_WORLD`` may name the ``VAR_DIR`` of one that was built by the same
    code: its copy stands up at once, and it stays as it is.
    """
    with tempfile.TemporaryDirectory(prefix="qingyuan-portal-") as folder:
        port = free_port()
        portal = Portal(f"http://127.0.0.1:{port}", Path(folder))
        if ready := os.environ.get("DEMO_WORLD"):
            shutil.copytree(ready, folder, dirs_exist_ok=True)
        else:
            portal.manage("migrate", "--verbosity", "0").check_returncode()
            portal.manage("demo").check_returncode()
        with (portal.var / "server.log").open("wb") as log:
            process = subprocess.Popen(
                [
                    *(sys.executable, "manage.py", "runserver", "--noreload"),
                    f"127.0.0.1:{port}",
                ],
                cwd=ROOT,
                env=portal.environment,
                stdout=log,
                stderr=log,
            )
            try:
                _wait_for(f"{portal.address}/healthz")
                yield portal
            finally:
                process.terminate()
                process.wait()


def run(
    *command: str | Path,
    folder: Path = ROOT,
    environment: dict[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a Python script in a folder; its exit status is kept."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
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
