"""The cost of public pages: queries, and time against a bare view.

``make bench``. Each page is rendered in turn with a bare Django view that sends
the same SQL through the same middleware and writes the rows out as text. The two
alternate, so that a drift of the machine's speed touches both. Printed: queries,
median milliseconds of both, and their ratio. The database is the portal's own,
with the demo world in it.
"""

import os
import statistics
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
os.environ.setdefault("DEBUG", "0")
django.setup()

from django.db import connection  # noqa: E402 - needs the settings
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import path  # noqa: E402

from cms.demo.build import is_built  # noqa: E402
from config import urls  # noqa: E402

ROUNDS = 15
WARM_UP = 3
_replayed: list[tuple[str, Any]] = []


class Cost(NamedTuple):
    """What one page costs."""

    name: str
    queries: int
    ours_ms: float
    bare_ms: float

    @property
    def ratio(self) -> float:
        """Ours against the bare view."""
        return self.ours_ms / self.bare_ms


def bare(request: HttpRequest) -> HttpResponse:
    """Send the recorded SQL and write the rows out."""
    lines = []
    with connection.cursor() as cursor:
        for sql, parameters in _replayed:
            cursor.execute(sql, parameters)
            if cursor.description:
                lines += ["\t".join(map(str, row)) for row in cursor.fetchall()]
    return HttpResponse("\n".join(lines), content_type="text/plain")


# Languages are told apart at the root only, so the portal's own are not included.
urlpatterns = [path("bare/", bare), *urls.urlpatterns]


def main() -> None:
    """Measure every page and print a table."""
    if not is_built():
        print("There is no demo world yet: run `make run` once, then `make bench`.")
        return
    print(f"{'page':<34}{'queries':>8}{'ours ms':>10}{'bare ms':>10}{'ratio':>8}")
    with override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["testserver"]):
        for name, address in pages():
            cost = measure(name, address)
            print(
                f"{cost.name:<34}{cost.queries:>8}{cost.ours_ms:>10.1f}"
                f"{cost.bare_ms:>10.1f}{cost.ratio:>8.2f}"
            )


def pages() -> list[tuple[str, str]]:
    """Return what is measured: each kind of page once, on real rows."""
    client = Client()
    found = [("home", "/"), ("home, English", "/en/"), ("search", "/search/?q=水泥")]
    for section in ("providers", "experts", "jobs", "audits", "register", "training"):
        found.append((f"{section}: list", f"/{section}/"))
        first = first_detail(
            client.get(f"/{section}/").content.decode(), f"/{section}/"
        )
        if first:
            found.append((f"{section}: one", first))
    return found


def first_detail(text: str, prefix: str) -> str | None:
    """Return the first link of a list page that leads below it."""
    skipped = ("check/", "report/", "log/", "subscribe/", "receipts/", "lists/")
    for part in text.split(f'href="{prefix}')[1:]:
        rest = part.split('"', 1)[0]
        if rest.endswith("/") and not rest.startswith(skipped):
            return prefix + rest
    return None


def measure(name: str, address: str) -> Cost:
    """Measure one page against its bare twin."""
    client = Client()
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    if response.status_code != 200:  # noqa: PLR2004 - the one good answer
        message = f"{address} answered {response.status_code}"
        raise RuntimeError(message)
    # What was captured is gone with the next request.
    queries = len(captured)
    _replayed[:] = [
        (query["sql"], None)
        for query in captured.captured_queries
        if query["sql"].startswith(("SELECT", "WITH"))
    ]
    for _ in range(WARM_UP):
        client.get(address)
        client.get("/bare/")
    ours, plain = [], []
    for _ in range(ROUNDS):
        ours.append(timed(lambda: client.get(address)))
        plain.append(timed(lambda: client.get("/bare/")))
    return Cost(name, queries, statistics.median(ours), statistics.median(plain))


def timed(step: Callable[[], object]) -> float:
    """Return how many milliseconds ``step`` took."""
    start = time.perf_counter()
    step()
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
