"""Write requirements.txt and requirements-dev.txt from pyproject.toml.

Asks pip what it would install into an empty environment and keeps names and
versions only: no addresses, no hashes tied to one index.
"""

import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Resolve both sets and write them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    runtime = project["dependencies"]
    development = runtime + project["optional-dependencies"]["dev"]
    write("requirements.txt", resolve(runtime))
    write("requirements-dev.txt", resolve(development))


def resolve(requirements: list[str]) -> list[str]:
    """Return exact pins of everything ``requirements`` bring."""
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        subprocess.run(
            [
                *(sys.executable, "-m", "pip", "install", "--quiet", "--dry-run"),
                *("--ignore-installed", "--report", report.name, *requirements),
            ],
            check=True,
        )
        installed = json.loads(Path(report.name).read_text())["install"]
    return sorted(
        (
            f"{item['metadata']['name']}=={item['metadata']['version']}"
            for item in installed
        ),
        key=str.lower,
    )


def write(name: str, pins: list[str]) -> None:
    """Write one file."""
    head = "# Written by `make pins` from pyproject.toml.\n"
    (ROOT / name).write_text(head + "\n".join(pins) + "\n")


if __name__ == "__main__":
    main()
