from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.rubric_engine import (
    ItemRule,
    RubricError,
    SheetData,
    conclude,
    outcome_of,
    parse_pass_rule,
)

EVALUATION = {
    "aggregate": "mean",
    "minimum_sheets": 1,
    "bands": [
        {"outcome": "redo", "from": "0"},
        {"outcome": "supplement", "from": "70"},
        {"outcome": "proceed", "above": "90"},
    ],
    "veto": {"outcome": "redo", "votes": "majority"},
}
ITEMS = (ItemRule("form", Decimal(40), "a"), ItemRule("truth", Decimal(60), "b"))

points = st.decimals(0, 40, places=1)


def sheet(form, truth, *vetoes):
    return SheetData(
        {"form": Decimal(form), "truth": Decimal(truth)}, frozenset(vetoes)
    )


@pytest.mark.parametrize(
    ("score", "outcome"),
    [
        ("0", "redo"),
        ("69.99", "redo"),
        ("70", "supplement"),
        ("90", "supplement"),
        ("90.01", "proceed"),
        ("100", "proceed"),
    ],
)
def test_an_outcome_follows_from_the_highest_band_that_holds_the_score(score, outcome):
    rule = parse_pass_rule(EVALUATION)

    assert outcome_of(rule, Decimal(score)) == outcome


def test_the_mean_of_three_sheets_is_rounded_half_up_to_two_places():
    rule = parse_pass_rule(EVALUATION)

    conclusion = conclude(ITEMS, rule, [sheet(30, 40), sheet(30, 41), sheet(30, 41)])

    assert conclusion.score == Decimal("70.67")
    assert conclusion.outcome == "supplement"
    assert conclusion.totals == (70, 71, 71)
    assert conclusion.section_means == {"a": Decimal("30.00"), "b": Decimal("40.67")}


@pytest.mark.parametrize(
    ("aggregate", "score"),
    [("mean", "58.75"), ("median", "67.50"), ("trimmed_mean", "67.50")],
)
def test_the_aggregate_is_the_one_the_rubric_states(aggregate, score):
    rule = parse_pass_rule(EVALUATION | {"aggregate": aggregate})
    sheets = [sheet(0, 20), sheet(30, 30), sheet(35, 40), sheet(40, 40)]

    assert conclude(ITEMS, rule, sheets).score == Decimal(score)


@pytest.mark.parametrize(
    ("votes", "outcome"), [("one", "redo"), ("majority", "proceed"), ("all", "proceed")]
)
def test_one_veto_of_two_stands_only_where_one_is_enough(votes, outcome):
    rule = parse_pass_rule(EVALUATION | {"veto": {"outcome": "redo", "votes": votes}})

    conclusion = conclude(ITEMS, rule, [sheet(40, 60, "cheating"), sheet(40, 60)])

    assert conclusion.outcome == outcome


def test_too_few_sheets_conclude_nothing():
    rule = parse_pass_rule(EVALUATION | {"minimum_sheets": 3})

    with pytest.raises(RubricError):
        conclude(ITEMS, rule, [sheet(1, 1), sheet(1, 1)])


@pytest.mark.parametrize(
    "scores",
    [{"form": Decimal(1)}, {"form": Decimal(41), "truth": Decimal(1)}],
)
def test_a_sheet_with_a_gap_or_too_many_points_is_refused(scores):
    rule = parse_pass_rule(EVALUATION)

    with pytest.raises(RubricError):
        conclude(ITEMS, rule, [SheetData(scores)])


@pytest.mark.parametrize(
    "change",
    [
        {"aggregate": "best"},
        {"bands": []},
        {"bands": [{"outcome": "qualified", "from": "60"}]},
        {"bands": [{"outcome": "qualified", "from": "sixty"}]},
        {"veto": {"outcome": "redo", "votes": "some"}},
        {"veto": {}},
        {"minimum_sheets": 0},
    ],
)
def test_a_pass_rule_that_leaves_something_open_is_refused(change):
    with pytest.raises(RubricError):
        parse_pass_rule(EVALUATION | change)


@given(st.lists(st.tuples(points, points), min_size=1, max_size=9))
def test_the_score_lies_between_the_lowest_and_the_highest_sheet(rows):
    rule = parse_pass_rule(EVALUATION)

    conclusion = conclude(ITEMS, rule, [sheet(*row) for row in rows])

    assert min(conclusion.totals) <= conclusion.score <= max(conclusion.totals)
    assert conclusion.outcome == outcome_of(rule, conclusion.score)


@given(st.lists(st.tuples(points, points), min_size=1, max_size=6), st.randoms())
def test_the_order_of_sheets_changes_nothing_that_is_published(rows, chance):
    rule = parse_pass_rule(EVALUATION)
    shuffled = rows[:]
    chance.shuffle(shuffled)

    one = conclude(ITEMS, rule, [sheet(*row) for row in rows])
    other = conclude(ITEMS, rule, [sheet(*row) for row in shuffled])

    assert (one.score, one.outcome, one.vetoes) == (
        other.score,
        other.outcome,
        other.vetoes,
    )


@given(points, points, st.decimals(0, 5, places=1))
def test_more_points_never_lead_to_a_lower_score(form, truth, more):
    rule = parse_pass_rule(EVALUATION)

    before = conclude(ITEMS, rule, [sheet(form, truth)])
    after = conclude(ITEMS, rule, [sheet(form, truth + more)])

    assert after.score >= before.score
