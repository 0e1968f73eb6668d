"""What ``benchmarks.search`` measures, once there is something to be found.

Each query is asked by the API and by the page, and before each by the plain client
with the very body that our engine sends for it: the page's has counts in it. Queries
and ways alternate, each way being first every other time, so that a drift of the
machine's speed and what is still at hand touch all alike. Printed: medians
and 95th percentiles in milliseconds, and ratios to the plain client. Next, the index of
audits is built anew from rows, against the plain client fed with the same documents,
ready made. At last the engine inside the database answers the same queries, at the
smallest size and a few times only: it takes its time.
"""

import gc
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import cycle, islice
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from core import clock
from core.search.documents import kinds
from core.search.engines import CLUSTER, cluster_engine
from core.search.engines.cluster import ClusterEngine, layout
from core.search.rebuilding import rebuild

WARM_UP: Final = 3
EMBEDDED_ROUNDS: Final = 3
API_GOAL: Final = 1.3
PAGE_GOAL: Final = 1.5
FILLING_GOAL: Final = 1.5
FILLINGS: Final = 2
# Ready documents are held in memory.
MOST_READY: Final = 50_000
KIND: Final = "audit"
QUERIES: Final = (
    "水泥",
    "兰州",
    "钢铁有限公司",
    "澄岚化工",
    "酒泉 制药",
    "余热回收",
    "二氧化硫 天然气",
    "强制性清洁生产审核",
    "lanzhou",
    "cheng",
    "示范工业园区 乳业",
    "QY-A-9000012",
    "9199",
)
Way = Callable[[], object]


class Cost(NamedTuple):
    """How many milliseconds one way of asking takes."""

    median: float
    high: float

    @classmethod
    def of(cls, times: list[float]) -> "Cost":
        """Return the median and the 95th percentile."""
        return cls(statistics.median(times), statistics.quantiles(times, n=20)[-1])


def measure(rounds: int, *, thoroughly: bool) -> None:
    """Print what searches and filling cost; thoroughly, what takes its time, too."""
    engine = cluster_engine()
    assert engine is not None  # noqa: S101 - the caller has named a cluster
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        _compare_searches(engine, rounds)
        _compare_filling(engine, FILLINGS if thoroughly else 1)
        if thoroughly:
            with override_settings(ELASTICSEARCH_URL=""):
                _time_embedded()


def _compare_searches(engine: ClusterEngine, rounds: int) -> None:
    plain = Elasticsearch(settings.ELASTICSEARCH_URL)
    ways = {query: _ways(engine, plain, query) for query in QUERIES}
    times = _timed(ways, rounds)
    held = sum(engine.count(kind) for kind in kinds())
    print(f"\n{held:,} documents; milliseconds, median / p95")
    print(f"{'':<26}{'Elasticsearch':>16}{'API':>16}{'ratio':>7}", end="")
    print(f"{'Elasticsearch':>16}{'page':>16}{'ratio':>7}")
    for query, of in times.items():
        _print_line(query, list(map(Cost.of, of)))
    every = [[time for of in times.values() for time in of[way]] for way in range(4)]
    _print_line("all", list(map(Cost.of, every)))
    print(f"{'goal':<26}{API_GOAL:>39.2f}{PAGE_GOAL:>39.2f}")


def _ways(engine: ClusterEngine, plain: Elasticsearch, query: str) -> tuple[Way, ...]:
    portal = Client()
    index = f"{settings.ELASTICSEARCH_PREFIX}-all"
    ways: list[Way] = []
    for path in ("/api/v1/search", "/search/"):
        ours = partial(_get, portal, f"{path}?q={quote(query)}")
        with _overheard(engine.connection.client) as bodies:
            ours()
        ways += [partial(plain.search, index=index, body=bodies[0]), ours]
    return tuple(ways)


