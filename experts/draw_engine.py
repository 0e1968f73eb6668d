"""Drawing a panel: the same record seats the same people, whoever repeats it.

Pure functions of the standard library. The rule, in the words of the page that
explains a draw:

1. The seed is the SHA-256 of four lines: the algorithm's name, the hash of the
   frozen record, the operator's nonce and the witness's nonce.
2. Candidates stand in the order of SHA-256(seed, then the candidate's id).
3. Seats are filled one after the other, each speciality's before the open ones.
   A seat takes the first free candidate who fits it. When all who fit are
   seated already, one of them moves to another seat that fits, so that a panel
   is found whenever there is one.
4. Whoever leaves is replaced by the next in the same order who fits the seat.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

ALGORITHM = "sha256-order/1"
# The speciality of a seat that every candidate fits.
OPEN_SEAT = "any"


class Candidate(NamedTuple):
    """Somebody who was considered; ``excluded`` holds why they are out."""

    id: str
    specialities: tuple[str, ...]
    excluded: tuple[str, ...] = ()

    def fits(self, speciality: str) -> bool:
        """Tell whether this candidate may take a seat of ``speciality``."""
        return speciality == OPEN_SEAT or speciality in self.specialities


class Quota(NamedTuple):
    """How many seats of the panel belong to one speciality."""

    speciality: str
    seats: int


class Shortage(Exception):  # noqa: N818 - the word users and code share
    """Too few eligible candidates fit the seats of one speciality."""

    def __init__(self, speciality: str) -> None:
        """Name the speciality whose seats cannot all be filled."""
        super().__init__(speciality)
        self.speciality = speciality


def sha256_hex(text: str) -> str:
    """Return the SHA-256 of ``text`` in UTF-8 as lower-case hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def draw_seed(*, frozen_hash: str, operator_nonce: str, witness_nonce: str) -> bytes:
    """Return the seed that the frozen record and both nonces lead to."""
    lines = (ALGORITHM, frozen_hash, operator_nonce, witness_nonce)
    return hashlib.sha256("\n".join(lines).encode()).digest()


def order_candidates(seed: bytes, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the eligible candidates in the order that ``seed`` gives them."""
    seeded = hashlib.sha256(seed)
    eligible = [known for known in candidates if not known.excluded]
    keys = []
    for candidate in eligible:
        hashed = seeded.copy()
        hashed.update(candidate.id.encode())
        keys.append(hashed.digest())
    # Sorting positions keeps the memory of half a million candidates small.
    positions = sorted(range(len(eligible)), key=keys.__getitem__)
    return [eligible[position] for position in positions]


def seats_of(quotas: Iterable[Quota], size: int) -> tuple[str, ...]:
    """Return the speciality of each seat: quotas as stated, then open seats.

    Raises ValueError when the quotas ask for more seats than the panel has.
    """
    seats = [quota.speciality for quota in quotas for _ in range(quota.seats)]
    if not 0 < size >= len(seats):
        message = f"{len(seats)} reserved seats do not fit a panel of {size}."
        raise ValueError(message)
    return (*seats, *[OPEN_SEAT] * (size - len(seats)))


def fill_seats(seats: Sequence[str], order: Sequence[Candidate]) -> list[Candidate]:
    """Return who takes each seat, by the third step of the rule.

    Raises Shortage when no panel fits.
    """
    return _Seating(seats, order).fill()


def next_candidate(
    order: Iterable[Candidate], speciality: str, passed: Collection[str]
) -> Candidate | None:
    """Return the first who fits a seat and is not among the ids already passed."""
    fitting = (known for known in order if known.fits(speciality))
    return next((known for known in fitting if known.id not in passed), None)


class _Seating:
    """Seats being filled; each looks only as far down the order as it can need."""

    def __init__(self, seats: Sequence[str], order: Sequence[Candidate]) -> None:
        self.seats = seats
        self.fitting = _shortlists(seats, order)
        self.seat_of: dict[str, int] = {}

    def fill(self) -> list[Candidate]:
        for seat, speciality in enumerate(self.seats):
            if not self._seat(seat, set()):
                raise Shortage(speciality)
        known = {one.id: one for short in self.fitting.values() for one in short}
        by_seat = sorted(self.seat_of.items(), key=lambda item: item[1])
        return [known[identity] for identity, _seat in by_seat]

    def _seat(self, seat: int, tried: set[str]) -> bool:
        """Give ``seat`` to somebody, moving those seated before if need be."""
        fitting = self.fitting[self.seats[seat]]
        for candidate in fitting:
            if candidate.id not in self.seat_of:
                self.seat_of[candidate.id] = seat
                return True
        for candidate in fitting:
            if candidate.id in tried:
                continue
            tried.add(candidate.id)
            if self._seat(self.seat_of[candidate.id], tried):
                self.seat_of[candidate.id] = seat
                return True
        return False


def _shortlists(
    seats: Sequence[str], order: Sequence[Candidate]
) -> dict[str, list[Candidate]]:
    """Return, by speciality, the first candidates: never more than there are seats."""
    shortlists: dict[str, list[Candidate]] = {seat: [] for seat in seats}
    unfilled = set(shortlists)
    for candidate in order:
        for speciality in list(unfilled):
            if candidate.fits(speciality):
                shortlists[speciality].append(candidate)
                if len(shortlists[speciality]) == len(seats):
                    unfilled.discard(speciality)
        if not unfilled:
            break
    return shortlists
