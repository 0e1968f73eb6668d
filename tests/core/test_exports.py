import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy, override
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from core.exports import BOM, Column, csv_lines, export_table, inert
from core.money import Money

COLUMNS = [
    Column("a", gettext_lazy("Yes"), lambda row: row[0]),
    Column("b", "乙", lambda row: row[1]),
]


def body(response):
    content = b"".join(response.streaming_content)
    for close in response._resource_closers:
        close()
    return content


def read_csv(response):
    return list(csv.reader(io.StringIO(body(response).decode("utf-8-sig"))))


def read_xlsx(response):
    book = load_workbook(io.BytesIO(body(response)))
    return [list(row) for row in book.worksheets[0].iter_rows()]


@pytest.mark.parametrize(
    "text", ["=1+1", "+86 931", "-cmd", "@SUM(A1)", "\t=1", " =1", "＝1", "\r\n=1"]
)
def test_text_that_looks_like_a_formula_is_made_inert(text):
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "甘肃", "a=b", "9162", "（例示）"])
def test_ordinary_text_stays_as_it_is(text):
    assert inert(text) == text


def test_csv_opens_in_a_spreadsheet_as_utf_8():
    response = export_table("csv", name="名单", columns=COLUMNS, rows=[("甲", 1)])

    raw = body(response)

    assert raw.startswith(BOM.encode())
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]


def test_csv_writes_values_a_machine_can_read():
    rows = [
        (Money("1234.50"), date(2026, 3, 10)),
        (Decimal("-20.1000"), datetime(2026, 3, 10, 18, tzinfo=UTC)),
        (None, True),
    ]

    with override("en"):
        table = read_csv(export_table("csv", name="x", columns=COLUMNS, rows=rows))

    assert table[1:] == [
        ["1234.50", "2026-03-10"],
        ["-20.1", "2026-03-11 02:00"],
        ["", "Yes"],
    ]


def test_a_streamed_csv_keeps_the_language_of_the_request():
    with override("en"):
        lines = csv_lines(COLUMNS, [(True, "")])

        header = next(lines)

    with override("zh-hans"):
        assert header.startswith(f"{BOM}Yes,")
        assert next(lines).startswith("Yes,")


def test_a_workbook_holds_text_never_formulas():
    rows = [("=HYPERLINK(1)", "0012"), ("a\x00b\x0b", Money("3.50"))]

    table = read_xlsx(export_table("xlsx", name="x", columns=COLUMNS, rows=rows))

    assert [cell.data_type for cell in table[1]] == ["s", "s"]
    assert table[1][0].value == "=HYPERLINK(1)"
    assert table[1][0].quotePrefix
    assert table[1][1].value == "0012"
    assert [cell.value for cell in table[2]] == ["ab", 3.5]


def test_a_workbook_shows_money_and_instants_as_people_write_them():
    rows = [(Money("1234.50"), datetime(2026, 3, 10, 18, tzinfo=UTC))]

    _header, row = read_xlsx(export_table("xlsx", name="x", columns=COLUMNS, rows=rows))

    assert [cell.number_format for cell in row] == ["#,##0.00", "yyyy-mm-dd hh:mm"]
    assert row[1].value == datetime(2026, 3, 11, 2)  # noqa: DTZ001 - a cell has no zone


def test_an_empty_table_is_a_header():
    table = read_xlsx(export_table("xlsx", name="x", columns=COLUMNS, rows=[]))

    assert [cell.value for cell in table[0]][1] == "乙"
    assert len(table) == 1


@given(st.text(max_size=30))
def test_any_text_survives_both_formats(text):
    rows = [(text, "x")]

    (line,) = read_csv(export_table("csv", name="x", columns=COLUMNS, rows=rows))[1:]
    workbook = read_xlsx(export_table("xlsx", name="x", columns=COLUMNS, rows=rows))

    assert line[0] in {text, f"'{text}"}
    assert workbook[1][0].data_type in {"s", "n", "inlineStr"}
