"""Clocks for tests."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from core.models import ClockPause, StatutoryClock


class StatutoryClockFactory(DjangoModelFactory):
    class Meta:
        model = StatutoryClock

    class Params:
        finished = factory.Trait(finished_on=date(2026, 3, 12))

    kind = factory.Sequence(lambda n: f"example.clock_{n}")
    subject_type = "reference.jurisdiction"
    subject_id = "620100"
    label = "例示期限"
    label_en = "Example term"
    amount = 5
    unit = "working_day"
    starts_on = date(2026, 3, 9)
    ends_on = date(2026, 3, 16)
    due_on = date(2026, 3, 16)
    remind_ahead = [7, 1]


class ClockPauseFactory(DjangoModelFactory):
    class Meta:
        model = ClockPause

    clock = factory.SubFactory(StatutoryClockFactory)
    from_on = date(2026, 3, 11)
    reason = "例示原因"
