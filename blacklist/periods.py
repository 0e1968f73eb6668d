"""Periods of the law in a case: clocks that run, and days counted once."""

from datetime import date

from blacklist.models import ViolationCase
from core.clocks import finish_clock, start_clock
from reference.selectors import legal_term

DECISION = "case.decision"
STATEMENT = "case.statement"
HEARING_REQUEST = "case.hearing_request"
HEARING_NOTICE = "case.hearing_notice"
RECONSIDERATION = "reconsideration.request"
LITIGATION = "litigation.direct"
WITHDRAWAL = "case.withdraw"
PUBLICITY = ("publicity.general", "publicity.serious")
REPAIR_FROM = tuple(f"{tier}.min" for tier in PUBLICITY)
PUBLICITY_END = tuple(f"{tier}.max" for tier in PUBLICITY)
# The party may act within these, or from their end on.
OF_PARTY = (
    STATEMENT,
    HEARING_REQUEST,
    RECONSIDERATION,
    LITIGATION,
    *REPAIR_FROM,
    *PUBLICITY_END,
)
# Nobody is late when these are over: a right ended, or one began.
OVER_WHEN_RUN_OUT = (RECONSIDERATION, LITIGATION, *REPAIR_FROM, *PUBLICITY_END)
BEFORE_DECISION = (DECISION, STATEMENT, HEARING_REQUEST)


def start_period(
    key: str, case: ViolationCase, *, starts_on: date, law_day: date
) -> date:
    """Set the clock of a period for a case; return the day by which to act.

    Raises NoLawInForce where the law table has no such term on ``law_day``.
    """
    term = legal_term(key, law_day).as_term()
    return start_clock(kind=key, subject=case, term=term, starts_on=starts_on).due_on


def start_publicity(case: ViolationCase, tier: str, *, decided_on: date) -> None:
    """Set the clocks of a publication: repair possible from, ends at the latest.

    They fall on any day: what ends by itself needs no office hours.
    """
    for key in (f"publicity.{tier}.min", f"publicity.{tier}.max"):
        term = legal_term(key, decided_on).as_term(rolls=False)
        start_clock(kind=key, subject=case, term=term, starts_on=decided_on)


def finish_periods(case: ViolationCase, *keys: str, on: date) -> None:
    """Finish those of a case's clocks that are open."""
    for key in keys:
        finish_clock(kind=key, subject=case, on=on)


def last_day(key: str, *, start: date, on: date) -> date:
    """Return the last day of a period that nobody has to act within.

    Raises NoLawInForce where the law table has no such term on the day ``on``.
    """
    return legal_term(key, on).last_day(start)
