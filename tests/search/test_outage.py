"""Fifty readers and a writer notice nothing when the cluster goes and comes back."""

import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from accounts.models import Organisation
from core.models import SearchOutboxEntry
from core.search import touch
from core.search.documents import kinds
from core.search.engines import CLUSTER, cluster_engine
from core.search.rebuilding import Differences, compare
from tests.factories.providers import ProviderProfileFactory
from tests.services import search_node

pytestmark = [
    pytest.mark.first,
    pytest.mark.elasticsearch,
    # Production's pair: SQLite has one writer and readers enough elsewhere.
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
]
READERS = 50
PATIENCE_SECONDS = 60


@pytest.fixture
def node(settings):
    """A node that can be stopped and started again."""
    with search_node.node() as started:
        if started is None:
            pytest.skip(search_node.MISSING)
        settings.ELASTICSEARCH_URL = started.url
        settings.ELASTICSEARCH_PREFIX = "outage"
        yield started


class Readers:
    """Fifty people who search without a pause; ``answers`` counts by status."""

    def __init__(self, address):
        self.address = address
        self.answers = []
        self._over = threading.Event()
        self._pool = ThreadPoolExecutor(READERS)

    def __enter__(self):
        for _ in range(READERS):
            self._pool.submit(self._read)
        return self

    def __exit__(self, *exception):
        self._over.set()
        self._pool.shutdown()

    def _read(self):
        while not self._over.is_set():
            try:
                with urllib.request.urlopen(self.address, timeout=60) as response:  # noqa: S310
                    self.answers.append(response.status)
            except urllib.error.HTTPError as error:
                self.answers.append(error.code)
            except OSError as error:
                self.answers.append(repr(error))


def write(profiles, word, count):
    """Rename providers, one after the other."""
    for number in range(count):
        profile = profiles[number % len(profiles)]
        renamed = Organisation.objects.filter(pk=profile.organisation_id)
        renamed.update(name=f"{word}{number}例示公司")
        touch("provider", profile.pk)
        time.sleep(0.05)


def test_an_outage_costs_no_answer_and_no_update(node, live_server):
    profiles = [ProviderProfileFactory() for _ in range(10)]
    address = f"{live_server.url}/search/?q=%E4%BE%8B%E7%A4%BA"

    with Readers(address) as readers:
        write(profiles, "先", 20)
        node.stop()
        write(profiles, "中", 20)
        node.start()
        write(profiles, "后", 20)
        node.wait()
        end = time.monotonic() + PATIENCE_SECONDS
        while SearchOutboxEntry.objects.filter(engine=CLUSTER).exists():
            assert time.monotonic() < end, "the queue does not drain by itself"
            time.sleep(0.2)

    assert set(readers.answers) == {200}
    assert len(readers.answers) > READERS
    assert compare(cluster_engine(), kinds()["provider"]) == Differences([], [], [])
