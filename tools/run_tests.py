"""Run every test this machine can run; say what was skipped and how to get it.

``python tools/run_tests.py [PYTEST ARGUMENTS]``. The suite runs on SQLite,
then on PostgreSQL, then the journeys in a browser. With REQUIRE_SERVICES=1 a
missing service is a failure instead of a skip.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.services import (  # noqa: E402 - needs the path
    chromium,
    postgres,
    prepared,
    redis,
    search_node,
    stripe_mock,
)

INSTALL = "'make services' installs it where you may"
# A worker for each language: the steps of a walk stay with one.
JOURNEYS = ["-m", "journey", "--dist", "loadgroup", "tests/journeys"]


def main(arguments: list[str]) -> int:
    """Run the parts in turn; return 1 when one failed or was missing."""
    failed = False
    missing: list[str] = []
    if stripe_mock.executable() is None:
        missing.append(f"skipped: two tests of Stripe's wire format ({INSTALL})")
    with (
        postgres.server() as database_url,
        prepared.databases(database_url, with_world=not arguments) as ready,
        redis.server() as redis_url,
        search_node.server() as search_url,
    ):
        if redis_url is None:
            missing.append(f"skipped: the Redis cache; no redis-server ({INSTALL})")
        if search_url is None:
            missing.append(f"skipped: Elasticsearch; {search_node.MISSING} ({INSTALL})")
        environment = {
            "REDIS_TEST_URL": redis_url or "",
            "ELASTICSEARCH_TEST_URL": search_url or "",
        }
        on_sqlite = ["-m", "not journey and not postgres", *arguments]
        here = {**environment, "MIGRATED_DATABASE": ready.sqlite()}
        failed |= run("SQLite", on_sqlite, here)
        if database_url is None:
            missing.append(f"skipped: PostgreSQL; no server found ({INSTALL})")
        else:
            rest = ["-m", "not journey and not once", *arguments]
            there = {
                **environment,
                "DATABASE_URL": database_url,
                "MIGRATED_DATABASE": ready.postgres(),
            }
            failed |= run("PostgreSQL", rest, there)
        if chromium.executable() is None:
            missing.append(f"skipped: the journeys; no Chromium ({INSTALL})")
        elif not arguments:
            failed |= run("a browser", JOURNEYS, {"DEMO_WORLD": ready.world()})
    for line in missing:
        print(line)
    return int(failed or bool(missing and os.environ.get("REQUIRE_SERVICES")))


def run(where: str, arguments: list[str], environment: dict[str, str]) -> bool:
    """Run pytest once; return whether it failed."""
    print(f"\n--- Tests on {where} ---", flush=True)
    # A module stays with one worker: some build a whole world once.
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile"]
    command += ["--no-loadscope-reorder", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, check=False
    )
    return done.returncode != 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
