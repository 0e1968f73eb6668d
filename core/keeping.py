"""Values that every page needs and that hardly ever change."""

import time
from collections.abc import Callable
from typing import Generic, TypeVar
from weakref import WeakSet

_Value = TypeVar("_Value")


class Kept(Generic[_Value]):
    """What was read from the database, kept by this process for some seconds.

    A change made by another process shows once they are over.
    """

    _all: "WeakSet[Kept[object]]" = WeakSet()

    def __init__(self, read: Callable[[], _Value], *, seconds: float) -> None:
        """Take what reads the value, and for how long to keep it."""
        self._read = read
        self._seconds = seconds
        self._value: _Value | None = None
        self._until = 0.0
        self._all.add(self)  # type: ignore[arg-type] # of any value

    def __call__(self) -> _Value:
        """Return the value."""
        value = self._value
        if value is None or time.monotonic() >= self._until:
            value = self._value = self._read()
            self._until = time.monotonic() + self._seconds
        return value

    def forget(self) -> None:
        """Read the value anew when it is needed next."""
        self._until = 0.0

    @classmethod
    def forget_all(cls) -> None:
        """Read every value anew."""
        for kept in cls._all:
            kept.forget()
