from types import SimpleNamespace

import pytest

from core.staff_lists import shown_value

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
