import io
import zipfile
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from core.money import Money
from core.refusals import Refusal
from core.sheets import SheetColumn, read_table, values
from core.sheets import files as sheet_files

COLUMNS = [
    SheetColumn("name", "企业名称", ["单位名称", "名称"], required=True),
    SheetColumn("place", "所在地", ["市州"]),
    SheetColumn("code", "统一社会信用代码", ["信用代码"], parse=values.code),
    SheetColumn("invested", "投资", ["总投资"], parse=values.money),
    SheetColumn("since", "成立日期", parse=values.day),
]


def workbook(*rows, merges=(), title="Sheet"):
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for merged in merges:
        sheet.merge_cells(merged)
    return saved(book)


def saved(book):
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "list.xlsx"
    return file


def csv_file(text, encoding="utf-8"):
    file = io.BytesIO(text.encode(encoding))
    file.name = "list.csv"
    return file


def read(file):
    return read_table(file, COLUMNS)


def names(table):
    return [row.values["name"] for row in table.rows]


WHOLE = workbook(["企业名称", "市州"], ["甲公司", "兰州"]).getvalue()
PLAIN = "企业名称,所在地\n甲公司,兰州市\n乙公司,白银市\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_every_usual_encoding(encoding):
    assert names(read(csv_file(PLAIN, encoding))) == ["甲公司", "乙公司"]


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_a_csv_is_read_with_other_separators(delimiter):
    assert names(read(csv_file(PLAIN.replace(",", delimiter)))) == ["甲公司", "乙公司"]


def test_a_quoted_cell_may_hold_line_breaks_and_commas():
    table = read(csv_file('企业名称,所在地\n"甲,公\n司",兰州\n'))

    assert names(table) == ["甲，公司"]


def test_a_workbook_is_read():
    table = read(workbook(["企业名称", "投资"], ["甲公司", "12.8万元"]))

    assert table.rows[0].number == 2
    assert table.rows[0].values["invested"] == Money("128000")
    assert table.rows[0].problems == []


@pytest.mark.parametrize(
    "header", ["单位名称", " 企业 名称 ", "企业名称*", "名称（盖章）", "企业\n名称："]
)
def test_a_header_is_known_by_its_synonyms_and_with_ornaments(header):
    assert names(read(workbook([header, "市州"], ["甲公司", "兰州"]))) == ["甲公司"]


def test_a_header_is_found_below_a_title_and_a_remark():
    table = read(
        workbook(
            ["2026年强制性清洁生产审核企业名单", None],
            ["填报单位：", "某局"],
            [],
            ["序号", "企业名称", "市州"],
            [1, "甲公司", "兰州"],
            merges=["A1:C1"],
        )
    )

    assert [row.number for row in table.rows] == [5]
    assert names(table) == ["甲公司"]


def test_a_header_of_two_rows_ends_at_its_lower_row():
    table = read(
        workbook(
            ["企业名称", "基本情况", None],
            [None, "市州", "成立日期"],
            ["甲公司", "兰州", "2023.6.5"],
            merges=["A1:A2", "B1:C1"],
        )
    )

    assert [row.number for row in table.rows] == [3]
    assert table.rows[0].values["since"] == date(2023, 6, 5)


def test_a_merged_cell_counts_for_every_row_it_covers():
    table = read(
        workbook(
            ["企业名称", "市州"],
            ["甲公司", "兰州"],
            ["乙公司", None],
            ["丙公司", "白银"],
            merges=["B2:B3"],
        )
    )

    assert [row.values["place"] for row in table.rows] == ["兰州", "兰州", "白银"]


def test_a_total_is_skipped_with_a_remark():
    table = read(
        workbook(["企业名称", "投资"], ["甲公司", 1], ["合 计", 1], [None, None])
    )

    assert names(table) == ["甲公司"]
    assert [remark.row for remark in table.remarks] == [3]


def test_a_merged_total_and_a_remark_below_are_skipped():
    table = read(
        workbook(
            ["企业名称", "市州", "投资"],
            ["甲公司", "兰州", 1],
            ["总计：", None, 1],
            ["注：数据截至6月", None, None],
            merges=["A3:B3", "A4:C4"],
        )
    )

    assert names(table) == ["甲公司"]
    assert [remark.row for remark in table.remarks] == [3, 4]


def test_a_company_called_like_a_total_is_kept():
    table = read(workbook(["企业名称", "市州"], ["合计科技有限公司", "兰州"]))

    assert names(table) == ["合计科技有限公司"]


