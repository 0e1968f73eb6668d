"""How good an order of hits is, given the grade of each: pure arithmetic."""

from collections.abc import Sequence
from math import log2


def ndcg(shown: Sequence[int], every: Sequence[int], *, depth: int = 10) -> float:
    """Return the gain of the grades shown as a share of the best possible one.

    A grade gains 2 ** grade - 1, less the further down it stands; ``every`` grade
    there is to find decides what would have been best.
    """
    best = _gain(sorted(every, reverse=True)[:depth])
    return _gain(shown[:depth]) / best if best else 1.0


def recall(shown: Sequence[int], every: Sequence[int], *, depth: int = 20) -> float:
    """Return the share of what is worth finding that stands among the first hits.

    Where more is worth finding than is shown, a full page is all that can be asked.
    """
    wanted = min(depth, sum(grade > 0 for grade in every))
    return sum(grade > 0 for grade in shown[:depth]) / wanted if wanted else 1.0


def mean(values: Sequence[float]) -> float:
    """Return the mean, of nothing 1.0: nothing fell short."""
    return sum(values) / len(values) if values else 1.0


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))
