"""The statutory dates of a round: what is due by which day, and why."""

from datetime import date, datetime

from audits.models import Round
from core.clock import shanghai_day
from core.clocks import (
    Deadline,
    clocks_of,
    deadlines_of,
    finish_clock,
    start_clock,
)
from reference.selectors import legal_term

LISTING_TERMS = ("audit.info_published", "audit.started", "audit.completed")
REPEAT_TERM = "audit.repeat_toxic"


def start_listing_clocks(audit_round: Round) -> None:
    """Start the clocks that run from the day a list was issued."""
    listing = audit_round.listing
    if listing is None:
        return
    issued_on = listing.audit_list.issued_on
    for term in LISTING_TERMS:
        _start(audit_round, term, issued_on)


def start_repeat_clock(audit_round: Round, *, at: datetime) -> None:
    """Start the clock of the next audit where a ground of listing repeats."""
    listing = audit_round.listing
    if listing is not None and listing.reasons.filter(repeats=True).exists():
        _start(audit_round, REPEAT_TERM, shanghai_day(at))


def meet(audit_round: Round, term: str, *, at: datetime) -> None:
    """Stop the clock of a term: what it asks for is done."""
    finish_clock(kind=term, subject=audit_round, on=shanghai_day(at))


def met_in_time(audit_round: Round, term: str) -> bool | None:
    """Tell whether a term was kept; None where it never ran or still runs."""
    clocks = clocks_of(audit_round).filter(kind=term, finished_on__isnull=False)
    clock = clocks.last()
    if clock is None or clock.finished_on is None:
        return None
    return bool(clock.finished_on <= clock.due_on)


def open_deadlines(audit_round: Round, on: date) -> list[Deadline]:
    """Return what a round still owes, the first due first."""
    return deadlines_of(audit_round, on)


def _start(audit_round: Round, term: str, starts_on: date) -> None:
    start_clock(
        kind=term,
        subject=audit_round,
        term=legal_term(term, starts_on).as_term(),
        starts_on=starts_on,
    )
