"""A table out of a file: header found, cells read, every oddity noted."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal
from core.sheets.columns import SheetColumn, column_letter, match_header
from core.sheets.files import Merge, Sheet, read_sheets
from core.sheets.values import Noted, Parser, Unreadable, fold

HEADER_WITHIN: Final = 20
KNOWN_CELLS: Final = 2000
_TOTALS = re.compile(r"(合计|总计|共计|小计|累计|总数|total|subtotal)[:：]?[\d.,]*")
_REMARKS = re.compile(
    r"(注|备注|说明|填表人|填报人|制表|审核人|联系人)[:：].*", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is odd about a row: the column (may be empty), and why."""

    column: str | Promise
    reason: str | Promise
    refuses: bool = True


@dataclass(slots=True)
class SheetRow:
    """One row of the table by its number in the file."""

    number: int
    values: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        """Whether something in the row cannot be read."""
        return any(problem.refuses for problem in self.problems)

    def refuse(self, column: str | Promise, reason: str | Promise) -> None:
        """Say why this row cannot be taken over."""
        self.problems.append(Problem(column, reason))

    def warn(self, column: str | Promise, reason: str | Promise) -> None:
        """Say what the reader should look at."""
        self.problems.append(Problem(column, reason, refuses=False))


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about the file as a whole, or about a row that was skipped."""

    row: int | None
    text: str | Promise


@dataclass(frozen=True, slots=True)
class SheetTable:
    """The rows of a table and what was noticed while reading it."""

    rows: list[SheetRow]
    remarks: list[Remark]
    headers: Mapping[str, str]


def read_table(
    file: BinaryIO, columns: Sequence[SheetColumn], *, name: str = ""
) -> SheetTable:
    """Return the table in ``file``, an .xlsx or .csv upload.

    The header row is looked for among the first rows; cells are read by their
    columns' parsers; merged cells count for each row they cover; empty rows
    and totals are left out, the latter with a remark. Raises Refusal (field
    ``file``) when the file holds no such table.
    """
    sheets = read_sheets(file, name or getattr(file, "name", "") or "")
    for sheet in sheets:
        located = _locate(sheet, columns)
        if located is not None:
            remarks = list(_other_sheets(sheets, sheet))
            return _Reader(sheet, columns, located, remarks).table()
    raise Refusal(
        _("No header row was found. The table needs these columns: %(columns)s.")
        % {"columns": "、".join(str(column.label) for column in _needed(columns))},
        field="file",
    )


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where a column stands and how its cells are read."""

    index: int
    column: SheetColumn
    header: str
    parse: Parser
    # Cells repeat down a column, and a parser gives the same for the same cell.
    known: dict[str, Any]


class _Reader:
    def __init__(
        self,
        sheet: Sheet,
        columns: Sequence[SheetColumn],
        header_index: int,
        remarks: list[Remark],
    ) -> None:
        self.sheet = sheet
        self.header_index = header_index
        self.remarks = remarks
        self.header_row = _filled_row(sheet, header_index)
        self.keys = [column.key for column in columns]
        self.slots = self._slots(columns)
        self._check_required(columns)

    def table(self) -> SheetTable:
        rows = list(self._rows())
        if not rows:
            raise Refusal(_("The table has a header and no rows."), field="file")
        headers = {slot.column.key: slot.header for slot in self.slots}
        return SheetTable(rows, self.remarks, headers)

    def _slots(self, columns: Sequence[SheetColumn]) -> list[_Slot]:
        slots: dict[str, _Slot] = {}
        covered = set(_covered_columns(self.sheet.merges, self.header_index + 1))
        for index, written in enumerate(self.header_row):
            if written is None or index in covered:
                continue
            column = match_header(columns, written)
            if column is None:
                self._remark_unused(index, written)
            elif column.key in slots:
                self._refuse_twice(slots[column.key], index, column)
            else:
                header = str(written).strip()
                parse = column.parser_for(header)
                slots[column.key] = _Slot(index, column, header, parse, {})
        return list(slots.values())

    def _remark_unused(self, index: int, written: object) -> None:
        header = " ".join(str(written).split())[:40]
        if fold(header) in {"序号", "编号", "no.", "no", "#"}:
            return
        text = _("Column %(letter)s (%(header)s) is not used.") % {
            "letter": column_letter(index),
            "header": header,
        }
        self.remarks.append(Remark(self.header_index + 1, text))

    def _refuse_twice(self, first: _Slot, index: int, column: SheetColumn) -> None:
        raise Refusal(
            _(
                "Columns %(first)s and %(second)s both look like %(label)s; rename "
                "one of them."
            )
            % {
                "first": column_letter(first.index),
                "second": column_letter(index),
                "label": column.label,
            },
            field="file",
        )

    def _check_required(self, columns: Sequence[SheetColumn]) -> None:
        found = {slot.column.key for slot in self.slots}
        missing = [column for column in _needed(columns) if column.key not in found]
        if missing:
            raise Refusal(
                _("Row %(row)d looks like the header but lacks: %(columns)s.")
                % {
                    "row": self.header_index + 1,
                    "columns": "、".join(str(column.label) for column in missing),
                },
                field="file",
            )

    def _rows(self) -> Iterator[SheetRow]:
        start = self.header_index + 1
        below = enumerate(self.sheet.rows[start:], start=start + 1)
        for number, cells in _filled(below, self.sheet.merges):
            first = next((cell for cell in cells if _says_something(cell)), None)
            if first is None:
                continue
            reason = self._reason_to_skip(cells, first)
            if reason is not None:
                self.remarks.append(Remark(number, reason))
                continue
            yield self._read(number, cells)

    def _reason_to_skip(self, cells: Sequence[Any], first: object) -> Promise | None:
        written = [cells[s.index] if s.index < len(cells) else None for s in self.slots]
        headers = [slot.header for slot in self.slots]
        if [str(cell).strip() if cell else cell for cell in written] == headers:
            return _("The header is repeated here; the row was skipped.")
        if isinstance(first, str):
            if _TOTALS.fullmatch(fold(first)):
                return _("This is a total; the row was skipped.")
            alone = sum(_says_something(cell) for cell in dict.fromkeys(cells)) == 1
            if alone and _REMARKS.fullmatch(first.strip()):
                return _("This is a remark below the table; the row was skipped.")
        return None

    def _read(self, number: int, cells: Sequence[Any]) -> SheetRow:
        # A column the file lacks says nothing in every row.
        row = SheetRow(number, dict.fromkeys(self.keys))
        width = len(cells)
        for slot in self.slots:
            cell = cells[slot.index] if slot.index < width else None
            row.values[slot.column.key] = _value(row, slot, cell)
        return row


