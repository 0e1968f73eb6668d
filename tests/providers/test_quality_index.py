from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.enums import ObservationKind
from providers.quality_index import (
    LIFETIME_DAYS,
    SHARES,
    Fact,
    breakdown,
    pool_means,
    remaining,
)

TODAY = date(2026, 3, 10)

shares = st.decimals(0, 1, places=4)
facts = st.builds(
    Fact,
    kind=st.sampled_from(list(ObservationKind.values)),
    value=shares,
    weight=st.decimals("0.5", 5, places=1),
    observed_on=st.dates(date(2021, 3, 11), TODAY),
)
many = st.lists(facts, max_size=12)
full_pool = st.fixed_dictionaries(
    {kind: shares.map(Fraction) for kind in ObservationKind.values}
)


def fact(value, kind=ObservationKind.EVALUATION, age=0):
    day = TODAY - timedelta(days=age)
    return Fact(kind, Decimal(value), Decimal(1), day)


def test_the_shares_of_the_kinds_make_a_whole():
    assert sum(SHARES.values()) == 1
    assert set(SHARES) == set(ObservationKind.values)


def test_without_facts_there_is_no_index():
    assert breakdown([], {"evaluation": Fraction(1, 2)}, TODAY).index is None


def test_one_fact_is_shrunk_towards_the_pool():
    found = breakdown([fact("1")], {"evaluation": Fraction(1, 2)}, TODAY)

    (line,) = found.lines
    assert line.counted == (1 + 5 * Fraction(1, 2)) / 6
    assert found.index == Decimal("58.3")


def test_kinds_unknown_to_the_pool_leave_their_share_to_the_others():
    pool = {"evaluation": Fraction(1), "acceptance": Fraction(0)}

    found = breakdown([fact("1")], pool, TODAY)

    assert [line.share for line in found.lines] == [Fraction(1, 2), Fraction(1, 2)]


def test_a_fact_of_five_years_counts_no_more():
    old = fact("1", age=LIFETIME_DAYS)

    assert remaining(old.observed_on, TODAY) == 0
    assert breakdown([old], {"evaluation": Fraction(1, 2)}, TODAY).index is None


def test_the_pool_weighs_by_age():
    facts_of_pool = [fact("1"), fact("0", age=LIFETIME_DAYS // 2 + 1)]

    assert pool_means(facts_of_pool, TODAY)["evaluation"] > Fraction(1, 2)


@given(own=many, pool=full_pool)
def test_the_index_lies_between_nothing_and_a_hundred(own, pool):
    found = breakdown(own, pool, TODAY)

    assert found.index is None or 0 <= found.index <= 100
    assert (found.index is None) == (not found.facts)


@given(own=many, pool=full_pool, data=st.data())
def test_the_order_of_facts_changes_nothing(own, pool, data):
    shuffled = data.draw(st.permutations(own))

    assert breakdown(own, pool, TODAY) == breakdown(shuffled, pool, TODAY)


@given(own=many, pool=full_pool, kind=st.sampled_from(list(ObservationKind.values)))
def test_a_perfect_fact_never_lowers_the_index(own, pool, kind):
    own = [fact("0.5"), *own]
    before = breakdown(own, pool, TODAY).index

    after = breakdown([*own, fact("1", kind)], pool, TODAY).index

    assert after >= before


@given(own=many, pool=full_pool)
def test_each_line_lies_between_the_providers_own_mean_and_the_pools(own, pool):
    for line in breakdown(own, pool, TODAY).lines:
        low, high = sorted([line.pool, line.own if line.facts else line.pool])

        assert low <= line.counted <= high


@given(own=many)
def test_a_provider_that_is_the_pool_has_the_pools_means(own):
    pool = pool_means(own, TODAY)

    for line in breakdown(own, pool, TODAY).lines:
        assert line.counted == line.pool


@pytest.mark.parametrize("age", [-3, 0])
def test_a_fact_of_today_or_later_counts_in_full(age):
    assert remaining(TODAY - timedelta(days=age), TODAY) == 1
