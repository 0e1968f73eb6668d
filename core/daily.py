"""What happens once a day: expiries, clocks, reminders.

A package registers its chores when it is ready; the command ``daily`` runs
them in the order of registration. A chore must be harmless to repeat.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Protocol


class Chore(Protocol):
    """A piece of daily work; returns how many rows it touched."""

    def __call__(self, *, at: datetime, on: date) -> int:
        """Do what is due on the day ``on``, at the instant ``at``."""


_chores: dict[str, Chore] = {}


def register(chore: Chore, *, name: str = "") -> None:
    """Have a chore done every day; the name shows in the command's output."""
    _chores[name or _name_of(chore)] = chore


def chores() -> dict[str, Chore]:
    """Return all chores by name, in the order in which they run."""
    return dict(_chores)


def run(
    *, at: datetime, on: date, todo: Mapping[str, Chore] | None = None
) -> dict[str, int]:
    """Do all chores, or those named; a failing one keeps no other from running.

    Returns rows touched by name. Raises ExceptionGroup with what failed.
    """
    done: dict[str, int] = {}
    failed: list[Exception] = []
    for name, chore in (chores() if todo is None else todo).items():
        try:
            done[name] = chore(at=at, on=on)
        except Exception as error:  # noqa: BLE001 - names must still expire today
            error.add_note(name)
            failed.append(error)
    if failed:
        message = "daily chores failed"
        raise ExceptionGroup(message, failed)
    return done


def _name_of(chore: Callable) -> str:
    return f"{chore.__module__}.{getattr(chore, '__name__', type(chore).__name__)}"
