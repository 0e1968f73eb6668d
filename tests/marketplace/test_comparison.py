"""The published formula, as properties."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import Money
from marketplace.comparison import Offer, Weights, compare, shown

points = st.integers(0, 10_000).map(lambda n: Decimal(n) / 100)
prices = st.integers(1, 10**12).map(Money.from_fen)


@st.composite
def contests(draw):
    """Weights that add up, and fully scored offers."""
    price_weight = draw(st.integers(0, 99))
    first = draw(st.integers(1, 100 - price_weight))
    weights = {1: first}
    if rest := 100 - price_weight - first:
        weights[2] = rest
    scored = st.fixed_dictionaries(
        {key: st.lists(points, min_size=1, max_size=2) for key in weights}
    )
    offers = draw(st.lists(st.tuples(prices, scored), min_size=1, max_size=4))
    return Weights(price_weight, weights), [
        Offer(key, price, given) for key, (price, given) in enumerate(offers)
    ]


@given(contests())
def test_totals_stay_between_nought_and_a_hundred(contest):
    ranked = compare(*contest)

    assert all(0 <= one.total <= 100 for one in ranked)


@given(contests())
def test_the_lowest_price_earns_all_price_points(contest):
    ranked = compare(*contest)

    lowest = min(ranked, key=lambda one: one.price)
    assert lowest.price_score == 100
    assert all(0 < one.price_score <= 100 for one in ranked)


@given(contests())
def test_a_higher_total_never_ranks_lower(contest):
    ranked = compare(*contest)

    assert ranked[0].rank == 1
    for better, worse in pairwise(ranked):
        assert better.total >= worse.total
        assert (better.rank == worse.rank) == (better.total == worse.total)


@given(contests(), st.randoms(use_true_random=False))
def test_the_order_of_opening_changes_nothing(contest, random):
    weights, offers = contest
    shuffled = list(offers)
    random.shuffle(shuffled)

    assert compare(weights, shuffled) == compare(weights, offers)


@given(contests(), st.data())
def test_more_points_never_hurt(contest, data):
    weights, offers = contest
    favoured = data.draw(st.sampled_from(offers))
    full = {key: [Decimal(100)] for key in weights.criteria}
    raised = [
        Offer(one.key, one.price, full) if one is favoured else one for one in offers
    ]

    before = next(x for x in compare(weights, offers) if x.key == favoured.key)
    after = next(x for x in compare(weights, raised) if x.key == favoured.key)

    assert after.total >= before.total
    assert after.rank <= before.rank


@given(st.fractions(0, 100))
def test_shown_scores_are_within_half_a_hundredth(score):
    assert abs(Fraction(shown(score)) - score) <= Fraction(1, 200)


def test_ranks_wait_for_the_last_score():
    weights = Weights(40, {1: 60})
    offers = [
        Offer(1, Money(100), {1: [Decimal(80)]}),
        Offer(2, Money(50), {}),
    ]

    ranked = compare(weights, offers)

    assert [one.rank for one in ranked] == [None, None]
    assert [one.key for one in ranked] == [2, 1]


def test_a_known_contest_gives_the_published_figures():
    weights = Weights(40, {1: 60})
    offers = [
        Offer(1, Money(120000), {1: [Decimal(90)]}),
        Offer(2, Money(100000), {1: [Decimal(40), Decimal(60)]}),
    ]

    ranked = compare(weights, offers)

    assert [(one.key, shown(one.total), one.rank) for one in ranked] == [
        (1, Decimal("87.33"), 1),
        (2, Decimal("70.00"), 2),
    ]


@pytest.mark.parametrize("total", [99, 101])
def test_weights_must_add_up(total):
    with pytest.raises(ValueError, match="100"):
        compare(Weights(40, {1: total - 40}), [])
