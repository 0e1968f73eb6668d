"""The settlement engine: from a frozen formula and readings to a statement.

Pure and exact: fractions inside, fen outside, no floats, no database, no clock.
It needs nothing but the standard library and ``core.money``'s value.
"""

from marketplace.settlement.engine import Statement, compute_statement
from marketplace.settlement.formula import (
    ContractType,
    Direction,
    Factor,
    FeeMilestone,
    Formula,
    Holdback,
    Metric,
    Parties,
    Period,
    Point,
    RoutineAdjustment,
    Rule,
    Trigger,
)
from marketplace.settlement.inputs import (
    Adjustment,
    Dispute,
    Inputs,
    PreviousStatement,
    ReachedMilestone,
    Reading,
)
from marketplace.settlement.reasons import Reason, SettlementError
from marketplace.settlement.recompute import Difference, recompute

__all__ = [
    "Adjustment",
    "ContractType",
    "Difference",
    "Direction",
    "Dispute",
    "Factor",
    "FeeMilestone",
    "Formula",
    "Holdback",
    "Inputs",
    "Metric",
    "Parties",
    "Period",
    "Point",
    "PreviousStatement",
    "ReachedMilestone",
    "Reading",
    "Reason",
    "RoutineAdjustment",
    "Rule",
    "SettlementError",
    "Statement",
    "Trigger",
    "compute_statement",
    "recompute",
]
