"""What every test can ask for."""

from datetime import UTC, datetime

import pytest
from django.core.management.commands.flush import Command as FlushCommand
from django.db import connection
from django.utils import translation

from core.db import append_only

NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)


@pytest.fixture
def noon() -> datetime:
    """An ordinary instant: Tuesday, 10 March 2026, noon in China."""
    return NOON


@pytest.fixture(autouse=True)
def _in_chinese() -> None:
    """Start every test in Chinese: a request leaves its language behind."""
    translation.activate("zh-hans")


@pytest.fixture(autouse=True)
def _emptied_after_transactional_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the flush after a transactional test pass the append-only triggers."""
    handle = FlushCommand.handle

    def flush_disarmed(self: FlushCommand, **options: object) -> None:
        tables = append_only.armed_tables(connection)
        _execute(append_only.removal, tables)
        handle(self, **options)
        _execute(append_only.statements, tables)

    monkeypatch.setattr(FlushCommand, "handle", flush_disarmed)


def _execute(write_sql, tables) -> None:
    with connection.cursor() as cursor:
        for table in tables:
            for sql in write_sql(connection.vendor, table):
                cursor.execute(sql)
