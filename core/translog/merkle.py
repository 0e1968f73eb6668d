"""Merkle trees in the shape of RFC 6962, section 2.1: pure functions.

Nothing here knows a database. Functions that need hashes of a large tree ask a
``NodeReader`` for complete subtrees: the subtree of ``2**level`` leaves that
starts at leaf ``position * 2**level``. Hashes are 32 bytes of SHA-256.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

NodeReader = Callable[[int, int], bytes]

EMPTY_ROOT = hashlib.sha256(b"").digest()


class Node(NamedTuple):
    """A complete subtree and its hash."""

    level: int
    position: int
    hash: bytes


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf that holds ``data``."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node above two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def reader_of(leaves: Sequence[bytes]) -> NodeReader:
    """Return a reader over leaf hashes held in memory."""

    def node(level: int, position: int) -> bytes:
        if level == 0:
            return leaves[position]
        return node_hash(
            node(level - 1, 2 * position), node(level - 1, 2 * position + 1)
        )

    return node


def root(size: int, node: NodeReader) -> bytes:
    """Return the root of the tree made of the first ``size`` leaves."""
    return _range_root(0, size, node) if size else EMPTY_ROOT


def completed_nodes(index: int, leaf: bytes, node: NodeReader) -> list[Node]:
    """Return the inner subtrees that become complete when ``leaf`` is appended.

    One on average and at most log2 of the size, so growing stays cheap.
    """
    completed: list[Node] = []
    level, position, current = 0, index, leaf
    while position % 2 == 1:
        current = node_hash(node(level, position - 1), current)
        level, position = level + 1, position // 2
        completed.append(Node(level, position, current))
    return completed


def inclusion_proof(index: int, size: int, node: NodeReader) -> list[bytes]:
    """Return the audit path of leaf ``index`` in the tree of ``size`` leaves.

    Raises ValueError when the tree has no such leaf.
    """
    if not 0 <= index < size:
        message = f"A tree of {size} leaves has no leaf {index}."
        raise ValueError(message)
    return _path(index, 0, size, node)


def consistency_proof(old_size: int, size: int, node: NodeReader) -> list[bytes]:
    """Return the proof that the tree of ``old_size`` leaves begins this one.

    Raises ValueError unless ``0 <= old_size <= size``.
    """
    if not 0 <= old_size <= size:
        message = f"A tree of {size} leaves cannot grow from one of {old_size}."
        raise ValueError(message)
    if old_size in (0, size):
        return []
    return _subproof(old_size, 0, size, node, whole=True)


def verify_inclusion(
    *, leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes
) -> bool:
    """Tell whether ``path`` leads from the leaf hash to ``root``."""
    if not 0 <= index < size:
        return False
    position, last, current = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if position % 2 == 1 or position == last:
            current = node_hash(sibling, current)
            while position % 2 == 0 and position != 0:
                position, last = position // 2, last // 2
        else:
            current = node_hash(current, sibling)
        position, last = position // 2, last // 2
    return last == 0 and current == root


def verify_consistency(
    *,
    old_size: int,
    old_root: bytes,
    size: int,
    root: bytes,
    proof: Sequence[bytes],
) -> bool:
    """Tell whether the tree of ``size`` leaves only added to the older one."""
    if not 0 <= old_size <= size:
        return False
    if old_size == 0:
        return not proof and old_root == EMPTY_ROOT
    if old_size == size:
        return not proof and old_root == root
    steps = list(proof)
    if old_size & (old_size - 1) == 0:
        steps.insert(0, old_root)
    return bool(steps) and _climb(old_size - 1, size - 1, steps) == (old_root, root)


class GrowingTree:
    """The root of a tree that is fed leaf by leaf, in constant memory."""

    def __init__(self) -> None:
        """Start empty."""
        self.size = 0
        self._peaks: list[bytes] = []

    def append(self, leaf: bytes) -> list[Node]:
        """Add a leaf hash; return the inner subtrees it completed."""
        completed: list[Node] = []
        level, position, current = 0, self.size, leaf
        while position % 2 == 1:
            current = node_hash(self._peaks.pop(), current)
            level, position = level + 1, position // 2
            completed.append(Node(level, position, current))
        self._peaks.append(current)
        self.size += 1
        return completed

    def root(self) -> bytes:
        """Return the root of what was appended so far."""
        return _fold(self._peaks)


def _fold(peaks: Iterable[bytes]) -> bytes:
    folded: bytes | None = None
    for peak in reversed(list(peaks)):
        folded = peak if folded is None else node_hash(peak, folded)
    return EMPTY_ROOT if folded is None else folded


def _split(width: int) -> int:
    """Return the largest power of two smaller than ``width``."""
    return 1 << ((width - 1).bit_length() - 1)


def _range_root(start: int, end: int, node: NodeReader) -> bytes:
    width = end - start
    if width & (width - 1) == 0:
        level = width.bit_length() - 1
        return node(level, start >> level)
    middle = start + _split(width)
    return node_hash(_range_root(start, middle, node), _range_root(middle, end, node))


def _path(index: int, start: int, end: int, node: NodeReader) -> list[bytes]:
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if index < middle:
        sibling = _range_root(middle, end, node)
        return [*_path(index, start, middle, node), sibling]
    sibling = _range_root(start, middle, node)
    return [*_path(index, middle, end, node), sibling]


def _subproof(
    old_size: int, start: int, end: int, node: NodeReader, *, whole: bool
) -> list[bytes]:
    if old_size == end:
        return [] if whole else [_range_root(start, end, node)]
    middle = start + _split(end - start)
    if old_size <= middle:
        sibling = _range_root(middle, end, node)
        return [*_subproof(old_size, start, middle, node, whole=whole), sibling]
    sibling = _range_root(start, middle, node)
    return [*_subproof(old_size, middle, end, node, whole=False), sibling]


def _climb(
    position: int, last: int, steps: Sequence[bytes]
) -> tuple[bytes, bytes] | None:
    """Return the old and the new root that ``steps`` lead to."""
    while position % 2 == 1:
        position, last = position // 2, last // 2
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if position % 2 == 1 or position == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while position % 2 == 0 and position != 0:
                position, last = position // 2, last // 2
        else:
            new = node_hash(new, step)
        position, last = position // 2, last // 2
    return (old, new) if last == 0 else None
