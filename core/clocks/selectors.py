"""How clocks stand."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import models

from core.clocks.terms import Deadline
from core.models.clocks import StatutoryClock, StatutoryClockQuerySet
from core.models.journal import label_of


def clocks_of(subject: models.Model) -> StatutoryClockQuerySet:
    """Return a row's clocks with their stops, the first due first."""
    return StatutoryClock.objects.about(subject).prefetch_related("pauses")


def deadline_of(clock: StatutoryClock, on: date) -> Deadline:
    """Return a clock as it stands on a day, in the reader's language.

    Read clocks through ``clocks_of`` or prefetch ``pauses`` for a list.
    """
    english = clock.reads_english
    measured_on = clock.finished_on or on
    paused = any(pause.until_on is None for pause in clock.pauses.all())
    return Deadline(
        label=(clock.label_en if english else "") or clock.label,
        due_on=clock.due_on,
        days_left=(clock.due_on - on).days,
        basis=(clock.basis_en if english else "") or clock.basis,
        paused=paused,
        provisional=clock.provisional,
        late=not paused and measured_on > clock.due_on,
        lateness=(clock.lateness_en if english else "") or clock.lateness,
        finished_on=clock.finished_on,
    )


def deadlines_of(subject: models.Model, on: date) -> list[Deadline]:
    """Return a row's open deadlines, the first due first."""
    return [
        deadline_of(clock, on) for clock in clocks_of(subject).filter(finished_on=None)
    ]


def deadlines_by_subject(
    subjects: Iterable[models.Model], on: date
) -> dict[str, list[Deadline]]:
    """Return the open deadlines of rows of one model by primary key as text.

    Two queries, however many rows; a row without deadlines has an empty list.
    """
    rows = list(subjects)
    found: dict[str, list[Deadline]] = defaultdict(list)
    if not rows:
        return found
    clocks = StatutoryClock.objects.filter(
        subject_type=label_of(rows[0]),
        subject_id__in=[str(row.pk) for row in rows],
        finished_on=None,
    ).prefetch_related("pauses")
    for clock in clocks:
        found[clock.subject_id].append(deadline_of(clock, on))
    return found
