"""The record of a draw: one JSON document that repeats the draw by itself.

``frozen`` is fixed, hashed and logged before any nonce is known; ``reveal``
holds both nonces and whom they seat; ``replacements`` are chained, each to the
hash before it. The file is canonical: sorted keys, no spare characters, UTF-8,
one line feed at the end. Whoever changes a byte changes a hash or the form.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from json.encoder import encode_basestring
from typing import Any, NoReturn

from experts.draw_engine import (
    ALGORITHM,
    Candidate,
    Quota,
    Shortage,
    draw_seed,
    fill_seats,
    next_candidate,
    order_candidates,
    seats_of,
    sha256_hex,
)

FORMAT = "qingyuan-draw/1"
LONGEST_NONCE = 200
LARGEST_PANEL = 99
_HEX = re.compile(r"[0-9a-f]{64}")
_CHUNK = 4096

Json = dict[str, Any]


class BrokenRecordError(ValueError):
    """The document is not in the form of a draw record."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """What is fixed before the draw; times are instants, names are numbers."""

    number: str
    purpose: str
    subject: str
    frozen_at: datetime
    size: int
    quotas: tuple[Quota, ...]
    candidates: tuple[Candidate, ...]
    operator_commitment: str
    earlier: tuple[str, ...] = ()

    def chunks(self) -> Iterator[bytes]:
        """Yield the canonical JSON of this part, little by little."""
        head, tail = canonical(self._facts()).split('"candidates":[]', 1)
        yield f'{head}"candidates":['.encode()
        yield from _candidate_chunks(self.candidates)
        yield f"]{tail}".encode()

    def hash(self) -> str:
        """Return the SHA-256 of the canonical JSON of this part."""
        hashed = hashlib.sha256()
        for chunk in self.chunks():
            hashed.update(chunk)
        return hashed.hexdigest()

    def as_json(self) -> Json:
        """Return this part as it stands in the document."""
        listed = [_candidate_json(candidate) for candidate in self.candidates]
        return {**self._facts(), "candidates": listed}

    @property
    def seats(self) -> tuple[str, ...]:
        """The speciality of each seat."""
        return seats_of(self.quotas, self.size)

    def _facts(self) -> Json:
        return {
            "candidates": [],
            "earlier": list(self.earlier),
            "frozen_at": spell(self.frozen_at),
            "number": self.number,
            "operator_commitment": self.operator_commitment,
            "purpose": self.purpose,
            "quotas": [
                {"seats": quota.seats, "speciality": quota.speciality}
                for quota in self.quotas
            ],
            "size": self.size,
            "subject": self.subject,
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a seed leads to: the whole order and who takes each seat."""

    seed: str
    order: list[Candidate]
    panel: list[Candidate]


