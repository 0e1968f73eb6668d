"""What every test can ask for."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from uuid import uuid4

import hypothesis
import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import management
from django.core.cache import cache
from django.core.management.commands.flush import Command as FlushCommand
from django.db import connection
from django.utils import translation
from elasticsearch import Elasticsearch
from wagtail.models import Site

from core.db import append_only
from core.keeping import Kept
from core.models import SearchOutboxEntry
from tests.services import baseline, prepared, search_node

# How fast a machine is decides nothing about what is true.
hypothesis.settings.register_profile(
    "patient",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("patient")

NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)


# By these a test says that it knows a database.
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "demo_world"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start with what takes longest; run once what knows no database."""
    for item in items:
        known = DATABASE_FIXTURES.intersection(getattr(item, "fixturenames", ()))
        if not known and item.get_closest_marker("django_db") is None:
            item.add_marker("once")
    items.sort(key=lambda item: item.get_closest_marker("first") is None)


@pytest.fixture
def noon() -> datetime:
    """An ordinary instant: Tuesday, 10 March 2026, noon in China."""
    return NOON


@pytest.fixture
def set_clock(monkeypatch) -> Callable[[datetime], None]:
    """Set the clock that Django reads; ours asks it, as sessions and tokens do."""

    def to(instant: datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: instant)

    return to


@pytest.fixture(scope="session")
def search_node_url() -> Iterator[str]:
    """Address of an Elasticsearch: the suite's shared one, or one for this session."""
    given = os.environ.get("ELASTICSEARCH_TEST_URL")
    if given is not None:
        yield given or pytest.skip(search_node.MISSING)
        return
    with search_node.server() as url:
        yield url or pytest.skip(search_node.MISSING)


@pytest.fixture(scope="session")
def search_prefix(search_node_url: str) -> Iterator[str]:
    """What names of this worker's indices start with; they are dropped at the end."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    prefix = f"test-{worker}-{uuid4().hex[:8]}-"
    yield prefix
    with Elasticsearch(search_node_url) as client:
        for name in client.indices.get(index=f"{prefix}*", features="aliases"):
            client.indices.delete(index=name)


@pytest.fixture(autouse=True)
def _in_chinese() -> None:
    """Start every test in Chinese: a request leaves its language behind."""
    translation.activate("zh-hans")


class _FlushAndRefill(FlushCommand):
    """What ends a transactional test: empty tables, then the migrated rows again."""

    def handle(self, **options: object) -> None:
        tables = append_only.armed_tables(connection)
        _execute(append_only.removal, tables)
        super().handle(**{**options, "inhibit_post_migrate": True})
        baseline.put_back()
        # Emptying and refilling are no changes that anybody waits for.
        SearchOutboxEntry.objects.all().delete()
        _execute(append_only.statements, tables)
        # Cached rows of the emptied tables would be rows of another life.
        ContentType.objects.clear_cache()
        Site.clear_site_root_paths_cache()


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """Forget what was remembered of rows that a test before had."""
    cache.clear()
    Kept.forget_all()


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb, django_db_modify_db_settings) -> bool:
    """Start from the file that the run migrated; PostgreSQL has it as a template."""
    migrated = os.environ.get("MIGRATED_DATABASE")
    if migrated is None or connection.vendor != "sqlite":
        return django_db_keepdb
    prepared.copy_sqlite(migrated, connection.settings_dict["TEST"]["NAME"])
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """Remember what the migrations brought, for tests that empty the database."""
    with django_db_blocker.unblock():
        baseline.take()
    management.get_commands()["flush"] = _FlushAndRefill()


def _execute(write_sql, tables) -> None:
    with connection.cursor() as cursor:
        for table in tables:
            for sql in write_sql(connection.vendor, table):
                cursor.execute(sql)
