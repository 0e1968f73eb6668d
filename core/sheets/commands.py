"""The shape of every ``import_…`` command."""

import gc
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from core import clock
from core.models.imports import ImportBatch, RowOutcome
from core.refusals import Refusal
from core.sheets.importing import Importer
from core.sheets.services import Report, import_file, try_import, undo_import


class ImportCommand(BaseCommand):
    """Read a list from FILE: a dry run unless ``--commit``; ``--undo BATCH``.

    Subclasses name their ``importer``; those whose importer needs options
    override ``add_options`` and ``options_from``.
    """

    importer: ClassVar[type[Importer]]

    def add_arguments(self, parser: ArgumentParser) -> None:
        """State the arguments every import understands."""
        parser.add_argument("file", nargs="?", help="an .xlsx or .csv file")
        parser.add_argument("--commit", action="store_true", help="take the rows over")
        parser.add_argument(
            "--undo", metavar="BATCH", type=int, help="take an import back"
        )
        parser.add_argument(
            "--quiet-rows",
            action="store_true",
            help="report only rows that need attention",
        )
        parser.add_argument("--language", default="zh-hans", help="zh-hans or en")
        self.add_options(parser)

    def add_options(self, parser: ArgumentParser) -> None:
        """State arguments of this import only."""

    def options_from(self, **options: Any) -> dict[str, Any]:
        """Return what the importer is made with."""
        return {}

    def handle(self, *args: Any, **options: Any) -> None:
        """Run, and turn a refusal into the command's error."""
        with translation.override(options["language"]):
            try:
                self._run(**options)
            except Refusal as refusal:
                raise CommandError(str(refusal.message)) from refusal

    def _run(self, **options: Any) -> None:
        if options["undo"] is not None:
            self._undo(options["undo"])
        elif options["file"] is None:
            raise CommandError(_("Name a file, or a batch to take back."))
        else:
            self._read(Path(options["file"]), **options)

    def _undo(self, batch_id: int) -> None:
        found = ImportBatch.objects.filter(pk=batch_id, importer=self.importer.key)
        if not found.exists():
            raise CommandError(_("There is no such import."))
        batch = undo_import(batch_id=batch_id, actor=None, at=clock.now())
        self.stdout.write(_("Import %(batch)s was taken back.") % {"batch": batch.pk})

    def _read(self, path: Path, **options: Any) -> None:
        # A long list is millions of objects that all stay until the end; looking
        # for garbage among them costs a tenth of the time and finds none.
        gc.disable()
        try:
            self._read_now(path, **options)
        finally:
            gc.enable()

    def _read_now(self, path: Path, **options: Any) -> None:
        importer = self.importer(**self.options_from(**options))
        try:
            with path.open("rb") as file:
                report = (
                    import_file(
                        importer, file, name=path.name, actor=None, at=clock.now()
                    )
                    if options["commit"]
                    else try_import(importer, file, name=path.name)
                )
        except OSError as error:
            raise CommandError(str(error)) from error
        self._show(report, every_row=not options["quiet_rows"])

    def _show(self, report: Report, *, every_row: bool) -> None:
        for remark in report.remarks:
            place = "" if remark.row is None else f"{remark.row}: "
            self.stdout.write(f"  {place}{remark.text}")
        for plan in report.plans:
            if every_row or plan.problems:
                self.stdout.write(
                    f"{plan.row.number:>6}  {RowOutcome(plan.outcome).label}  "
                    f"{plan.title}"
                )
            for problem in plan.problems:
                self.stdout.write(f"        {problem.column}: {problem.reason}")
        counts = report.counts
        self.stdout.write(
            "  ".join(
                f"{RowOutcome(outcome).label} {count}"
                for outcome, count in counts.items()
            )
        )
        if report.batch is None:
            self.stdout.write(
                _("Nothing was changed: this was a dry run. Add --commit to import.")
            )
        else:
            self.stdout.write(
                _("Imported as batch %(batch)s; --undo %(batch)s takes it back.")
                % {"batch": report.batch.pk}
            )