@dataclass(slots=True)
class Verification:
    """What repeating a record found; no differences means it repeats."""

    differences: list[str] = field(default_factory=list)
    facts: Json = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether the record repeats to the last byte."""
        return not self.differences


def canonical(value: object) -> str:
    """Return ``value`` as JSON with sorted keys and no spare characters."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def spell(at: datetime) -> str:
    """Return an instant in UTC to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def draw(frozen: Frozen, *, operator_nonce: str, witness_nonce: str) -> Outcome:
    """Return what the two nonces make of a frozen record.

    Raises Shortage when too few fit; a freeze checks that beforehand.
    """
    seed = draw_seed(
        frozen_hash=frozen.hash(),
        operator_nonce=operator_nonce,
        witness_nonce=witness_nonce,
    )
    order = order_candidates(seed, frozen.candidates)
    return Outcome(seed.hex(), order, fill_seats(frozen.seats, order))


def reveal_json(
    frozen: Frozen,
    outcome: Outcome,
    *,
    operator_nonce: str,
    witness: str,
    witness_nonce: str,
    at: datetime,
) -> Json:
    """Return the second part of the document."""
    return {
        "operator_nonce": operator_nonce,
        "panel": panel_json(frozen.seats, outcome.panel),
        "revealed_at": spell(at),
        "seed": outcome.seed,
        "witness": witness,
        "witness_nonce": witness_nonce,
    }


def panel_json(seats: Sequence[str], panel: Sequence[Candidate]) -> list[Json]:
    """Return the seats, counted from one, with the ids of those who take them."""
    return [
        {"candidate": taker.id, "seat": seat, "speciality": speciality}
        for seat, (speciality, taker) in enumerate(
            zip(seats, panel, strict=True), start=1
        )
    ]


def reveal_hash(frozen_hash: str, reveal: Mapping[str, Any]) -> str:
    """Return the hash that ties the second part to the first."""
    return sha256_hex(canonical({"frozen_hash": frozen_hash, "reveal": reveal}))


def replacement_json(
    *,
    number: int,
    seat: int,
    leaver: str,
    reason: str,
    successor: str | None,
    at: datetime,
    previous: str,
) -> Json:
    """Return one link of the chain; ``previous`` is the hash before it."""
    link: Json = {
        "at": spell(at),
        "in": successor,
        "number": number,
        "out": leaver,
        "previous": previous,
        "reason": reason,
        "seat": seat,
    }
    return {**link, "hash": sha256_hex(canonical(link))}


def document(
    frozen: Mapping[str, Any],
    frozen_hash: str,
    reveal: Mapping[str, Any],
    replacements: Sequence[Mapping[str, Any]] = (),
) -> Json:
    """Return the whole document of a revealed draw."""
    tied = reveal_hash(frozen_hash, reveal)
    return {
        "algorithm": ALGORITHM,
        "format": FORMAT,
        "frozen": frozen,
        "frozen_hash": frozen_hash,
        "head": replacements[-1]["hash"] if replacements else tied,
        "replacements": list(replacements),
        "reveal": reveal,
        "reveal_hash": tied,
    }


def document_bytes(content: Mapping[str, Any]) -> bytes:
    """Return the file of a document."""
    return f"{canonical(content)}\n".encode()


def read_frozen(data: object) -> Frozen:
    """Return the first part of a document as the engine takes it.

    Raises BrokenRecordError when anything is missing, extra or of a wrong kind.
    """
    reader = _Reader("frozen", data, _FROZEN_KEYS)
    listed = tuple(_read_candidate(item) for item in reader.list("candidates"))
    identities = [candidate.id for candidate in listed]
    if any(one >= two for one, two in pairwise(identities)):
        _refuse("frozen.candidates", "not in the order of their ids")
    quotas = [
        _Reader("quotas", item, {"seats", "speciality"})
        for item in reader.list("quotas")
    ]
    frozen = Frozen(
        number=reader.text("number"),
        purpose=reader.text("purpose"),
        subject=reader.text("subject"),
        frozen_at=reader.instant("frozen_at"),
        size=reader.count("size"),
        quotas=tuple(Quota(q.text("speciality"), q.count("seats")) for q in quotas),
        candidates=listed,
        operator_commitment=reader.hash("operator_commitment"),
        earlier=reader.texts("earlier"),
    )
    if sum(quota.seats for quota in frozen.quotas) > frozen.size:
        _refuse("frozen.quotas", "more seats than the panel has")
    return frozen


def verify_record(content: bytes) -> Verification:
    """Repeat a draw from its file alone and return every difference.

    Never raises, whatever the file holds.
    """
    found = Verification()
    try:
        data = json.loads(content.decode(), parse_float=_no_float)
        if document_bytes(data) != content:
            found.differences.append(
                "form: the file is not in canonical form (a byte was changed)."
            )
        _verify_parts(data, found)
    except BrokenRecordError as broken:
        found.differences.append(str(broken))
    except (ValueError, RecursionError) as broken:
        found.differences.append(f"form: the file cannot be read as JSON ({broken}).")
    return found


_DOCUMENT_KEYS = {
    "algorithm",
    "format",
    "frozen",
    "frozen_hash",
    "head",
    "replacements",
    "reveal",
    "reveal_hash",
}
_FROZEN_KEYS = {
    "candidates",
    "earlier",
    "frozen_at",
    "number",
    "operator_commitment",
    "purpose",
    "quotas",
    "size",
    "subject",
}
_REVEAL_KEYS = {
    "operator_nonce",
    "panel",
    "revealed_at",
    "seed",
    "witness",
    "witness_nonce",
}
_LINK_KEYS = {"at", "hash", "in", "number", "out", "previous", "reason", "seat"}


def _verify_parts(data: object, found: Verification) -> None:
    whole = _Reader("document", data, _DOCUMENT_KEYS)
    if whole.text("format") != FORMAT or whole.text("algorithm") != ALGORITHM:
        _refuse("format", "made by an algorithm unknown here")
    frozen = read_frozen(whole.data["frozen"])
    reveal = _Reader("reveal", whole.data["reveal"], _REVEAL_KEYS)
    compare = _Comparison(found)
    compare("frozen_hash", whole.text("frozen_hash"), frozen.hash())
    outcome = _verify_reveal(frozen, reveal, compare)
    tied = reveal_hash(frozen.hash(), reveal.data)
    compare("reveal_hash", whole.text("reveal_hash"), tied)
    head = _verify_chain(frozen, outcome, whole.list("replacements"), tied, compare)
    compare("head", whole.text("head"), head)
    found.facts = {
        "number": frozen.number,
        "candidates": len(frozen.candidates),
        "eligible": len(outcome.order),
        "frozen_hash": frozen.hash(),
        "seed": outcome.seed,
        "head": head,
    }


def _verify_reveal(
    frozen: Frozen, reveal: "_Reader", compare: "_Comparison"
) -> Outcome:
    operator_nonce = reveal.hash("operator_nonce")
    witness_nonce = reveal.text("witness_nonce")
    if not is_nonce(witness_nonce):
        _refuse("reveal.witness_nonce", "not a single line of text")
    reveal.text("witness")
    reveal.instant("revealed_at")
    compare(
        "frozen.operator_commitment",
        frozen.operator_commitment,
        sha256_hex(operator_nonce),
    )
    try:
        outcome = draw(
            frozen, operator_nonce=operator_nonce, witness_nonce=witness_nonce
        )
    except Shortage as short:
        _refuse("reveal.panel", f"too few candidates for {short.speciality}")
    compare("reveal.seed", reveal.text("seed"), outcome.seed)
    panel = panel_json(frozen.seats, outcome.panel)
    compare("reveal.panel", canonical(reveal.list("panel")), canonical(panel))
    return outcome


def _verify_chain(
    frozen: Frozen,
    outcome: Outcome,
    links: list[Any],
    head: str,
    compare: "_Comparison",
) -> str:
    seated: list[str | None] = [taker.id for taker in outcome.panel]
    passed = {taker.id for taker in outcome.panel}
    for number, item in enumerate(links, start=1):
        link = _Reader(f"replacements[{number}]", item, _LINK_KEYS)
        seat = link.count("seat")
        if seat > frozen.size:
            _refuse(f"{link.path}.seat", f"the panel has {frozen.size} seats")
        leaver = seated[seat - 1]
        if leaver is None:
            _refuse(f"{link.path}.seat", "nobody sat there any more")
        successor = next_candidate(outcome.order, frozen.seats[seat - 1], passed)
        expected = replacement_json(
            number=number,
            seat=seat,
            leaver=leaver,
            reason=link.text("reason"),
            successor=successor.id if successor else None,
            at=link.instant("at"),
            previous=head,
        )
        compare(link.path, canonical(link.data), canonical(expected))
        seated[seat - 1] = successor.id if successor else None
        passed |= {successor.id} if successor else set()
        head = expected["hash"]
    return head


def is_nonce(text: str) -> bool:
    """Tell whether ``text`` can be a nonce: one printable line, not too long."""
    return (
        0 < len(text) <= LONGEST_NONCE and text.isprintable() and text == text.strip()
    )


@dataclass(slots=True)
class _Comparison:
    """Notes every value that repeating the draw does not give."""

    found: Verification

    def __call__(self, path: str, stated: str, repeated: str) -> None:
        if stated != repeated:
            self.found.differences.append(
                f"{path}: the record says {_short(stated)}, "
                f"repeating it gives {_short(repeated)}."
            )


class _Reader:
    """Reads one object of the document and accepts nothing unexpected."""

    def __init__(self, path: str, data: object, keys: set[str]) -> None:
        self.path = path
        if not isinstance(data, dict) or set(data) != keys:
            _refuse(path, f"its parts should be {', '.join(sorted(keys))}")
        self.data: Json = data

    def text(self, key: str) -> str:
        return str(self._typed(key, str))

    def list(self, key: str) -> list[Any]:
        return list(self._typed(key, list))

    def count(self, key: str) -> int:
        value = self._typed(key, int)
        if isinstance(value, bool) or not 0 < value <= LARGEST_PANEL:
            self._refuse(key)
        return int(value)

    def hash(self, key: str) -> str:
        value = self.text(key)
        if not _HEX.fullmatch(value):
            self._refuse(key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        items = self.list(key)
        if not all(isinstance(item, str) for item in items):
            self._refuse(key)
        return tuple(items)

    def instant(self, key: str) -> datetime:
        text = self.text(key)
        try:
            at = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
        except ValueError:
            self._refuse(key)
        # One instant has one spelling, or a byte could go unnoticed.
        if spell(at) != text:
            self._refuse(key)
        return at

    def _typed(self, key: str, kind: type) -> Any:  # noqa: ANN401
        value = self.data[key]
        if not isinstance(value, kind):
            self._refuse(key)
        return value

    def _refuse(self, key: str) -> NoReturn:
        _refuse(f"{self.path}.{key}", "has a value that no draw writes")


def _read_candidate(item: object) -> Candidate:
    reader = _Reader("candidate", item, {"excluded", "id", "specialities"})
    return Candidate(
        reader.text("id"), reader.texts("specialities"), reader.texts("excluded")
    )


def _candidate_json(candidate: Candidate) -> Json:
    return {
        "excluded": list(candidate.excluded),
        "id": candidate.id,
        "specialities": list(candidate.specialities),
    }


def _candidate_chunks(candidates: Iterable[Candidate]) -> Iterator[bytes]:
    """Yield the candidates' JSON; equal lists are written down only once."""
    lists: dict[tuple[str, ...], str] = {}
    part: list[str] = []
    separator = ""
    for candidate in candidates:
        texts = []
        for values in (candidate.excluded, candidate.specialities):
            if values not in lists:
                lists[values] = canonical(list(values))
            texts.append(lists[values])
        part.append(
            f'{separator}{{"excluded":{texts[0]},"id":{encode_basestring(candidate.id)},'
            f'"specialities":{texts[1]}}}'
        )
        separator = ","
        if len(part) == _CHUNK:
            yield "".join(part).encode()
            part.clear()
    yield "".join(part).encode()


def _refuse(path: str, what: str) -> NoReturn:
    message = f"{path}: {what}."
    raise BrokenRecordError(message)


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:38]}…{text[-38:]}"  # noqa: PLR2004


def _no_float(text: str) -> object:
    message = f"records hold no fractions: {text}"
    raise ValueError(message)
