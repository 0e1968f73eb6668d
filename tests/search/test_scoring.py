import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.search.scoring import mean, ndcg, recall

GRADES = st.lists(st.integers(0, 3), max_size=30)


def test_the_best_order_gains_everything():
    assert ndcg([3, 2, 1, 0], [1, 3, 2]) == 1


def test_a_lower_place_gains_less():
    # 7/log2(2) + 3/log2(3) would have been best; 3/log2(2) + 7/log2(3) was shown.
    assert ndcg([2, 3], [3, 2]) == pytest.approx(0.834, abs=0.001)


def test_what_stands_below_the_depth_gains_nothing():
    assert ndcg([0] * 10 + [3], [3]) == 0


def test_recall_counts_what_is_worth_finding():
    assert recall([0, 1, 3], [3, 1, 1, 2]) == 0.5


def test_a_full_page_is_all_that_recall_can_ask():
    assert recall([1] * 20, [1] * 73) == 1


def test_where_nothing_is_worth_finding_nothing_is_missed():
    assert (ndcg([0], []), recall([0], []), mean([])) == (1, 1, 1)


@given(GRADES, st.randoms())
def test_no_order_gains_more_than_the_best(grades, random):
    shown = grades.copy()
    random.shuffle(shown)

    assert 0 <= ndcg(shown, grades) <= 1 + 1e-9
    assert 0 <= recall(shown, grades) <= 1
