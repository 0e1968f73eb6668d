from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.search.questions import Position

positions = st.builds(
    Position,
    score=st.integers(0, 999_999_999),
    day=st.none() | st.dates(),
    address=st.from_regex(r"/[a-z0-9/~.-]{0,60}", fullmatch=True),
)


@given(positions)
def test_a_position_is_read_as_it_was_written(position):
    assert Position.parse(str(position)) == position


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "1~2026-01-01~",
        "-1~2026-01-01~/x/",
        "1~2026-02-30~/x/",
        "1~yesterday~/x/",
        "1~~x",
        "１~~/x/",
        "9999999999~~/x/",
        f"1~~/{'x' * 500}",
        "1~~/x/\n",
        "1~~/x\0",
    ],
)
def test_what_is_no_position_is_refused(text):
    with pytest.raises(ValueError, match=r"\S"):
        Position.parse(text)


def test_a_position_without_a_day_says_so():
    assert str(Position(3, None, "/x/")) == "3~~/x/"
    assert str(Position(3, date(2026, 1, 2), "/x/")) == "3~2026-01-02~/x/"
