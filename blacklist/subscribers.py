"""What follows in a case when one of its clocks rings."""

from blacklist import notifications
from blacklist.models import ViolationCase
from blacklist.periods import OVER_WHEN_RUN_OUT, finish_periods
from core.clock import shanghai_day
from core.models import JournalEntry, StatutoryClock


def clock_rang(entry: JournalEntry) -> None:
    """Write to those whom a period of a case concerns; end what is merely over."""
    if entry.facts["subject_type"] != ViolationCase._meta.label_lower:
        return
    found = ViolationCase.objects.select_related("handler", "party")
    case = found.get(pk=entry.facts["subject_id"])
    clock = StatutoryClock.objects.get(pk=entry.target_id)
    notifications.tell_of_period(case, clock, at=entry.at)
    if clock.lapsed_on is not None and clock.kind in OVER_WHEN_RUN_OUT:
        finish_periods(case, clock.kind, on=shanghai_day(entry.at))