@contextmanager
def _overheard(client: Elasticsearch) -> Iterator[list[Any]]:
    """Yield what a client sends, as it sends it."""
    said: list[Any] = []
    perform = client.transport.perform_request

    def listening(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        said.append(kwargs.get("body"))
        return perform(*args, **kwargs)

    client.transport.perform_request = listening  # type: ignore[method-assign] # to listen
    try:
        yield said
    finally:
        del client.transport.perform_request


def _get(portal: Client, address: str) -> None:
    response = portal.get(address)
    if response.status_code != 200:  # noqa: PLR2004 - the one good answer
        message = f"{address} answered {response.status_code}"
        raise RuntimeError(message)


def _timed(
    ways: Mapping[str, tuple[Way, ...]], rounds: int, *, warm_up: int = WARM_UP
) -> dict[str, tuple[list[float], ...]]:
    """Return milliseconds by query and way."""
    times: dict[str, tuple[list[float], ...]] = {}
    for number in range(-warm_up, rounds):
        for query, steps in ways.items():
            kept = times.setdefault(query, tuple([] for _ in steps))
            pairs = list(zip(steps, kept, strict=True))
            # Who asks first finds less of it at hand.
            for step, into in pairs if number % 2 else reversed(pairs):
                start = time.perf_counter()
                step()
                spent = (time.perf_counter() - start) * 1000
                if number >= 0:
                    into.append(spent)
    return times


def _print_line(name: str, costs: list[Cost]) -> None:
    # A Chinese character is two columns wide.
    width = 26 - sum(not letter.isascii() for letter in name)
    print(f"{name:<{width}}", end="")
    for plain, ours in zip(costs[::2], costs[1::2], strict=True):
        ratio = ours.median / plain.median
        print(f"{_both(plain)}{_both(ours)}{ratio:>7.2f}", end="")
    print()


def _both(cost: Cost) -> str:
    return f"{cost.median:>8.1f}{cost.high:>8.1f}"


def _compare_filling(engine: ClusterEngine, times: int) -> None:
    kind = kinds()[KIND]
    rows = islice(kind.rows().iterator(chunk_size=500), MOST_READY)
    ready = [layout.source(kind.build(row)) for row in rows]
    # No server holds them: the collector shall not look through them either.
    gc.collect()
    gc.freeze()
    ours, plain = [], []
    for _ in range(times):
        start = time.perf_counter()
        count = rebuild(CLUSTER, engine, kind, at=clock.now(), tell=lambda _count: None)
        ours.append((time.perf_counter() - start) / count * 1000)
        plain.append(_filled_plainly(ready, count) / count * 1000)
    heading = f"{'filling, ms a document':<34}{'plain':>8}{'ours':>8}"
    print(f"\n{heading}{'ratio':>7}{'goal':>7}")
    print(f"{KIND:<34}{min(plain):>8.3f}{min(ours):>8.3f}", end="")
    print(f"{min(ours) / min(plain):>7.2f}{FILLING_GOAL:>7.2f}")


def _filled_plainly(ready: list[dict[str, Any]], count: int) -> float:
    """Return the seconds the plain client needs to have as many documents found.

    It sends those that are ready again and again: an index of many merges longer.
    """
    client = Elasticsearch(settings.ELASTICSEARCH_URL, request_timeout=60)
    index = "qingyuan-bench-plain"
    # What every default cluster has, and the node that the benchmark starts.
    analysis = next(one for one in layout.ANALYSES if one.bigrams and not one.words)
    client.indices.create(
        index=index,
        settings=layout.settings(analysis),
        mappings=layout.mappings(analysis),
    )
    try:
        start = time.perf_counter()
        sent = islice(cycle(ready), count)
        bulk(client, ({"_index": index, "_source": one} for one in sent))
        client.indices.refresh(index=index)
        return time.perf_counter() - start
    finally:
        client.indices.delete(index=index)


def _time_embedded() -> None:
    portal, ways = Client(), {}
    for query in QUERIES:
        addresses = (f"/api/v1/search?q={quote(query)}", f"/search/?q={quote(query)}")
        ways[query] = tuple(partial(_get, portal, one) for one in addresses)
    print(f"\n{f'embedded in {connection.vendor}':<26}{'API':>16}{'page':>16}")
    for query, times in _timed(ways, EMBEDDED_ROUNDS, warm_up=1).items():
        width = 26 - sum(not letter.isascii() for letter in query)
        api, page = map(Cost.of, times)
        print(f"{query:<{width}}{_both(api)}{_both(page)}")
