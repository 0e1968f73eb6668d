"""Clocks, files, imports and search entries for tests."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from core.models import (
    ClockPause,
    ImportBatch,
    ImportRow,
    OutboxMessage,
    SearchEntry,
    SearchOutboxEntry,
    SearchQueue,
    SearchRebuild,
    StatutoryClock,
    StoredFile,
)
from core.models.imports import ImportState, RowOutcome


class StatutoryClockFactory(DjangoModelFactory):
    class Meta:
        model = StatutoryClock

    class Params:
        finished = factory.Trait(finished_on=date(2026, 3, 12))

    kind = factory.Sequence(lambda n: f"example.clock_{n}")
    subject_type = "reference.jurisdiction"
    subject_id = "620100"
    label = "例示期限"
    label_en = "Example term"
    amount = 5
    unit = "working_day"
    starts_on = date(2026, 3, 9)
    ends_on = date(2026, 3, 16)
    due_on = date(2026, 3, 16)
    remind_ahead = [7, 1]


class ClockPauseFactory(DjangoModelFactory):
    class Meta:
        model = ClockPause

    clock = factory.SubFactory(StatutoryClockFactory)
    from_on = date(2026, 3, 11)
    reason = "例示原因"


class StoredFileFactory(DjangoModelFactory):
    class Meta:
        model = StoredFile

    kind = "core.importbatch"
    content = factory.django.FileField(filename="list.csv", data=b"a,b\n1,2\n")
    original_name = "list.csv"
    content_type = "text/plain"
    size = 8
    sha256 = "0" * 64
    uploaded_at = datetime(2026, 3, 9, 1, tzinfo=UTC)


class ImportBatchFactory(DjangoModelFactory):
    class Meta:
        model = ImportBatch

    class Params:
        committed = factory.Trait(
            state=ImportState.COMMITTED,
            committed_at=datetime(2026, 3, 9, 2, tzinfo=UTC),
        )
        undone = factory.Trait(
            state=ImportState.UNDONE,
            committed_at=datetime(2026, 3, 9, 2, tzinfo=UTC),
            undone_at=datetime(2026, 3, 9, 3, tzinfo=UTC),
        )

    importer = "enterprises"
    file_name = "list.csv"
    uploaded_at = datetime(2026, 3, 9, 1, tzinfo=UTC)


class ImportRowFactory(DjangoModelFactory):
    class Meta:
        model = ImportRow

    batch = factory.SubFactory(ImportBatchFactory)
    number = factory.Sequence(lambda n: n + 2)
    outcome = RowOutcome.CREATED
    title = "例示公司"


class SearchEntryFactory(DjangoModelFactory):
    class Meta:
        model = SearchEntry

    kind = "page"
    object_key = factory.Sequence(str)
    title = "例示页"
    folded_title = "例示页"
    url = "/"


class SearchOutboxEntryFactory(DjangoModelFactory):
    class Meta:
        model = SearchOutboxEntry

    kind = "page"
    object_key = factory.Sequence(str)


class SearchQueueFactory(DjangoModelFactory):
    class Meta:
        model = SearchQueue
        django_get_or_create = ["name"]

    name = "embedded"


class SearchRebuildFactory(DjangoModelFactory):
    class Meta:
        model = SearchRebuild

    engine = "embedded"
    kind = "page"
    started_at = factory.LazyFunction(lambda: datetime(2026, 3, 10, 4, tzinfo=UTC))


class OutboxMessageFactory(DjangoModelFactory):
    class Meta:
        model = OutboxMessage

    to_address = factory.Sequence(lambda n: f"reader{n}@mail.example")
    template = "accounts/invitation"
    language = "zh-hans"
    subject = "例示信件"
    body = "例示内容。\n"
    queued_at = datetime(2026, 3, 9, 2, tzinfo=UTC)
