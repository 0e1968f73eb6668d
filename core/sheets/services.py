"""Commands of an import: try, preview, take over, take back."""

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core.files import store_upload
from core.flow import Flow, Move
from core.journal import record
from core.models.imports import ImportBatch, ImportRow, ImportState, RowOutcome
from core.refusals import Refusal, require
from core.sheets.importing import Importer, RowPlan, importer_for
from core.sheets.journal import ImportAction
from core.sheets.permissions import can_see_import
from core.sheets.reading import Problem, Remark, read_table

if TYPE_CHECKING:
    from accounts.models import User

FILE_KIND = "core.importbatch"
IMPORT_FLOW = Flow(
    [
        Move("commit", {ImportState.PREVIEWED}, ImportState.COMMITTED),
        Move("discard", {ImportState.PREVIEWED}, ImportState.DISCARDED),
        Move("undo", {ImportState.COMMITTED}, ImportState.UNDONE),
    ]
)


@dataclass(frozen=True, slots=True)
class Report:
    """What an import would do, or did, row by row."""

    plans: list[RowPlan]
    remarks: list[Remark]
    batch: ImportBatch | None = None

    @property
    def counts(self) -> dict[str, int]:
        """How many rows came to each outcome."""
        found = Counter(plan.outcome for plan in self.plans)
        return {outcome: found[outcome] for outcome in RowOutcome}


def try_import(importer: Importer, file: BinaryIO, *, name: str) -> Report:
    """Return what taking ``file`` over would do; write nothing.

    Raises Refusal when the file holds no table of this kind.
    """
    table = read_table(file, importer.columns, name=name)
    return Report(importer.plan(table.rows), table.remarks)


@transaction.atomic
def import_file(
    importer: Importer,
    file: BinaryIO,
    *,
    name: str,
    actor: "User | None",
    at: datetime,
) -> Report:
    """Take ``file`` over in one transaction and return what became of its rows.

    For operators at the command line; ``actor`` may be None there.
    """
    require(actor is None or importer.can_import(actor))
    batch = ImportBatch(
        importer=importer.key,
        state=ImportState.COMMITTED,
        file_name=name[-200:],
        options=importer.options,
        uploaded_by=actor,
        uploaded_at=at,
        committed_at=at,
    )
    return _take_over(importer, batch, file, actor=actor, at=at)


@transaction.atomic
def preview_import(
    importer: Importer, upload: UploadedFile, *, actor: "User", at: datetime
) -> ImportBatch:
    """Keep an upload with a report of what taking it over would do.

    Raises Refusal when the file holds no table of this kind.
    """
    require(importer.can_import(actor))
    report = try_import(importer, io.BytesIO(upload.read()), name=upload.name or "")
    upload.seek(0)
    stored = store_upload(upload, kind=FILE_KIND, actor=actor, at=at)
    batch = ImportBatch(
        importer=importer.key,
        file=stored,
        file_name=stored.original_name,
        options=importer.options,
        uploaded_by=actor,
        uploaded_at=at,
    )
    _keep_report(batch, report)
    record(ImportAction.PREVIEWED, batch, actor=actor, at=at, file=batch.file_name)
    return batch


@transaction.atomic
def commit_import(*, batch_id: int, actor: "User", at: datetime) -> Report:
    """Take a previewed file over, as the data are now.

    Raises MoveRefused unless the batch is still a preview.
    """
    batch = ImportBatch.objects.locked().get(pk=batch_id)
    importer = importer_for(batch.importer)(**batch.options)
    require(can_see_import(actor, batch))

    batch.state = IMPORT_FLOW.after("commit", batch.state)
    batch.committed_at = at
    batch.rows.all().delete()
    if batch.file is None:
        raise Refusal(_("The file of this import is not kept any more."))
    with batch.file.content.open("rb") as kept:
        file = io.BytesIO(kept.read())
    return _take_over(importer, batch, file, actor=actor, at=at)


