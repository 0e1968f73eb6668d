"""Recompute the whole log and compare it with the rows it speaks of."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.models.translog import LogCheckpoint, LogHead, LogLeaf, LogNode
from core.translog import merkle
from core.translog.canonical import commitment, leaf_input, plain_payload
from core.translog.notes import (
    NoteRefused,
    Signer,
    log_signer,
    open_note,
    parse_checkpoint,
)
from core.translog.selectors import leaves
from core.translog.subjects import all_subjects, subject_of

_CHUNK = 2000


@dataclass(slots=True)
class LogReport:
    """What a full check of the log found; no differences means it holds."""

    size: int = 0
    root: bytes = merkle.EMPTY_ROOT
    erased: int = 0
    differences: list[str] = field(default_factory=list)


def check_log() -> LogReport:
    """Return the tree recomputed from the leaves, and everything that differs."""
    report = LogReport()
    tree = merkle.GrowingTree()
    heads = _Heads(report)
    subtrees = _Subtrees(report)
    for leaf in leaves().iterator(chunk_size=_CHUNK):
        if leaf.index != tree.size:
            report.differences.append(
                f"leaf {tree.size}: missing; the next one is {leaf.index}"
            )
            break
        report.differences.extend(_leaf_differences(leaf))
        report.erased += getattr(leaf, "payload", None) is None
        hashed = merkle.leaf_hash(
            leaf_input(kind=leaf.kind, at=leaf.at, commitment=bytes(leaf.commitment))
        )
        subtrees.compare(tree.append(hashed))
        heads.compare(tree)
    report.size, report.root = tree.size, tree.root()
    subtrees.finish()
    heads.finish(tree)
    report.differences.extend(_row_differences())
    return report


class _Subtrees:
    """Stored subtree hashes, read alongside the leaves that complete them."""

    def __init__(self, report: LogReport) -> None:
        self.report = report
        self.expected = 0
        self.batch: list[merkle.Node] = []

    def compare(self, completed: list[merkle.Node]) -> None:
        self.batch.extend(completed)
        self.expected += len(completed)
        if len(self.batch) >= _CHUNK:
            self._settle()

    def finish(self) -> None:
        self._settle()
        surplus = LogNode.objects.count() - self.expected
        if surplus > 0:
            self.report.differences.append(
                f"subtrees: {surplus} stored that no leaf completes"
            )

    def _settle(self) -> None:
        by_level: dict[int, dict[int, bytes]] = {}
        for node in self.batch:
            by_level.setdefault(node.level, {})[node.position] = node.hash
        for level, wanted in by_level.items():
            stored = self._stored(level, wanted)
            self.report.differences.extend(
                f"subtree {level}/{position}: stored hash differs"
                for position, hashed in wanted.items()
                if stored.get(position) != hashed
            )
        self.batch = []

    def _stored(self, level: int, wanted: dict[int, bytes]) -> dict[int, bytes]:
        nodes = LogNode.objects.filter(
            level=level,
            position__gte=min(wanted),
            position__lte=max(wanted),
        )
        return {
            position: bytes(hashed)
            for position, hashed in nodes.values_list("position", "hash")
        }


class _Heads:
    """Signed tree heads, one per size, read alongside the growing tree."""

    def __init__(self, report: LogReport) -> None:
        self.report = report
        self.signer = log_signer()
        self.stored = LogCheckpoint.objects.order_by("size").iterator(chunk_size=_CHUNK)

    def compare(self, tree: merkle.GrowingTree) -> None:
        head = next(self.stored, None)
        if head is None or head.size != tree.size:
            self.report.differences.append(f"checkpoint {tree.size}: missing")
            return
        fault = _checkpoint_fault(head, tree.root(), self.signer)
        if fault:
            self.report.differences.append(f"checkpoint {tree.size}: {fault}")

    def finish(self, tree: merkle.GrowingTree) -> None:
        for head in self.stored:
            self.report.differences.append(
                f"checkpoint {head.size}: signed, but the log ends at {tree.size}"
            )
        size = LogHead.objects.filter(pk=1).values_list("size", flat=True).first()
        if (size or 0) != tree.size:
            self.report.differences.append(
                f"head: says {size or 0} leaves, there are {tree.size}"
            )


def _checkpoint_fault(head: LogCheckpoint, root: bytes, signer: Signer) -> str:
    if bytes(head.root) != root:
        return "stored root differs from the leaves"
    try:
        text = open_note(head.note, name=signer.name, public_key=signer.public_key)
        signed = parse_checkpoint(text)
    except NoteRefused as refused:
        return f"signature does not hold ({refused})"
    if (signed.size, signed.root) != (head.size, root):
        return "signed root differs from the leaves"
    return ""


def _leaf_differences(leaf: LogLeaf) -> Iterator[str]:
    name = f"leaf {leaf.index} ({leaf.kind})"
    entry = leaf_input(kind=leaf.kind, at=leaf.at, commitment=bytes(leaf.commitment))
    if merkle.leaf_hash(entry) != bytes(leaf.leaf_hash):
        yield f"{name}: kind, time or commitment was changed"
    payload = getattr(leaf, "payload", None)
    if payload is None:
        if getattr(leaf, "erasure", None) is None:
            yield f"{name}: payload is gone without a recorded erasure"
        return
    if commitment(bytes(payload.salt), payload.body) != bytes(leaf.commitment):
        yield f"{name}: payload was changed"
        return
    for difference in _subject_differences(leaf, payload.body):
        yield f"{name}: {difference}"


def _subject_differences(leaf: LogLeaf, body: str) -> Iterator[str]:
    subject = subject_of(leaf.kind)
    if subject is None:
        return
    logged = json.loads(body)
    current = subject.rebuild_payload(logged)
    if current is None:
        yield "the row it speaks of is gone"
        return
    current = plain_payload(current)
    for key in sorted(logged.keys() | current.keys()):
        if logged.get(key) != current.get(key):
            yield (
                f"{key} was logged as {logged.get(key)!r}, "
                f"the database says {current.get(key)!r}"
            )


def _row_differences() -> Iterator[str]:
    for subject in all_subjects():
        if subject.logged_rows is None:
            continue
        kinds = dict(
            LogLeaf.objects.filter(kind=subject.kind).values_list("index", "kind")
        )
        for name, index in subject.logged_rows():
            if index is None:
                yield f"{name}: has no leaf of kind {subject.kind}"
            elif index not in kinds:
                yield f"{name}: leaf {index} is not of kind {subject.kind}"
