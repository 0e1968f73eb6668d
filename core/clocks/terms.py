"""What a clock is set by, and what is shown of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from django.utils.translation import gettext as _

from core.clock import SHANGHAI


@dataclass(frozen=True)
class Term:
    """A period of the law: how long, by which rule, and what lateness means.

    Texts come in Chinese and English because a clock outlives the request that
    set it. ``rolls`` moves a last day that is no working day to the next one.
    """

    amount: int
    unit: str
    label: str
    label_en: str = ""
    basis_key: str = ""
    basis: str = ""
    basis_en: str = ""
    lateness: str = ""
    lateness_en: str = ""
    rolls: bool = True


@dataclass(frozen=True)
class Deadline:
    """A day by which something is due, ready for ``parts/deadline.html``.

    ``days_left`` counts calendar days and is negative afterwards; ``late`` is
    true of an open matter past its day and of one that was finished late.
    """

    label: str
    due_on: date
    days_left: int
    basis: str = ""
    paused: bool = False
    provisional: bool = False
    late: bool = False
    lateness: str = ""
    finished_on: date | None = None

    @property
    def days_over(self) -> int:
        """How many calendar days ago it was."""
        return max(0, -self.days_left)

    @classmethod
    def at_hour(cls, label: str, when: datetime, today: date) -> Self:
        """Return a deadline that falls on an hour, said in Beijing time."""
        local = when.astimezone(SHANGHAI)
        return cls(
            label=label,
            due_on=local.date(),
            days_left=(local.date() - today).days,
            basis=_("%(time)s Beijing time") % {"time": f"{local:%H:%M}"},
        )
