from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from core.money import Money
from marketplace.settlement import (
    Adjustment,
    Dispute,
    FeeMilestone,
    Formula,
    Holdback,
    Point,
    ReachedMilestone,
    Reason,
    Rule,
    SettlementError,
    Trigger,
)
from tests.marketplace.settlement_world import (
    FORMULA,
    GUARANTEED,
    JULY,
    PARTIES,
    PLAN,
    POWER,
    SHARED,
    agreed,
    read,
    settle,
)

MEASURED = [read("power", 900), read("tonnes", 100)]
PLAN_REACHED = [ReachedMilestone("plan", JULY, (Trigger.DELIVERY,))]


def test_the_fee_follows_the_achieved_share_of_the_promise():
    statement = settle(readings=MEASURED)

    assert statement.due_now == Money(2500)
    assert statement.delivered == Fraction("0.5")


def test_a_routine_adjustment_moves_the_baseline():
    statement = settle(readings=[read("power", 900), read("tonnes", 110)])

    line = statement.document["performance"][0]
    assert line["low"]["adjusted_baseline"] == "1020"
    assert statement.due_now == Money(3000)


def test_a_milestone_is_payable_before_any_result():
    statement = settle(milestones=PLAN_REACHED)

    assert statement.due_now == Money(1000)
    assert [item["missing"] for item in statement.document["waiting"]] == [
        ["power", "tonnes"],
        ["power", "tonnes"],
    ]


def test_shared_savings_pay_the_agreed_share_of_what_was_saved():
    assert settle(SHARED, MEASURED).due_now == Money(24)


def test_a_guarantee_makes_the_provider_bear_the_shortfall():
    statement = settle(GUARANTEED, [read("power", 990), read("tonnes", 100)])

    assert statement.document["totals"]["low"]["compensation"] == "5700.00"
    assert statement.due_now == Money(250) - Money(5700)


def test_a_kept_guarantee_costs_the_provider_nothing():
    statement = settle(GUARANTEED, [read("power", 790), read("tonnes", 100)])

    assert statement.due_now == Money(5000)


def test_an_adjustment_that_one_side_did_not_agree_to_does_not_count():
    proposed = Adjustment("shift", "power", "first", Fraction(50), "Shift", JULY, None)

    statement = settle(readings=MEASURED, adjustments=[proposed])

    assert statement.due_now == Money(2500)
    assert statement.document["performance"][0]["adjustments"][1]["standing"] == (
        "not_agreed"
    )


def test_a_contested_adjustment_leaves_everything_else_payable():
    dispute = Dispute("shift", "E", JULY)

    statement = settle(
        readings=MEASURED,
        adjustments=[agreed(50)],
        milestones=PLAN_REACHED,
        disputes=[dispute],
    )

    assert statement.due_now == Money(3500)
    assert statement.contested == Money(1250)


def test_an_adjustment_that_a_settled_dispute_took_out_does_not_count():
    statement = settle(
        readings=[read("power", 900), read("tonnes", 110)], dropped=["output@first"]
    )

    assert statement.due_now == Money(2500)
    assert statement.contested == Money.ZERO


def test_a_dispute_raised_later_takes_nothing_back():
    first = settle(readings=MEASURED, adjustments=[agreed(50)])

    second = settle(
        readings=MEASURED,
        adjustments=[agreed(50)],
        previous=[first.as_previous],
        number="S2",
        disputes=[Dispute("shift", "E", JULY)],
    )

    assert second.due_now == Money.ZERO


def test_a_corrected_reading_corrects_the_balance():
    first = settle(readings=MEASURED)

    second = settle(
        readings=[read("power", 940), read("tonnes", 100)],
        previous=[first.as_previous],
        number="S2",
    )

    assert second.due_now == Money(-1000)
    assert second.due_total == Money(1500)


def test_the_holdback_is_paid_from_its_release_date():
    formula = replace(FORMULA, holdback=Holdback(Fraction("0.1"), date(2027, 1, 1)))
    first = settle(formula, MEASURED)

    second = settle(
        formula,
        MEASURED,
        previous=[first.as_previous],
        number="S2",
        on=date(2027, 1, 1),
    )

    assert (first.due_now, first.held) == (Money(2250), Money(250))
    assert (second.due_now, second.held) == (Money(250), Money.ZERO)