def _value(row: SheetRow, slot: _Slot, cell: object) -> Any:  # noqa: ANN401
    label = slot.column.label
    try:
        value = _parsed(slot, cell)
    except Unreadable as problem:
        row.refuse(label, problem.message)
        return None
    except ValidationError as error:
        row.refuse(label, " ".join(error.messages))
        return None
    if isinstance(value, Noted):
        row.warn(label, value.reason)
        value = value.value
    if value is None and slot.column.required:
        row.refuse(label, _("This cell must not be empty."))
    return value


def _parsed(slot: _Slot, cell: object) -> Any:  # noqa: ANN401
    if not isinstance(cell, str):
        return slot.parse(cell)
    if cell in slot.known:
        return slot.known[cell]
    value = slot.parse(cell)
    if len(slot.known) < KNOWN_CELLS:
        slot.known[cell] = value
    return value


def _needed(columns: Sequence[SheetColumn]) -> list[SheetColumn]:
    return [column for column in columns if column.required]


def _locate(sheet: Sheet, columns: Sequence[SheetColumn]) -> int | None:
    """Return the index of the row that names most columns, if any does."""
    best, best_score = None, 0
    for index in range(min(HEADER_WITHIN, len(sheet.rows))):
        cells = _filled_row(sheet, index)
        matched = {
            column.key
            for cell in dict.fromkeys(cells)
            if (column := match_header(columns, cell))
        }
        # A header of two rows ends where its vertical merges end.
        continued = best == index - 1 and _merged_with_next(sheet, index)
        if len(matched) > best_score or (continued and len(matched) == best_score):
            best, best_score = index, len(matched)
    enough = min(2, len(columns))
    return best if best_score >= enough else None


def _merged_with_next(sheet: Sheet, number: int) -> bool:
    return any(merge.first_row <= number < merge.last_row for merge in sheet.merges)


def _other_sheets(sheets: Sequence[Sheet], used: Sheet) -> Iterator[Remark]:
    for sheet in sheets:
        if sheet is not used and any(any(row) for row in sheet.rows):
            text = _("Sheet “%(name)s” was not read; only “%(used)s” was.") % {
                "name": sheet.name,
                "used": used.name,
            }
            yield Remark(None, text)


def _says_something(cell: object) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def _filled_row(sheet: Sheet, index: int) -> list[Any]:
    """Return one row with merged cells filled in."""
    above = enumerate(sheet.rows[: index + 1], start=1)
    *_earlier, (_number, cells) = _filled(above, sheet.merges)
    return list(cells)


def _covered_columns(merges: Sequence[Merge], number: int) -> Iterator[int]:
    """Yield the columns that merely continue a merged cell to their left."""
    for merge in merges:
        if merge.first_row <= number <= merge.last_row:
            yield from range(merge.first_column + 1, merge.last_column + 1)


def _filled(
    rows: Any,  # noqa: ANN401 - pairs of number and cells
    merges: Sequence[Merge],
) -> Iterator[tuple[int, Sequence[Any]]]:
    """Yield numbered rows in which each merged cell holds its range's value."""
    waiting = list(reversed(merges))
    open_merges: list[tuple[Merge, Any]] = []
    for number, cells in rows:
        while waiting and waiting[-1].first_row <= number:
            merge = waiting.pop()
            if merge.first_row == number:
                value = _cell(cells, merge.first_column)
                open_merges.append((merge, value))
        if not open_merges:
            yield number, cells
            continue
        open_merges = [item for item in open_merges if item[0].last_row >= number]
        yield number, _with_merges(cells, open_merges)


def _with_merges(cells: Sequence[Any], merges: list[tuple[Merge, Any]]) -> list[Any]:
    last = max((merge.last_column for merge, _value in merges), default=-1)
    filled = [*cells, *[None] * max(0, min(last, 199) + 1 - len(cells))]
    for merge, value in merges:
        for column in range(merge.first_column, min(merge.last_column, 199) + 1):
            filled[column] = value
    return filled


def _cell(cells: Sequence[Any], index: int) -> Any:  # noqa: ANN401
    return cells[index] if index < len(cells) else None
