"""Promise 7: never more than the cap, never twice, never less than undisputed."""

import json
from itertools import chain, combinations

from hypothesis import given
from hypothesis import strategies as st

from core.money import Money
from marketplace.settlement import Dispute, ReachedMilestone, Trigger, recompute
from tests.marketplace.settlement_world import (
    JULY,
    agreed,
    formulas,
    measures,
    read,
    settle,
)

reached = st.sampled_from([(), (ReachedMilestone("plan", JULY, (Trigger.DELIVERY,)),)])
changes = st.lists(st.integers(-500, 500), max_size=3).map(
    lambda amounts: [agreed(amount, f"a{n}") for n, amount in enumerate(amounts)]
)


def readings_of(power, tonnes):
    return [read("power", power), read("tonnes", tonnes)]


@given(formulas(), measures, measures, reached, changes)
def test_no_statement_passes_the_cap(formula, power, tonnes, milestones, adjustments):
    statement = settle(
        formula, readings_of(power, tonnes), adjustments, milestones=milestones
    )

    assert statement.due_now <= statement.entitled <= formula.cap


@given(formulas(), st.lists(st.tuples(measures, measures), min_size=1, max_size=5))
def test_statements_add_up_to_the_last_total_and_never_pay_twice(formula, history):
    previous = []
    for index, (power, tonnes) in enumerate(history):
        statement = settle(
            formula, readings_of(power, tonnes), previous=previous, number=f"S{index}"
        )
        previous.append(statement.as_previous)

    again = settle(formula, readings_of(*history[-1]), previous=previous, number="S")

    total = sum((item.due_now for item in previous), start=Money.ZERO)
    assert total == statement.due_total <= formula.cap
    assert again.due_now == Money.ZERO


@given(formulas(), measures, measures, reached, changes, st.data())
def test_the_undisputed_part_is_due_whatever_the_dispute_ends_in(
    formula, power, tonnes, milestones, adjustments, data
):
    readings = readings_of(power, tonnes)
    contested = [item for item in adjustments if data.draw(st.booleans())]
    disputes = [Dispute(item.id, "E", JULY) for item in contested]

    statement = settle(
        formula, readings, adjustments, milestones=milestones, disputes=disputes
    )

    ends = [
        settle(
            formula,
            readings,
            [item for item in adjustments if item not in dropped],
            milestones=milestones,
        ).entitled
        for dropped in subsets(contested)
    ]
    nearest = min(max(Money.ZERO, min(ends)), max(ends))
    assert statement.entitled == nearest
    assert statement.contested == max(ends) - min(ends)


@given(formulas(), measures, measures, measures)
def test_better_results_never_pay_less(formula, power, tonnes, more):
    metric = formula.metrics[0]

    worse = settle(formula, readings_of(power, tonnes))
    better = settle(formula, readings_of(power + more * metric.sign, tonnes))

    assert better.entitled >= worse.entitled


@given(formulas(), measures, measures, changes, st.data())
def test_a_statement_repeats_from_its_own_text_and_no_byte_may_change(
    formula, power, tonnes, adjustments, data
):
    text = settle(formula, readings_of(power, tonnes), adjustments).text
    at = data.draw(st.integers(0, len(text) - 1))
    forged = text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1 :]

    assert recompute(text)[1] is None
    assert is_found(forged)


@given(formulas(), measures, measures)
def test_a_statement_holds_no_float(formula, power, tonnes):
    text = settle(formula, readings_of(power, tonnes)).text

    assert json.loads(text, parse_float=refuse)


def subsets(items):
    return chain.from_iterable(
        combinations(items, size) for size in range(len(items) + 1)
    )


def is_found(text):
    try:
        return recompute(text)[1] is not None
    except ValueError:
        return True


def refuse(text):
    raise AssertionError(text)