def test_the_floor_of_a_contract_applies_once_everything_is_measured():
    formula = replace(FORMULA, floor=Money(5000))
    everything = [*MEASURED, read("power", 1000, "second")]
    everything.append(read("tonnes", 100, "second"))

    early = settle(formula, MEASURED, milestones=PLAN_REACHED)
    late = settle(formula, everything, milestones=PLAN_REACHED)

    assert (early.due_now, late.due_now) == (Money(3500), Money(5000))


def test_every_rounding_step_is_on_record():
    formula = replace(FORMULA, performance_fee=Money("100.01"))

    statement = settle(formula, MEASURED)

    assert statement.document["roundings"][0] == {
        "step": "power@first.low.fee",
        "exact": "25.005",
        "rounded": "25.01",
    }


def test_a_curve_is_straight_between_its_corners():
    points = (
        Point(Fraction("0.4"), Fraction(0)),
        Point(Fraction("0.6"), Fraction(1)),
    )
    formula = replace(FORMULA, metrics=(replace(POWER, curve=points),))

    assert settle(formula, MEASURED).due_now == Money(2500)


def wrong_formulas():
    verdict = FeeMilestone("pass", "Passed", Money(1), (Trigger.VERDICT,))
    metric = {
        Reason.TARGET_DIRECTION: replace(POWER, target=Fraction(1200)),
        Reason.PRICE_MISSING: replace(POWER, rule=Rule.UNIT),
        Reason.CURVE: replace(POWER, curve=()),
        Reason.SHARE_RANGE: replace(POWER, share=Fraction(2)),
        Reason.EXPRESSION: replace(POWER, measured="power +"),
    }
    yield Reason.VERDICT_ONLY, replace(FORMULA, milestones=(verdict,))
    yield Reason.NO_METRIC, replace(FORMULA, metrics=(), routine_adjustments=())
    yield Reason.NO_PERIOD, replace(FORMULA, periods=())
    yield Reason.DUPLICATE, replace(FORMULA, milestones=(PLAN, PLAN))
    yield Reason.BASE_ABOVE_CAP, replace(FORMULA, cap=Money(999))
    yield Reason.FLOOR_ABOVE_CAP, replace(FORMULA, floor=Money(11001))
    yield Reason.RULE_OF_TYPE, replace(SHARED, metrics=FORMULA.metrics)
    yield (
        Reason.VERIFIER_NOT_INDEPENDENT,
        replace(FORMULA, parties=replace(PARTIES, verifier="P")),
    )
    for reason, changed in metric.items():
        yield reason, replace(FORMULA, metrics=(changed,))


@pytest.mark.parametrize(("reason", "formula"), [*wrong_formulas()])
def test_a_formula_that_cannot_be_settled_is_refused(reason, formula):
    with pytest.raises(SettlementError) as refusal:
        formula.check()

    assert refusal.value.reason == reason


def test_a_verdict_may_stand_beside_another_trigger():
    step = replace(PLAN, triggers=(Trigger.VERDICT, Trigger.DELIVERY))

    assert replace(FORMULA, milestones=(step,)).check()


@pytest.mark.parametrize(
    ("reason", "known"),
    [
        (Reason.UNVERIFIED, {"readings": [read("power", 1, verified_by="")]}),
        (
            Reason.VERIFIER_NOT_INDEPENDENT,
            {"readings": [read("power", 1, verified_by="P")]},
        ),
        (Reason.DUPLICATE, {"readings": [*MEASURED, *MEASURED]}),
        (Reason.WRONG_UNIT, {"readings": [read("power", 1, unit="MWh")]}),
        (Reason.UNKNOWN_NAME, {"readings": [read("steam", 1)]}),
        (Reason.UNKNOWN_REFERENCE, {"readings": [read("power", 1, "third")]}),
        (Reason.UNKNOWN_REFERENCE, {"disputes": [Dispute("weather", "E", JULY)]}),
        (
            Reason.TRIGGER_MISSING,
            {"milestones": [ReachedMilestone("plan", JULY, (Trigger.VERDICT,))]},
        ),
    ],
)
def test_what_is_not_verified_known_or_unique_is_refused(reason, known):
    with pytest.raises(SettlementError) as refusal:
        settle(**known)

    assert refusal.value.reason == reason


def test_a_formula_survives_its_document():
    assert Formula.from_document(SHARED.to_document()) == SHARED
