"""The draw repeats, keeps its quotas, and never seats the excluded."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experts.draw_engine import (
    OPEN_SEAT,
    Candidate,
    Quota,
    Shortage,
    draw_seed,
    fill_seats,
    next_candidate,
    order_candidates,
    seats_of,
)

SPECIALITIES = ("industry", "energy", "environment", "water")
seeds = st.binary(min_size=32, max_size=32)


@st.composite
def pools(draw, least=1):
    size = draw(st.integers(least, 14))
    return [
        Candidate(
            f"E{number:02d}",
            tuple(sorted(draw(st.sets(st.sampled_from(SPECIALITIES))))),
            tuple(draw(st.lists(st.just("term_over"), max_size=1))),
        )
        for number in range(size)
    ]


def seed_of(number):
    return draw_seed(
        frozen_hash="0" * 64, operator_nonce="a", witness_nonce=f"{number}"
    )


@given(seed=seeds, pool=pools())
def test_an_order_does_not_depend_on_how_the_candidates_were_listed(seed, pool):
    assert order_candidates(seed, pool) == order_candidates(seed, pool[::-1])


@given(seed=seeds, pool=pools())
def test_an_order_holds_every_eligible_candidate_once_and_nobody_else(seed, pool):
    order = order_candidates(seed, pool)

    assert Counter(order) == Counter(one for one in pool if not one.excluded)


@given(seed=seeds, pool=pools(), quotas=st.lists(st.sampled_from(SPECIALITIES)))
def test_a_panel_keeps_its_quotas_whenever_one_can(seed, pool, quotas):
    order = order_candidates(seed, pool)
    try:
        panel = fill_seats(quotas, order)
    except Shortage:
        assert not can_seat(quotas, order)
        return

    assert all(one.fits(seat) for one, seat in zip(panel, quotas, strict=True))
    assert len(set(panel)) == len(quotas)


def can_seat(seats, order):
    if not seats:
        return True
    return any(
        can_seat(seats[1:], [other for other in order if other != one])
        for one in order
        if one.fits(seats[0])
    )


def test_somebody_moves_to_another_seat_when_that_completes_the_panel():
    both = Candidate("both", ("energy", "water"))
    one = Candidate("one", ("energy",))

    panel = fill_seats(["energy", "water"], [both, one])

    assert panel == [one, both]


def test_open_seats_take_whoever_comes_first_in_the_order():
    order = [Candidate(name, ()) for name in "cab"]

    assert fill_seats([OPEN_SEAT, OPEN_SEAT], order) == order[:2]


def test_a_shortage_names_the_speciality():
    with pytest.raises(Shortage) as short:
        fill_seats(["water"], [Candidate("one", ("energy",))])

    assert short.value.speciality == "water"


@pytest.mark.parametrize("size", [0, 2, -1])
def test_quotas_larger_than_the_panel_are_refused(size):
    with pytest.raises(ValueError, match="do not fit"):
        seats_of([Quota("energy", 3)], size)


def test_seats_not_reserved_are_open():
    assert seats_of([Quota("energy", 1)], 3) == ("energy", OPEN_SEAT, OPEN_SEAT)


def test_a_substitute_is_the_next_who_fits():
    order = [
        Candidate("a", ("energy",)),
        Candidate("b", ()),
        Candidate("c", ("energy",)),
    ]

    assert next_candidate(order, "energy", {"a"}) == order[2]
    assert next_candidate(order, OPEN_SEAT, {"a"}) == order[1]
    assert next_candidate(order, "energy", {"a", "c"}) is None


def test_every_candidate_is_about_as_likely_to_sit():
    pool = [Candidate(f"E{number}", ()) for number in range(10)]

    seated = Counter(
        one.id
        for number in range(4000)
        for one in fill_seats([OPEN_SEAT] * 3, order_candidates(seed_of(number), pool))
    )

    # 1200 expected each; six standard deviations are about 174.
    assert all(abs(seated[one.id] - 1200) < 174 for one in pool)
