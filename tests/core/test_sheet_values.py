from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import Money
from core.sheets import Noted, Unreadable, values


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (datetime(2023, 6, 5, 9, 30), date(2023, 6, 5)),  # noqa: DTZ001 - as read
        (date(2023, 6, 5), date(2023, 6, 5)),
        ("2023年6月5日", date(2023, 6, 5)),
        ("２０２３年６月５日", date(2023, 6, 5)),
        ("2023.6.5", date(2023, 6, 5)),
        ("2023/06/05", date(2023, 6, 5)),
        (" 2023-6-5 ", date(2023, 6, 5)),
        ("2023-06-05 00:00:00", date(2023, 6, 5)),
        ("20230605", date(2023, 6, 5)),
        (45082, date(2023, 6, 5)),
        (45082.0, date(2023, 6, 5)),
        ("45082", date(2023, 6, 5)),
        (None, None),
        ("", None),
        ("—", None),
        ("无", None),
    ],
)
def test_a_day_is_read_however_it_is_written(cell, expected):
    assert values.day(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2023年6月", date(2023, 6, 1)),
        ("2023.6", date(2023, 6, 1)),
        ("2023年6月份", date(2023, 6, 1)),
        ("2023年", date(2023, 1, 1)),
        (2023, date(2023, 1, 1)),
    ],
)
def test_a_day_that_was_assumed_is_noted(cell, expected):
    read = values.day(cell)

    assert isinstance(read, Noted)
    assert read.value == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2027年6月", date(2027, 6, 30)),
        ("2028.2", date(2028, 2, 29)),
        ("2027年6月份", date(2027, 6, 30)),
        ("2027年6月底前", date(2027, 6, 30)),
        ("2027年6月末", date(2027, 6, 30)),
        ("2027年12月底之前", date(2027, 12, 31)),
        ("2027年", date(2027, 12, 31)),
        ("2027年底前", date(2027, 12, 31)),
    ],
)
def test_a_time_limit_without_a_day_is_the_last_one_and_noted(cell, expected):
    read = values.deadline(cell)

    assert isinstance(read, Noted)
    assert read.value == expected
    assert "最后一日" in str(read.reason)


@pytest.mark.parametrize("cell", ["2027年6月15日", "2027年6月15日前", "2027.6.15"])
def test_a_time_limit_with_a_day_is_that_day(cell):
    assert values.deadline(cell) == date(2027, 6, 15)


@pytest.mark.parametrize("cell", ["2027年13月", "2027年6月前", "月底前", "年底"])
def test_a_time_limit_that_is_none_is_refused(cell):
    with pytest.raises(Unreadable):
        values.deadline(cell)


@pytest.mark.parametrize(
    "cell",
    ["2023年13月", "2023.2.30", "去年", "6月5日", "12.5.2023", "99999999", "1e400"],
)
def test_a_day_that_is_none_is_refused(cell):
    with pytest.raises(Unreadable):
        values.day(cell)


@given(st.dates(date(1951, 1, 1), date(2100, 1, 1)))
def test_every_way_to_write_a_day_gives_the_same_day(day):
    written = [
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y/%m/%d}",
        f"{day:%Y%m%d}",
        (day - values.SERIAL_EPOCH).days,
    ]

    assert {values.day(cell) for cell in written} == {day}


@given(st.one_of(st.text(max_size=20), st.integers(), st.floats(allow_nan=False)))
@pytest.mark.parametrize(
    "parse",
    [
        values.day,
        values.deadline,
        values.money,
        values.whole,
        values.decimal,
        values.text,
        values.code,
        values.money.for_header("万元"),
    ],
)
def test_any_cell_is_read_or_refused(parse, cell):
    with suppress(Unreadable):
        parse(cell)


@pytest.mark.parametrize(
    ("cell", "yuan"),
    [
        ("12.8万元", "128000"),
        ("１２．８万元", "128000"),
        ("¥1,234.50", "1234.50"),
        ("128000", "128000"),
        (128000, "128000"),
        (12.8, "12.80"),
        (0.1 + 0.2, "0.30"),
        ("0", "0"),
    ],
)
def test_an_amount_is_read_however_it_is_written(cell, yuan):
    assert values.money(cell) == Money(yuan)


@pytest.mark.parametrize(
    ("cell", "yuan"), [(12.8, "128000"), ("12.8", "128000"), ("128000元", "128000")]
)
def test_a_header_may_state_the_unit_of_plain_amounts(cell, yuan):
    assert values.money.for_header("总投资（万元）")(cell) == Money(yuan)


@pytest.mark.parametrize("cell", ["约12万", "12-15万元", "面议", "1.234", "NaN", "∞"])
def test_an_amount_that_is_none_is_refused(cell):
    with pytest.raises(Unreadable):
        values.money(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("甘肃例示(集团)有限公司", "甘肃例示（集团）有限公司"),
        ("甘肃例示（集团）有限公司", "甘肃例示（集团）有限公司"),
        (" 甘肃 例示\n有限公司 ", "甘肃例示有限公司"),
        ("ＡＢＣ　Ｃｏ．，Ｌｔｄ．", "ABC Co.,Ltd."),
        (13800000000, "13800000000"),
        (13800000000.0, "13800000000"),
        ("甲\u200b乙", "甲乙"),
    ],
)
def test_text_is_cleaned_without_losing_words(cell, expected):
    assert values.text(cell) == expected


def test_a_code_loses_spaces_and_width():
    assert values.code("９１６２ 0100-ma71abcd8h") == "91620100MA71ABCD8H"


def test_a_code_that_a_spreadsheet_rounded_is_refused():
    with pytest.raises(Unreadable):
        values.code(9.16201001234568e17)


def test_an_error_of_a_formula_is_refused():
    with pytest.raises(Unreadable):
        values.text("#REF!")


@pytest.mark.parametrize(("cell", "expected"), [("3", 3), (3.0, 3), ("１２", 12)])
def test_a_whole_number_is_read(cell, expected):
    assert values.whole(cell) == expected


def test_a_fraction_is_no_whole_number():
    with pytest.raises(Unreadable):
        values.whole("3.5")


def test_a_decimal_is_exact():
    assert values.decimal("1,234.5678") == Decimal("1234.5678")
