"""The engine of production: Elasticsearch."""

from core.search.engines.cluster.engine import ClusterEngine

__all__ = ["ClusterEngine"]
