"""Periods of the law: set, stopped, resumed, finished, shown."""

from typing import TYPE_CHECKING, Any

from core.clocks.terms import Deadline, Term

if TYPE_CHECKING:
    from core.clocks.selectors import (
        clocks_of,
        deadline_of,
        deadlines_by_subject,
        deadlines_of,
    )
    from core.clocks.services import (
        ClockRefused,
        finish_clock,
        pause_clock,
        resume_clock,
        start_clock,
    )

_SELECTORS = {"clocks_of", "deadline_of", "deadlines_by_subject", "deadlines_of"}
_SERVICES = {
    "ClockRefused",
    "finish_clock",
    "pause_clock",
    "resume_clock",
    "start_clock",
}

__all__ = [
    "ClockRefused",
    "Deadline",
    "Term",
    "clocks_of",
    "deadline_of",
    "deadlines_by_subject",
    "deadlines_of",
    "finish_clock",
    "pause_clock",
    "resume_clock",
    "start_clock",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    # Law rows make terms while models load; the services need the models.
    if name in _SELECTORS:
        from core.clocks import selectors  # noqa: PLC0415

        return getattr(selectors, name)
    if name in _SERVICES:
        from core.clocks import services  # noqa: PLC0415

        return getattr(services, name)
    raise AttributeError(name)
