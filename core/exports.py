"""Tables as files: CSV and Excel workbooks that a spreadsheet opens safely."""

import csv
import io
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.http import (
    FileResponse,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext, override, pgettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from core.clock import SHANGHAI
from core.money import Money

BOM = "\ufeff"
FORMATS = ("csv", "xlsx")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A sheet of a workbook holds 1,048,576 rows, its header among them.
SHEET_ROWS = 1_000_000
# Wide enough for an instant: narrower, a spreadsheet shows a row of hashes.
COLUMN_WIDTH = 18
_INSTANT = "yyyy-mm-dd hh:mm"
_YUAN = "#,##0.00"
# Spreadsheets take a cell that begins so for a formula; the full-width forms
# count too where the locale is Chinese or Japanese.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
# Characters that XML 1.0 cannot carry.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an exported table; ``value`` reads a row."""

    name: str
    label: str | Promise
    value: Callable[[Any], object]


def export_table(
    file_format: str,
    *,
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Any],
) -> HttpResponseBase:
    """Return ``rows`` as a download in one of FORMATS, in the reader's language.

    CSV is streamed; a workbook is written to disk row by row. Raises KeyError
    for an unknown format.
    """
    write = {"csv": _csv_response, "xlsx": _xlsx_response}[file_format]
    response = write(columns, rows)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{name}.{file_format}"
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def workbook_response(book: Workbook, *, name: str) -> HttpResponseBase:
    """Return a small workbook as a download."""
    content = io.BytesIO()
    book.save(content)
    response = HttpResponse(content.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{name}.xlsx"
    )
    return response


def enumerated(names: Iterable[str]) -> str:
    """Return names one after another, as the reader's language sets them apart."""
    return pgettext("list", ", ").join(names)


def inert(text: str) -> str:
    """Return ``text`` so that no spreadsheet takes it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def csv_lines(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[str]:
    """Yield the lines of a CSV file, header first, with a byte order mark."""
    language = get_language() or "zh-hans"
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow([inert(str(column.label)) for column in columns])
    for row in rows:
        # The file is streamed after the request's own language was let go.
        with override(language):
            values = [_csv_value(column.value(row)) for column in columns]
        yield writer.writerow(values)


def _csv_response(columns: Sequence[Column], rows: Iterable[Any]) -> HttpResponseBase:
    return StreamingHttpResponse(
        csv_lines(columns, rows), content_type="text/csv; charset=utf-8"
    )


def _xlsx_response(columns: Sequence[Column], rows: Iterable[Any]) -> HttpResponseBase:
    book = Workbook(write_only=True)
    sheet: Any = None
    for index, row in enumerate(rows):
        if index % SHEET_ROWS == 0:
            sheet = _new_sheet(book, columns)
        sheet.append([_cell(sheet, column.value(row)) for column in columns])
    if sheet is None:
        _new_sheet(book, columns)
    # FileResponse closes it.
    target = tempfile.TemporaryFile()  # noqa: SIM115
    book.save(target)
    target.seek(0)
    return FileResponse(target, content_type=XLSX)


def _new_sheet(book: Workbook, columns: Sequence[Column]) -> Any:  # noqa: ANN401
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for index in range(1, len(columns) + 1):
        sheet.column_dimensions[get_column_letter(index)].width = COLUMN_WIDTH
    header = [_cell(sheet, str(column.label)) for column in columns]
    for cell in header:
        cell.font = Font(bold=True)
    sheet.append(header)
    return sheet


def _cell(sheet: Any, value: object) -> Any:  # noqa: ANN401
    plain = _plain(value)
    if isinstance(plain, str):
        text = _UNWRITABLE.sub("", plain)
        cell = WriteOnlyCell(sheet, text)
        # Text stays text, also after somebody edits the cell.
        cell.data_type = "s"
        if _FORMULA.match(text):
            cell.quotePrefix = True
        return cell
    cell = WriteOnlyCell(sheet, plain)
    if isinstance(plain, datetime):
        cell.number_format = _INSTANT
    elif isinstance(value, Money):
        cell.number_format = _YUAN
    return cell


def _csv_value(value: object) -> object:
    plain = _plain(value)
    if isinstance(plain, datetime):
        return plain.isoformat(sep=" ", timespec="minutes")
    if isinstance(plain, date | time):
        return plain.isoformat()
    if isinstance(plain, Decimal) and not isinstance(value, Money):
        # As exact as it is, without the zeros that fill a column of the database.
        return f"{plain.normalize():f}"
    return inert(plain) if isinstance(plain, str) else plain


def _plain(value: object) -> Any:  # noqa: ANN401
    """Return a value a cell can hold; instants become Shanghai time."""
    if value is None:
        return None
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, Money):
        return value.yuan
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            value = value.astimezone(SHANGHAI)
        return value.replace(tzinfo=None, microsecond=0)
    if isinstance(value, int | Decimal | date | time):
        return value
    return str(value)


class _Echo:
    """Hands each written line back to whoever wrote it."""

    def write(self, line: str) -> str:
        return line
