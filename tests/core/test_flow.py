import pytest

from core.flow import Flow, Move
from core.refusals import MoveRefused

FLOW = Flow(
    [
        Move("submit", {"draft"}, "submitted"),
        Move("withdraw", {"draft", "submitted"}, "withdrawn"),
    ]
)


def test_a_move_leads_where_the_table_says():
    assert FLOW.after("submit", "draft") == "submitted"


def test_a_move_from_any_other_state_is_refused():
    with pytest.raises(MoveRefused):
        FLOW.after("submit", "withdrawn")


def test_the_open_moves_of_a_state_come_in_table_order():
    assert FLOW.moves_from("draft") == ("submit", "withdraw")
    assert FLOW.moves_from("withdrawn") == ()


def test_one_move_from_one_state_cannot_lead_to_two():
    with pytest.raises(ValueError, match="twice"):
        Flow([Move("go", {"a"}, "b"), Move("go", {"a"}, "c")])
