"""Values that a process keeps for a while."""

from itertools import count

from core.keeping import Kept


def test_a_value_is_read_once_while_it_is_kept():
    kept = Kept(count(1).__next__, seconds=60)

    assert [kept(), kept()] == [1, 1]


def test_a_value_whose_time_is_over_is_read_anew():
    kept = Kept(count(1).__next__, seconds=0)

    assert [kept(), kept()] == [1, 2]


def test_what_is_forgotten_is_read_anew():
    kept = Kept(count(1).__next__, seconds=60)
    kept()

    Kept.forget_all()

    assert kept() == 2
