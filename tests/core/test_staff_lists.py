from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.utils.translation import override

from accounts.models import Organisation
from core.staff_lists import DayColumn, InstantColumn, TextColumn, shown_value

ROW = SimpleNamespace(
    state="draft",
    get_state_display=lambda: "草稿",
    profile=None,
    place=SimpleNamespace(name="兰州市"),
)


@pytest.mark.parametrize(
    ("name", "value"),
    [("state", "草稿"), ("place.name", "兰州市"), ("profile.name", None)],
)
def test_a_cell_holds_what_a_reader_is_shown(name, value):
    assert shown_value(ROW, name) == value


def test_another_row_is_called_as_the_reader_calls_it():
    enterprise = Organisation(name="例示厂", name_en="Example Works")

    with override("en"):
        assert shown_value(SimpleNamespace(enterprise=enterprise), "enterprise") == (
            "Example Works"
        )


@pytest.mark.parametrize(
    ("column", "value", "shown"),
    [
        (DayColumn, date(2026, 11, 2), "2026年11月2日"),
        (DayColumn, datetime(2026, 11, 2, 17, tzinfo=UTC), "2026年11月3日"),
        (DayColumn, None, "—"),
        (InstantColumn, datetime(2026, 11, 2, 1, tzinfo=UTC), "2026年11月2日\xa009:00"),
        (TextColumn, "兰州", "兰州"),
    ],
)
def test_a_column_shows_the_day_and_not_how_long_ago_it_was(column, value, shown):
    assert column("held").get_value(SimpleNamespace(held=value)) == shown


def test_a_column_marks_what_is_not_there_with_a_dash():
    column = TextColumn("provider")

    cell = column.get_cell_context_data(
        SimpleNamespace(provider=None), {"row": None, "table": None}
    )

    assert cell["value"] == "—"
