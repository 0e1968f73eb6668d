import io
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from core.files import can_fetch_file
from core.journal import journal_of, record
from core.models import ImportBatch, ImportRow, NumberSequence, StoredFile
from core.models.imports import ImportState
from core.refusals import MoveRefused, Refusal
from core.sheets import Importer, Outcome, RowPlan, SheetColumn, values
from core.sheets import importing as sheet_importing
from core.sheets.blank import blank_workbook
from core.sheets.journal import ImportAction
from core.sheets.services import (
    commit_import,
    discard_import,
    import_file,
    preview_import,
    try_import,
    undo_import,
)
from tests.conftest import NOON
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

FILE = "系列,年份\nA,2026\nB,去年\nC,2025年\nA,2026\n"


class SeriesImporter(Importer):
    key = "test-series"
    label = "Series"
    columns = [
        SheetColumn("prefix", "系列", ["series"], required=True, example="A"),
        SheetColumn("year", "年份", required=True, parse=values.whole),
    ]

    @classmethod
    def can_import(cls, user):
        return user.is_staff

    def plan(self, rows):
        seen = set()
        return [self._plan(row, seen) for row in rows]

    def _plan(self, row, seen):
        title = row.values["prefix"] or ""
        if title in seen:
            row.warn("系列", "again")
            return RowPlan(row, Outcome.MATCHED, title)
        if row.is_refused:
            return RowPlan(row, Outcome.REFUSED, title)
        seen.add(title)
        target = NumberSequence(prefix=title, year=row.values["year"])
        return RowPlan(row, Outcome.CREATED, title, target)

    def write(self, plans, batch):
        NumberSequence.objects.bulk_create([plan.target for plan in plans])


@pytest.fixture(autouse=True)
def _registered(monkeypatch):
    monkeypatch.setitem(sheet_importing._importers, "test-series", SeriesImporter)


@pytest.fixture
def staff():
    return UserFactory(is_staff=True)


def upload(text=FILE):
    return SimpleUploadedFile("series.csv", text.encode())


def file(text=FILE):
    return io.BytesIO(text.encode())


def imported(actor=None):
    return import_file(
        SeriesImporter(), file(), name="series.csv", actor=actor, at=NOON
    ).batch


def test_a_trial_reports_every_row_and_writes_nothing():
    report = try_import(SeriesImporter(), file(), name="series.csv")

    assert [plan.outcome for plan in report.plans] == [
        Outcome.CREATED,
        Outcome.REFUSED,
        Outcome.REFUSED,
        Outcome.MATCHED,
    ]
    assert report.counts[Outcome.REFUSED] == 2
    assert not NumberSequence.objects.exists()
    assert not ImportBatch.objects.exists()


def test_an_import_creates_records_and_keeps_a_report():
    batch = imported()

    row = batch.rows.get(number=2)
    assert batch.state == ImportState.COMMITTED
    assert (batch.created_count, batch.matched_count, batch.refused_count) == (1, 1, 2)
    assert row.target_id == str(NumberSequence.objects.get().pk)
    assert batch.rows.get(number=3).reasons[0]["column"] == "年份"
    assert [entry.action for entry in journal_of(batch)] == [ImportAction.COMMITTED]


def test_a_preview_keeps_file_and_report_but_no_records(staff):
    batch = preview_import(SeriesImporter(), upload(), actor=staff, at=NOON)

    assert batch.state == ImportState.PREVIEWED
    assert batch.rows.count() == 4
    assert batch.file.original_name == "series.csv"
    assert not NumberSequence.objects.exists()
    assert [entry.action for entry in journal_of(batch)] == [ImportAction.PREVIEWED]


def test_a_preview_is_taken_over_as_the_data_are_then(staff):
    batch = preview_import(SeriesImporter(), upload(), actor=staff, at=NOON)

    commit_import(batch_id=batch.pk, actor=staff, at=NOON)

    batch.refresh_from_db()
    assert batch.state == ImportState.COMMITTED
    assert batch.rows.count() == 4
    assert NumberSequence.objects.get().prefix == "A"


