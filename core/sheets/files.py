"""Rows of cells out of a file, whatever its format and encoding."""

import codecs
import csv
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final
from xml.etree.ElementTree import ParseError

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from core.files.content import recognise
from core.refusals import Refusal

MAX_ROWS: Final = 200_000
MAX_COLUMNS: Final = 200
# What a spreadsheet program itself allows in one cell.
MAX_CELL: Final = 32_767
MAX_UNPACKED: Final = 600 * 1024 * 1024
# Real tables pack to a tenth or so; packed far smaller, a file is one to harm.
MAX_RATIO: Final = 100
SMALL: Final = 32 * 1024 * 1024
MAX_MERGES: Final = 20_000
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d+:[A-Z]{1,3}\d+)"')
# What openpyxl raises, by experience, for files that are not what they claim.
_BROKEN = (
    AttributeError,
    EOFError,
    IndexError,
    InvalidFileException,
    KeyError,
    # Python's zip reader on a method it does not know, and on encrypted members.
    NotImplementedError,
    OSError,
    ParseError,
    RuntimeError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range; rows and columns are inclusive, counted from 1 and 0."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(slots=True)
class Sheet:
    """One sheet: its rows in order with their numbers from 1."""

    name: str
    rows: list[tuple[Any, ...]]
    merges: list[Merge] = field(default_factory=list)


def read_sheets(file: BinaryIO, name: str) -> list[Sheet]:
    """Return the visible sheets of a workbook, or the one table of a CSV file.

    Raises Refusal (field ``file``) for files that are no tables, damaged, too
    large, or encoded in a way nobody can tell.
    """
    _check_size(file)
    head = file.read(8)
    file.seek(0)
    if head == _OLE:
        raise Refusal(
            _(
                "This workbook is in the old .xls format or has a password. Save it "
                "as .xlsx without a password and try again."
            ),
            field="file",
        )
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return [Sheet("", list(_csv_rows(file.read())))]
    kind = recognise(file, name).extension
    file.seek(0)
    if kind == "xlsx":
        return _workbook_sheets(file)
    if kind == "csv":
        return [Sheet("", list(_csv_rows(file.read())))]
    raise Refusal(_("This file is no table. Use Excel (.xlsx) or CSV."), field="file")


def _check_size(file: BinaryIO) -> None:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if not size:
        raise Refusal(_("The file is empty."), field="file")
    if size > settings.UPLOAD_MAX_BYTES:
        limit = filesizeformat(settings.UPLOAD_MAX_BYTES)
        raise Refusal(
            _("The file is larger than %(limit)s.") % {"limit": limit}, field="file"
        )


def _workbook_sheets(file: BinaryIO) -> list[Sheet]:
    try:
        with zipfile.ZipFile(file) as archive:
            _check_unpacked(archive)
            with warnings.catch_warnings():
                # Unknown extensions of a workbook are none of our business.
                warnings.simplefilter("ignore")
                return _read_workbook(file, archive)
    except _BROKEN as error:
        raise Refusal(
            _("The workbook is damaged: open it in Excel, save it again and retry."),
            field="file",
        ) from error


def _check_unpacked(archive: zipfile.ZipFile) -> None:
    # A member never unpacks to more than it declares, so declarations suffice.
    members = archive.infolist()
    if sum(member.file_size for member in members) > MAX_UNPACKED or any(
        member.file_size > max(MAX_RATIO * member.compress_size, SMALL)
        for member in members
    ):
        raise Refusal(
            _("The workbook unpacks to far more than a table of this kind needs."),
            field="file",
        )


def _read_workbook(file: BinaryIO, archive: zipfile.ZipFile) -> list[Sheet]:
    book = load_workbook(file, read_only=True, data_only=True)
    try:
        return [
            Sheet(
                sheet.title,
                list(_sheet_rows(sheet)),
                _merges(archive, sheet._worksheet_path),  # noqa: SLF001 - merged ranges are not read in read-only mode
            )
            for sheet in book.worksheets
            if sheet.sheet_state == "visible"
        ]
    finally:
        book.close()


def _sheet_rows(sheet: Any) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401
    # The stated size of a sheet may be wrong; rows come as long as they are.
    sheet.reset_dimensions()
    filled = 0
    for row in sheet.iter_rows(values_only=True):
        cells = row[:MAX_COLUMNS]
        filled += any(cell is not None for cell in cells)
        _check_row(filled, cells)
        yield cells


def _merges(archive: zipfile.ZipFile, path: str) -> list[Merge]:
    found: list[Merge] = []
    rest = b""
    with archive.open(path) as stream:
        while block := stream.read(1 << 20):
            window = rest + block
            ends = 0
            for match in _MERGE.finditer(window):
                left, top, right, bottom = range_boundaries(match[1].decode())
                found.append(Merge(top, bottom, left - 1, right - 1))
                ends = match.end()
            rest = window[max(ends, len(window) - 200) :]
            if len(found) > MAX_MERGES:
                raise Refusal(_("The sheet has too many merged cells."), field="file")
    return sorted(found, key=lambda merge: merge.first_row)


def _csv_rows(raw: bytes) -> Iterator[tuple[Any, ...]]:
    content = _decode(raw)
    delimiter = _delimiter(content)
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter)
    try:
        for number, row in enumerate(reader, start=1):
            cells = tuple(cell or None for cell in row[:MAX_COLUMNS])
            _check_row(number, cells)
            yield cells
    except csv.Error as error:
        raise Refusal(
            _("Line %(line)d of the file cannot be read as CSV.")
            % {"line": reader.line_num},
            field="file",
        ) from error


def _decode(raw: bytes) -> str:
    encodings = ["utf-8-sig", "gb18030"]
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            content = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in content:
            return content
    raise Refusal(
        _("The file's encoding cannot be told. Save it as UTF-8 or as .xlsx."),
        field="file",
    )


def _delimiter(content: str) -> str:
    lines = [line for line in content[:20_000].splitlines() if line.strip()][:10]
    counts = {mark: sum(line.count(mark) for line in lines) for mark in ",\t;"}
    return max(counts, key=lambda mark: counts[mark])


def _check_row(number: int, cells: tuple[Any, ...]) -> None:
    if number > MAX_ROWS:
        raise Refusal(
            _("The table has more than %(rows)d rows; split it and retry.")
            % {"rows": MAX_ROWS},
            field="file",
        )
    for cell in cells:
        if isinstance(cell, str) and len(cell) > MAX_CELL:
            raise Refusal(
                _("A cell near row %(row)d holds more text than a cell can.")
                % {"row": number},
                field="file",
            )
