"""A contract in numbers, and strategies for many of them."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import strategies as st

from core.money import Money
from marketplace.settlement import (
    Adjustment,
    ContractType,
    Direction,
    FeeMilestone,
    Formula,
    Holdback,
    Metric,
    Parties,
    Period,
    Point,
    Reading,
    RoutineAdjustment,
    Rule,
    Trigger,
    compute_statement,
)

PARTIES = Parties(enterprise="E", provider="P", verifier="V")
FIRST = Period("first", date(2026, 1, 1), date(2026, 6, 30))
SECOND = Period("second", date(2026, 7, 1), date(2026, 12, 31))
POWER = Metric(
    key="power",
    title="Electricity",
    unit="kWh",
    baseline=Fraction(1000),
    target=Fraction(800),
    direction=Direction.LOWER,
)
PLAN = FeeMilestone("plan", "Plan accepted", Money(1000), (Trigger.DELIVERY,))
FORMULA = Formula(
    type=ContractType.FEE_FOR_PERFORMANCE,
    parties=PARTIES,
    milestones=(PLAN,),
    performance_fee=Money(10000),
    metrics=(POWER,),
    periods=(FIRST, SECOND),
    cap=Money(11000),
    routine_adjustments=(
        RoutineAdjustment("output", "Output", "power", "2 * (tonnes - 100)"),
    ),
)
SHARED = replace(
    FORMULA,
    type=ContractType.SHARED_SAVINGS,
    performance_fee=Money.ZERO,
    metrics=(
        replace(POWER, rule=Rule.UNIT, price=Fraction("0.6"), share=Fraction("0.4")),
    ),
)
GUARANTEED = replace(
    FORMULA,
    type=ContractType.GUARANTEED_SAVINGS,
    metrics=(replace(POWER, price=Fraction(30)),),
)
JULY = date(2026, 7, 10)


def read(name, value, period="first", **changes):
    return Reading(
        **{
            "id": f"{name}-{period}",
            "name": name,
            "period": period,
            "value": Fraction(value),
            "unit": "kWh" if name == "power" else "t",
            "verified_by": "V",
            "verified_on": date(2026, 7, 5),
            **changes,
        }
    )


def settle(formula=FORMULA, readings=(), adjustments=(), previous=(), **known):
    return compute_statement(
        formula,
        readings,
        adjustments,
        previous,
        **{"contract": "QY-C-2026-0001", "number": "S1", "on": JULY, **known},
    )


def agreed(amount, name="shift", period="first"):
    return Adjustment(
        id=name,
        metric="power",
        period=period,
        amount=Fraction(amount),
        reason="A third shift was added",
        enterprise_agreed_on=JULY,
        provider_agreed_on=JULY,
    )


fen = st.integers(0, 10**9).map(Money.from_fen)
measures = st.integers(0, 10**7).map(lambda number: Fraction(number, 1000))


@st.composite
def curves(draw):
    at = sorted(draw(st.sets(st.integers(-50, 200), min_size=1, max_size=5)))
    shares = sorted(draw(st.lists(st.integers(0, 150), min_size=5, max_size=5)))
    return tuple(
        Point(Fraction(here, 100), Fraction(share, 100))
        for here, share in zip(at, shares, strict=False)
    )


@st.composite
def formulas(draw):
    kind = draw(st.sampled_from(ContractType))
    baseline = draw(st.integers(100, 10**6))
    lower = draw(st.booleans())
    promised = draw(st.integers(1, 99))
    caps = sorted([draw(fen), draw(fen)])
    metric = replace(
        POWER,
        baseline=Fraction(baseline),
        target=Fraction(baseline - promised if lower else baseline + promised),
        direction=Direction.LOWER if lower else Direction.HIGHER,
        rule=Rule.UNIT if kind == ContractType.SHARED_SAVINGS else Rule.CURVE,
        curve=draw(curves()),
        price=Fraction(draw(st.integers(1, 10**6)), 1000),
        share=Fraction(draw(st.integers(1, 100)), 100),
        floor=draw(st.sampled_from([None, caps[0]])),
        cap=draw(st.sampled_from([None, caps[1]])),
    )
    base = draw(fen)
    return replace(
        FORMULA,
        type=kind,
        metrics=(metric,),
        milestones=(replace(PLAN, fee=base),),
        performance_fee=draw(fen),
        cap=base + draw(fen),
        floor=draw(st.sampled_from([Money.ZERO, base])),
        holdback=Holdback(Fraction(draw(st.integers(0, 30)), 100), date(2027, 1, 1)),
    ).check()
