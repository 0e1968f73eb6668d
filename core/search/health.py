"""What operators want to know of the search."""

from core.models.search import SearchOutboxEntry
from core.search.engines import CLUSTER, cluster_engine, embedded_engine
from core.search.engines.base import EngineAway


def search_health() -> dict[str, str | int]:
    """Return which engine answers, how it reads Chinese, and how many rows wait.

    A cluster that is away makes nobody unready: the embedded engine stands in.
    """
    cluster = cluster_engine()
    if cluster is None:
        return {"engine": embedded_engine().name}
    waiting = SearchOutboxEntry.objects.filter(engine=CLUSTER).count()
    try:
        return {"engine": cluster.name, **cluster.describe(), "waiting": waiting}
    except EngineAway:
        return {"engine": embedded_engine().name, "cluster": "down", "waiting": waiting}
