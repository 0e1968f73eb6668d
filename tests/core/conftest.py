"""What searches are tested with."""

import pytest

from accounts.models import Organisation
from core.search import SearchKind
from core.search import documents as search_documents
from core.search.engines import cluster_engine
from tests.core.search_world import build


@pytest.fixture
def organisations():
    """One kind, built from organisations."""
    kept = search_documents.kinds()
    search_documents._kinds.clear()
    yield search_documents.register_kind(
        SearchKind(
            key="organisation",
            label="Organisation",
            build=build,
            rows=Organisation.objects.active,
            visible_to=lambda _user: Organisation.objects.active(),
        )
    )
    search_documents._kinds.clear()
    search_documents._kinds.update(kept)


@pytest.fixture
def cluster(settings, search_node_url, search_prefix):
    """A real cluster, with nothing of this kind in it."""
    settings.ELASTICSEARCH_URL = search_node_url
    settings.ELASTICSEARCH_PREFIX = f"{search_prefix}fallback"
    engine = cluster_engine()
    engine.remove("organisation", list(engine.digests("organisation")))
    return engine
