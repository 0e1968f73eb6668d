"""Questions to the log: tree heads, proofs and public entries."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TypeVar

from django.db.models import Q, QuerySet

from core.models.translog import LogCheckpoint, LogHead, LogLeaf, LogNode
from core.translog import merkle
from core.translog.canonical import Payload
from core.translog.notes import Checkpoint, log_signer
from core.translog.subjects import subject_of

_T = TypeVar("_T")
_Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """A leaf as outsiders may see it; salt and body only while they may."""

    leaf: LogLeaf
    label: str
    salt: bytes | None
    body: str | None
    erased: bool

    @property
    def payload(self) -> Payload | None:
        """The payload, when it may be read."""
        return None if self.body is None else json.loads(self.body)

    @property
    def concerns(self) -> str:
        """The number of the matter, when it may be read."""
        subject, payload = subject_of(self.leaf.kind), self.payload
        if subject is None or payload is None:
            return ""
        return str(payload.get(subject.named_by, ""))


def log_size() -> int:
    """Return the number of leaves."""
    return LogHead.objects.filter(pk=1).values_list("size", flat=True).first() or 0


def tree_root(size: int) -> bytes:
    """Return the root over the first ``size`` leaves."""
    return fetched(lambda node: merkle.root(size, node))


def signed_checkpoint(size: int | None = None) -> str:
    """Return the signed note of the tree of ``size`` leaves, or of the latest.

    Raises LogCheckpoint.DoesNotExist when the log never had that size.
    """
    wanted = log_size() if size is None else size
    if wanted == 0:
        signer = log_signer()
        empty = Checkpoint(origin=signer.name, size=0, root=merkle.EMPTY_ROOT)
        return signer.sign(empty.text)
    return LogCheckpoint.objects.get(size=wanted).note


def checkpoint_at(instant: datetime) -> LogCheckpoint | None:
    """Return the last tree head signed at or before ``instant``."""
    return LogCheckpoint.objects.filter(at__lte=instant).order_by("-size").first()


def inclusion_path(index: int, size: int) -> list[bytes]:
    """Return the audit path of a leaf in the tree of ``size`` leaves.

    Raises ValueError when that tree has no such leaf or never existed.
    """
    _require_known(size)
    return fetched(lambda node: merkle.inclusion_proof(index, size, node))


def consistency_path(old_size: int, size: int) -> list[bytes]:
    """Return the proof that the log of ``old_size`` leaves begins the later one.

    Raises ValueError when the sizes are out of order or never existed.
    """
    _require_known(size)
    return fetched(lambda node: merkle.consistency_proof(old_size, size, node))


def leaves() -> QuerySet[LogLeaf]:
    """Return all leaves in order, each with its payload and erasure."""
    return LogLeaf.objects.select_related("payload", "erasure").order_by("index")


def leaves_naming(number: str) -> list[int]:
    """Return the indexes of the leaves whose public payload names a number.

    A payload that is not public answers as one that does not exist.
    """
    found = leaves().filter(payload__body__contains=json.dumps(number))
    return [entry.leaf.index for entry in public_entries(found) if entry.body]


def public_entry(leaf: LogLeaf) -> PublicEntry:
    """Return what the public may see of ``leaf``."""
    return public_entries([leaf])[0]


def public_entries(rows: Iterable[LogLeaf]) -> list[PublicEntry]:
    """Return what the public may see of leaves read through ``leaves``."""
    found = list(rows)
    visible = _visible(found)
    return [_entry(leaf, visible=leaf.index in visible) for leaf in found]


def _visible(rows: Sequence[LogLeaf]) -> set[int]:
    """Return the indexes of the leaves whose payload the public may read."""
    visible: set[int] = set()
    for kind in {leaf.kind for leaf in rows}:
        subject = subject_of(kind)
        kept = [leaf for leaf in rows if leaf.kind == kind and hasattr(leaf, "payload")]
        if subject is not None:
            answers = subject.visibilities(
                [json.loads(leaf.payload.body) for leaf in kept]
            )
            pairs = zip(kept, answers, strict=True)
            visible |= {leaf.index for leaf, answer in pairs if answer}
    return visible


def _entry(leaf: LogLeaf, *, visible: bool) -> PublicEntry:
    subject = subject_of(leaf.kind)
    payload = getattr(leaf, "payload", None)
    return PublicEntry(
        leaf=leaf,
        label=str(subject.label) if subject else leaf.kind,
        salt=bytes(payload.salt) if payload and visible else None,
        body=payload.body if payload and visible else None,
        erased=payload is None,
    )


def fetched(question: Callable[[merkle.NodeReader], _T]) -> _T:
    """Answer a question about the tree with two queries.

    The question is asked twice: once to learn which subtrees it needs, once
    with their hashes.
    """
    needed: set[_Place] = set()

    def note_down(level: int, position: int) -> bytes:
        needed.add((level, position))
        return merkle.EMPTY_ROOT

    question(note_down)
    known = _hashes(needed)
    return question(lambda level, position: known[level, position])


def _hashes(places: set[_Place]) -> dict[_Place, bytes]:
    indexes = [position for level, position in places if level == 0]
    inner = [place for place in places if place[0] > 0]
    known: dict[_Place, bytes] = {}
    if indexes:
        rows = LogLeaf.objects.filter(index__in=indexes)
        for index, hashed in rows.values_list("index", "leaf_hash"):
            known[0, index] = bytes(hashed)
    if inner:
        anywhere = reduce(or_, (Q(level=lv, position=pos) for lv, pos in inner))
        nodes = LogNode.objects.filter(anywhere)
        for level, position, hashed in nodes.values_list("level", "position", "hash"):
            known[level, position] = bytes(hashed)
    return known


def _require_known(size: int) -> None:
    if not 0 <= size <= log_size():
        message = f"The log never had {size} leaves."
        raise ValueError(message)