@transaction.atomic
def discard_import(*, batch_id: int, actor: "User", at: datetime) -> ImportBatch:
    """Put a preview aside without taking it over."""
    batch = ImportBatch.objects.locked().get(pk=batch_id)
    require(can_see_import(actor, batch))

    batch.state = IMPORT_FLOW.after("discard", batch.state)
    batch.save(update_fields=["state"])

    record(ImportAction.DISCARDED, batch, actor=actor, at=at, file=batch.file_name)
    return batch


@transaction.atomic
def undo_import(*, batch_id: int, actor: "User | None", at: datetime) -> ImportBatch:
    """Remove the records an import created.

    Raises MoveRefused unless it was taken over, and Refusal when something
    has come to depend on one of its records.
    """
    batch = ImportBatch.objects.locked().get(pk=batch_id)
    importer = importer_for(batch.importer)(**batch.options)
    require(actor is None or can_see_import(actor, batch))

    batch.state = IMPORT_FLOW.after("undo", batch.state)
    batch.undone_at = at
    for model, keys in _created_by(batch).items():
        importer.undo(model, keys)
    batch.save(update_fields=["state", "undone_at"])

    record(ImportAction.UNDONE, batch, actor=actor, at=at, file=batch.file_name)
    return batch


def _take_over(
    importer: Importer,
    batch: ImportBatch,
    file: BinaryIO,
    *,
    actor: "User | None",
    at: datetime,
) -> Report:
    report = try_import(importer, file, name=batch.file_name)
    batch.save()
    importer.write([plan for plan in report.plans if plan.creates], batch)
    _keep_report(batch, report)
    record(
        ImportAction.COMMITTED,
        batch,
        actor=actor,
        at=at,
        file=batch.file_name,
        created=batch.created_count + batch.warned_count,
    )
    return Report(report.plans, report.remarks, batch)


def _keep_report(batch: ImportBatch, report: Report) -> None:
    for outcome, count in report.counts.items():
        setattr(batch, f"{outcome}_count", count)
    told = _in_all_languages([remark.text for remark in report.remarks])
    batch.remarks = [
        {"row": remark.row, "text": text}
        for remark, text in zip(report.remarks, told, strict=True)
    ]
    batch.save()
    notes = _kept_notes([one for plan in report.plans for one in plan.problems])
    ImportRow.objects.bulk_create(
        [_kept_row(batch, plan, notes) for plan in report.plans], batch_size=1000
    )


def _kept_row(
    batch: ImportBatch, plan: RowPlan, notes: Iterator[dict[str, Any]]
) -> ImportRow:
    """Return the row of a plan, which takes its own notes off the front."""
    target = plan.target if plan.target is not None and plan.target.pk else None
    return ImportRow(
        batch=batch,
        number=plan.row.number,
        outcome=plan.outcome,
        title=plan.title[:200],
        target_type=target._meta.label_lower if target else "",
        target_id=str(target.pk) if target else "",
        notes=list(islice(notes, len(plan.problems))),
    )


def _kept_notes(problems: Sequence[Problem]) -> Iterator[dict[str, Any]]:
    columns = _in_all_languages([problem.column for problem in problems])
    reasons = _in_all_languages([problem.reason for problem in problems])
    for column, reason in zip(columns, reasons, strict=True):
        yield {"column": column, "reason": reason}


def _in_all_languages(texts: Sequence[str | Promise]) -> list[dict[str, str]]:
    """Return each text by language; a language is turned to once for them all."""
    said = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            said[language] = [str(text) for text in texts]
    return [
        dict(zip(said, each, strict=True)) for each in zip(*said.values(), strict=True)
    ]


def _created_by(batch: ImportBatch) -> dict[type[models.Model], Sequence[str]]:
    created: dict[type[models.Model], list[str]] = {}
    rows = batch.rows.filter(outcome__in=[RowOutcome.CREATED, RowOutcome.WARNED])
    for label, key in rows.values_list("target_type", "target_id").iterator():
        if label:
            created.setdefault(apps.get_model(label), []).append(key)
    return dict(created)