def test_a_preview_is_taken_over_once(staff):
    batch = preview_import(SeriesImporter(), upload(), actor=staff, at=NOON)
    commit_import(batch_id=batch.pk, actor=staff, at=NOON)

    with pytest.raises(MoveRefused):
        commit_import(batch_id=batch.pk, actor=staff, at=NOON)

    assert NumberSequence.objects.count() == 1
    assert ImportRow.objects.count() == 4


def test_a_preview_can_be_put_aside(staff):
    batch = preview_import(SeriesImporter(), upload(), actor=staff, at=NOON)

    discard_import(batch_id=batch.pk, actor=staff, at=NOON)

    with pytest.raises(MoveRefused):
        commit_import(batch_id=batch.pk, actor=staff, at=NOON)
    assert not NumberSequence.objects.exists()


def test_an_import_is_taken_back():
    batch = imported()
    NumberSequence.objects.create(prefix="Z", year=2026)

    undo_import(batch_id=batch.pk, actor=None, at=NOON)

    batch.refresh_from_db()
    assert batch.state == ImportState.UNDONE
    assert [row.prefix for row in NumberSequence.objects.all()] == ["Z"]
    assert journal_of(batch).last().action == ImportAction.UNDONE


def test_an_import_is_taken_back_once():
    batch = imported()
    undo_import(batch_id=batch.pk, actor=None, at=NOON)

    with pytest.raises(MoveRefused):
        undo_import(batch_id=batch.pk, actor=None, at=NOON)


def test_an_import_stays_when_the_journal_speaks_of_a_record():
    batch = imported()
    series = NumberSequence.objects.get()
    record(ImportAction.PREVIEWED, series, actor=None, at=NOON)

    with pytest.raises(Refusal):
        undo_import(batch_id=batch.pk, actor=None, at=NOON)

    batch.refresh_from_db()
    assert batch.state == ImportState.COMMITTED
    assert NumberSequence.objects.filter(pk=series.pk).exists()


def test_only_those_allowed_import_and_take_back(staff):
    stranger = UserFactory()
    batch = preview_import(SeriesImporter(), upload(), actor=staff, at=NOON)

    with pytest.raises(PermissionDenied):
        preview_import(SeriesImporter(), upload(), actor=stranger, at=NOON)
    with pytest.raises(PermissionDenied):
        commit_import(batch_id=batch.pk, actor=stranger, at=NOON)
    with pytest.raises(PermissionDenied):
        discard_import(batch_id=batch.pk, actor=stranger, at=NOON)
    with pytest.raises(PermissionDenied):
        undo_import(batch_id=batch.pk, actor=stranger, at=NOON)

    assert ImportBatch.objects.get().state == ImportState.PREVIEWED


def test_a_file_that_is_no_table_leaves_nothing_behind(staff):
    with pytest.raises(Refusal):
        preview_import(SeriesImporter(), upload("nonsense"), actor=staff, at=NOON)

    assert not ImportBatch.objects.exists()
    assert not StoredFile.objects.exists()


def test_the_file_of_an_import_is_fetched_by_those_who_may_import(client, staff):
    batch = preview_import(SeriesImporter(), upload(), actor=staff, at=NOON)

    assert can_fetch_file(staff, batch.file)
    assert not can_fetch_file(UserFactory(), batch.file)


def test_the_blank_workbook_is_understood_by_the_importer():
    book = blank_workbook(SeriesImporter())
    book.worksheets[0].append(["A", 2026])
    target = io.BytesIO()
    book.save(target)

    report = try_import(SeriesImporter(), target, name="filled.xlsx")

    assert [plan.outcome for plan in report.plans] == [Outcome.CREATED]
    assert len(load_workbook(target).worksheets) == 2


def test_reasons_are_kept_in_both_languages():
    reason = imported().rows.get(number=3).notes[0]["reason"]

    assert set(reason) == {"zh-hans", "en"}
    assert re.search("number", reason["en"])