def test_a_repeated_header_is_skipped_with_a_remark():
    header = ["企业名称", "市州"]

    table = read(workbook(header, ["甲公司", "兰州"], header, ["乙公司", "兰州"]))

    assert names(table) == ["甲公司", "乙公司"]
    assert [remark.row for remark in table.remarks] == [3]


def test_a_column_nobody_asked_for_is_named():
    table = read(workbook(["企业名称", "市州", "吉祥物"], ["甲公司", "兰州", "龙"]))

    assert len(table.remarks) == 1
    assert "吉祥物" in str(table.remarks[0].text)


def test_an_unreadable_cell_refuses_its_row_only():
    table = read(
        workbook(["企业名称", "投资"], ["甲公司", "面议"], ["乙公司", 1], [None, 5])
    )

    assert [row.is_refused for row in table.rows] == [True, False, True]
    assert [str(row.problems[0].column) for row in table.rows if row.problems] == [
        "投资",
        "企业名称",
    ]


def test_a_column_the_file_lacks_says_nothing():
    (row,) = read(workbook(["企业名称", "市州"], ["甲公司", "兰州"])).rows

    assert row.values["invested"] is None
    assert row.problems == []


def test_an_assumption_is_a_warning():
    (row,) = read(workbook(["企业名称", "成立日期"], ["甲公司", "2023年6月"])).rows

    assert not row.is_refused
    assert row.values["since"] == date(2023, 6, 1)
    assert len(row.problems) == 1


def test_sheets_that_are_not_read_are_named():
    book = Workbook()
    book.active.append(["企业名称", "市州"])
    book.active.append(["甲公司", "兰州"])
    book.create_sheet("其他").append(["企业名称", "市州"])
    book.create_sheet("空表")

    table = read(saved(book))

    assert names(table) == ["甲公司"]
    assert len(table.remarks) == 1
    assert "其他" in str(table.remarks[0].text)


def refused(file):
    with pytest.raises(Refusal) as caught:
        read(file)
    assert caught.value.field == "file"
    return str(caught.value.message)


def test_two_columns_for_one_thing_are_refused():
    message = refused(workbook(["企业名称", "单位名称", "市州"], ["甲", "乙", "兰州"]))

    assert "A" in message
    assert "B" in message


def test_a_missing_column_is_named():
    assert "企业名称" in refused(workbook(["市州", "投资"], ["兰州", 1]))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old workbook",
        b"%PDF-1.7 not a table",
        b"PK\x03\x04 not a zip",
        b"\x00\x01\x02\x03",
        b"\xff\xfe\x00",
        b"\x81\x20\xff\xff\xfe,\n",
        "只有一行字".encode(),
        "企业名称,市州\n".encode(),
        "企业名称,市州\n甲,".encode() + "好".encode() * 40_000,
    ],
)
def test_a_file_that_is_no_table_is_refused(content):
    file = io.BytesIO(content)
    file.name = "list.xlsx" if content[:2] == b"PK" else "list.csv"

    assert refused(file)


def test_a_file_with_another_name_than_its_content_is_refused():
    file = csv_file(PLAIN)
    file.name = "list.xlsx"

    assert refused(file)


def test_a_cell_of_ten_megabytes_is_refused():
    assert refused(csv_file(f"企业名称,市州\n{'甲' * 3_500_000},兰州\n"))


def test_a_file_above_the_limit_is_refused(settings):
    settings.UPLOAD_MAX_BYTES = 10

    assert refused(csv_file(PLAIN))


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(sheet_files, "MAX_UNPACKED", 1000)

    assert refused(workbook(["企业名称", "市州"], ["甲公司", "兰州"]))


def test_a_table_with_too_many_rows_is_refused(monkeypatch):
    monkeypatch.setattr(sheet_files, "MAX_ROWS", 2)

    assert refused(workbook(["企业名称", "市州"], ["甲", "兰"], ["乙", "兰"]))


def test_a_truncated_workbook_is_refused():
    whole = workbook(["企业名称", "市州"], ["甲公司", "兰州"]).getvalue()
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(whole)) as source,
        zipfile.ZipFile(target, "w") as copy,
    ):
        for member in source.namelist():
            content = source.read(member)
            copy.writestr(member, content[: len(content) // 2])
    target.name = "list.xlsx"

    assert refused(target)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused(content):
    file = io.BytesIO(content)
    file.name = "list.csv"

    with suppress(Refusal):
        read(file)


@given(st.data())
def test_any_damaged_workbook_is_a_table_or_refused(data):
    content = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    file = io.BytesIO(bytes(content))
    file.name = "list.xlsx"

    with suppress(Refusal):
        read(file)
