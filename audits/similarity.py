"""Text that two reports share.

Reports are compared by shingles: every run of eight letters, once spaces and
punctuation are gone. MinHash estimates how many shingles two texts share, its
bands find the few reports worth comparing among many, and the passages are then
read from the texts themselves, so what is shown is exact.
"""

import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from datasketch import MinHash

SHINGLE = 8
PERMUTATIONS = 128
BANDS = 32
ROWS = PERMUTATIONS // BANDS
SHORTEST_PASSAGE = 24
_SEED = 1
_WORD = re.compile(r"\w")


@dataclass(frozen=True)
class Passage:
    """A run of text found in both reports, as slices of the two originals."""

    left: slice
    right: slice
    length: int


@dataclass(frozen=True)
class Folded:
    """A text without spaces and punctuation, each letter with its first place."""

    letters: str
    places: tuple[int, ...]

    def original(self, start: int, length: int) -> slice:
        """Return the slice of the original that a run of letters covers."""
        return slice(self.places[start], self.places[start + length - 1] + 1)


def fold(text: str) -> Folded:
    """Return the letters and digits of ``text``, width and case folded."""
    letters: list[str] = []
    places: list[int] = []
    for place, raw in enumerate(text):
        for letter in unicodedata.normalize("NFKC", raw).casefold():
            if _WORD.match(letter):
                letters.append(letter)
                places.append(place)
    return Folded("".join(letters), tuple(places))


def shingles(text: str) -> set[str]:
    """Return every run of eight letters; a shorter text is one shingle."""
    letters = fold(text).letters
    if not letters:
        return set()
    last = max(len(letters) - SHINGLE, 0)
    return {letters[start : start + SHINGLE] for start in range(last + 1)}


def resemblance_of_sets(left: set[str], right: set[str]) -> float:
    """Return the share of shingles the two sets have in common."""
    union = len(left | right)
    return len(left & right) / union if union else 0.0


def signature(text: str) -> tuple[int, ...]:
    """Return the MinHash of ``text``: equal for texts with equal shingles."""
    sketch = MinHash(num_perm=PERMUTATIONS, seed=_SEED, hashfunc=_hash)
    sketch.update_batch(shingle.encode() for shingle in shingles(text))
    return tuple(int(value) for value in sketch.hashvalues)


def resemblance(left: Iterable[int], right: Iterable[int]) -> float:
    """Estimate from two signatures the share of shingles in common."""
    pairs = list(zip(left, right, strict=True))
    return sum(a == b for a, b in pairs) / len(pairs)


def bands(values: tuple[int, ...]) -> list[int]:
    """Return one 32-bit key for each band; likely twins share at least one."""
    return [
        zlib.crc32(repr(values[start : start + ROWS]).encode())
        for start in range(0, PERMUTATIONS, ROWS)
    ]


def shared_passages(left: str, right: str) -> list[Passage]:
    """Return the passages of ``left`` that ``right`` also has, in reading order.

    Passages do not overlap in ``left`` and hold at least 24 letters.
    """
    a, b = fold(left), fold(right)
    return [
        Passage(a.original(i, length), b.original(j, length), length)
        for i, j, length in _common_runs(a.letters, b.letters)
    ]


def shared_rate(left: str, passages: Iterable[Passage]) -> float:
    """Return the share of ``left`` that the passages cover."""
    letters = len(fold(left).letters)
    return sum(p.length for p in passages) / letters if letters else 0.0


def _common_runs(left: str, right: str) -> Iterator[tuple[int, int, int]]:
    """Walk through ``left``; at each place take the longest run found in ``right``."""
    places = _places_of_shingles(right)
    start = 0
    while start + SHINGLE <= len(left):
        best_at, best = 0, 0
        for place in places.get(left[start : start + SHINGLE], ()):
            length = _run_length(left, start, right, place)
            if length > best:
                best_at, best = place, length
        if best >= SHORTEST_PASSAGE:
            yield start, best_at, best
        start += best if best >= SHORTEST_PASSAGE else 1


def _places_of_shingles(text: str, most: int = 16) -> dict[str, list[int]]:
    """Index a text; a phrase repeated all over it is followed a few times only."""
    places: dict[str, list[int]] = {}
    for start in range(len(text) - SHINGLE + 1):
        found = places.setdefault(text[start : start + SHINGLE], [])
        if len(found) < most:
            found.append(start)
    return places


def _run_length(left: str, i: int, right: str, j: int) -> int:
    length = 0
    end = min(len(left) - i, len(right) - j)
    while length < end and left[i + length] == right[j + length]:
        length += 1
    return length


def _hash(shingle: bytes) -> int:
    return zlib.crc32(shingle)
