"""The cost of taking over a long list, against plain reading of its file.

``make bench``, or ``python -m benchmarks.imports [ROWS]``. A workbook is made in
a temporary folder and read by openpyxl alone; then both importers take it over,
as a dry run and for good. What they write is rolled back. Printed: rows, seconds
of processor time, and their ratio to openpyxl's.
"""

import argparse
import io
import os
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
os.environ.setdefault("DEBUG", "0")
django.setup()

from django.core.management import call_command  # noqa: E402 - needs the settings
from django.db import transaction  # noqa: E402
from openpyxl import Workbook, load_workbook  # noqa: E402

from accounts.credit_codes import check_character  # noqa: E402
from accounts.models import Organisation  # noqa: E402
from cms.demo.build import is_built  # noqa: E402

ROWS = 100_000
HEADINGS = ("企业名称", "统一社会信用代码", "行业", "列入原因")
COMMANDS = ("import_enterprises", "import_audit_list")


def make_list(path: Path, rows: int) -> None:
    """Write a list of enterprises that nobody has registered."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEADINGS)
    for number in range(rows):
        head = f"91620100MAY{number:06d}"
        code = head + check_character(head)
        sheet.append([f"测速例示{number}有限公司", code, "2511", "双超"])
    book.save(path)


def read_plainly(path: Path) -> None:
    """Read every row of the file and keep it, as any importer has to."""
    book = load_workbook(path, read_only=True, data_only=True)
    list(book.active.iter_rows(values_only=True))
    book.close()


def seconds_of(work: Callable[[], object]) -> float:
    """Return the processor time that some work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def take_over(command: str, path: Path, *options: str) -> str:
    """Run an import command, undo what it wrote, and return its last lines."""
    said = io.StringIO()
    if command == "import_audit_list":
        authority = Organisation.objects.authorities().earliest("pk")
        options += ("--authority", authority.credit_code or authority.name)
        options += ("--issued-on", "2026-06-01")
    with transaction.atomic():
        call_command(command, str(path), *options, "--quiet-rows", stdout=said)
        transaction.set_rollback(True)
    return said.getvalue()


def main(rows: int) -> None:
    """Print a line for each way of reading the list."""
    if not is_built():
        message = "Build the demo world first: make run, or manage.py demo."
        raise SystemExit(message)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        make_list(path, rows)
        plain = seconds_of(lambda: read_plainly(path))
        print(f"{'':32} {'rows':>8} {'seconds':>8} {'ratio':>6}")
        print(f"{'openpyxl alone':32} {rows:>8} {plain:>8.2f} {1:>6.2f}")
        for command in COMMANDS:
            for options in ((), ("--commit",)):
                name = " ".join((command, *options))
                spent = seconds_of(partial(take_over, command, path, *options))
                print(f"{name:32} {rows:>8} {spent:>8.2f} {spent / plain:>6.2f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("rows", nargs="?", type=int, default=ROWS)
    main(parser.parse_args().rows)
