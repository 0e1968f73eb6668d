"""Flows: a table of moves between the states of a row."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.refusals import MoveRefused


@dataclass(frozen=True, slots=True)
class Move:
    """One named step from any of ``sources`` to ``target``."""

    name: str
    sources: frozenset[str]
    target: str

    def __init__(self, name: str, sources: Iterable[str], target: str) -> None:
        """Accept any collection of source states."""
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "sources", frozenset(sources))
        object.__setattr__(self, "target", target)


class Flow:
    """The moves a kind of row may make; the only place that knows them."""

    def __init__(self, moves: Iterable[Move]) -> None:
        """Index the moves; a name may stand for several sources and targets.

        Raises ValueError when one name leads from one state to two targets.
        """
        self._targets: dict[tuple[str, str], str] = {}
        self.moves = tuple(moves)
        for move in self.moves:
            for source in move.sources:
                if (move.name, source) in self._targets:
                    message = f"{move.name!r} from {source!r} is stated twice."
                    raise ValueError(message)
                self._targets[move.name, source] = move.target

    def after(self, name: str, state: str) -> str:
        """Return the state that move ``name`` leads to from ``state``.

        Raises MoveRefused when the move is not open from there.
        """
        try:
            return self._targets[name, state]
        except KeyError:
            raise MoveRefused(name, state) from None

    def can(self, name: str, state: str) -> bool:
        """Tell whether move ``name`` is open from ``state``."""
        return (name, state) in self._targets

    def moves_from(self, state: str) -> tuple[str, ...]:
        """Return the names of the moves open from ``state``, in table order."""
        return tuple(move.name for move in self.moves if state in move.sources)

    @property
    def states(self) -> frozenset[str]:
        """Every state the table mentions."""
        return frozenset(
            state for move in self.moves for state in (*move.sources, move.target)
        )
