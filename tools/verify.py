#!/usr/bin/env python3
"""Check the portal's transparency log without trusting the portal.

This file needs Python 3.9 or later and nothing else: keep a copy of it, and of
the log's public key, on your own machine. What it checks are files downloaded
from the portal:

  verify.py checkpoint CHECKPOINT --key KEY
      the signature of a tree head (/register/log/checkpoint)
  verify.py proof PROOF.json --key KEY [--checkpoint CHECKPOINT]
      that a leaf is in the signed tree and commits to its payload
      (/register/log/proof/<index>)
  verify.py consistency PROOF.json --key KEY [--old CHECKPOINT]
      that a later tree only added to an earlier one
      (/register/log/consistency?old=<size>&new=<size>)
  verify.py leaf PROOF.json
      only that the payload is the one the leaf commits to

KEY is the verifier key (/register/log/key), as text or as the name of a file.
The exit status is 0 when everything holds, 1 when something does not, 2 when
the input cannot be read.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import pathlib
import sys
from typing import Any, NamedTuple, TypeAlias


class Failed(Exception):  # noqa: N818 - it is a verdict
    """A check did not hold."""


class Unreadable(Exception):  # noqa: N818
    """The input is not what it should be."""


class Key(NamedTuple):
    """A verifier key: its name, its id and 32 bytes of Ed25519."""

    name: str
    id: bytes
    public: bytes


class Head(NamedTuple):
    """What a checkpoint says."""

    origin: str
    size: int
    root: bytes


# --- Ed25519 (RFC 8032, section 5.1) --------------------------------------------

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT_OF_MINUS_ONE = pow(2, (_P - 1) // 4, _P)
_SIGN_BIT = 1 << 255

Point: TypeAlias = "tuple[int, int, int, int]"  # extended coordinates X, Y, Z, T


def ed25519_verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether ``signature`` is one of ``message`` by ``public``."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, nonce = _decode_point(public), _decode_point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or nonce is None or scalar >= _ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    challenge = int.from_bytes(digest, "little") % _ORDER
    left = _times(scalar, _BASE)
    return _equal(left, _add(nonce, _times(challenge, key)))


def _add(p: Point, q: Point) -> Point:
    a = (p[1] - p[0]) * (q[1] - q[0]) % _P
    b = (p[1] + p[0]) * (q[1] + q[0]) % _P
    c = 2 * p[3] * q[3] * _D % _P
    d = 2 * p[2] * q[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % _P, g * h % _P, f * g % _P, e * h % _P)


def _times(factor: int, point: Point) -> Point:
    total = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            total = _add(total, point)
        point, factor = _add(point, point), factor >> 1
    return total


def _equal(p: Point, q: Point) -> bool:
    return (p[0] * q[2] - q[0] * p[2]) % _P == 0 and (
        p[1] * q[2] - q[1] * p[2]
    ) % _P == 0


def _decode_point(encoded: bytes) -> Point | None:
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & (_SIGN_BIT - 1)
    if y >= _P:
        return None
    x = _x_of(y, sign)
    return None if x is None else (x, y, 1, x * y % _P)


def _x_of(y: int, sign: int) -> int | None:
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    if square == 0:
        return None if sign else 0
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P != 0:
        x = x * _ROOT_OF_MINUS_ONE % _P
    if (x * x - square) % _P != 0:
        return None
    return _P - x if x & 1 != sign else x


_BASE_Y = 4 * pow(5, _P - 2, _P) % _P
_BASE_X = _x_of(_BASE_Y, 0) or 0
_BASE = (_BASE_X, _BASE_Y, 1, _BASE_X * _BASE_Y % _P)


# --- Signed notes and checkpoints (C2SP) ----------------------------------------


def read_key(text: str) -> Key:
    """Return the verifier key spelt ``name+id+base64``."""
    parts = text.strip().split("+", 2)
    if len(parts) != 3:
        raise Unreadable("The key is not of the form name+id+base64.")
    name, key_id, encoded = parts
    blob = _base64(encoded, "the key")
    if len(blob) != 33 or blob[0] != 1:
        raise Unreadable("The key is not an Ed25519 key.")
    expected = hashlib.sha256(name.encode() + b"\n" + blob).digest()[:4]
    if expected.hex() != key_id.lower():
        raise Unreadable("The key's id does not fit the key.")
    return Key(name, expected, blob[1:])


def open_checkpoint(note: str, key: Key) -> Head:
    """Return the tree head of a signed note; raise Failed if it is not signed."""
    text, separator, signatures = note.rpartition("\n\n")
    if not separator:
        raise Unreadable("The checkpoint carries no signature.")
    text += "\n"
    for line in signatures.split("\n"):
        words = line.split(" ")
        if len(words) != 3 or words[0] != "\u2014" or words[1] != key.name:
            continue
        blob = _base64(words[2], "the signature")
        if blob[:4] != key.id:
            continue
        if not ed25519_verify(key.public, text.encode(), blob[4:]):
            raise Failed("The checkpoint's signature does not fit its text.")
        return _head(text)
    raise Failed(f"The checkpoint is not signed by {key.name} with this key.")


def _head(text: str) -> Head:
    lines = text.split("\n")
    if len(lines) < 4 or not lines[1].isdecimal():
        raise Unreadable("The note is no checkpoint.")
    return Head(lines[0], int(lines[1]), _base64(lines[2], "the root"))


# --- Merkle proofs (RFC 6962 and RFC 9162) --------------------------------------


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def included(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """Return the root that an audit path leads to; raise Failed if it cannot."""
    if not 0 <= index < size:
        raise Failed(f"A tree of {size} leaves has no leaf {index}.")
    position, last, current = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise Failed("The audit path is too long.")
        if position % 2 or position == last:
            current = node_hash(sibling, current)
            while position % 2 == 0 and position:
                position, last = position // 2, last // 2
        else:
            current = node_hash(current, sibling)
        position, last = position // 2, last // 2
    if last:
        raise Failed("The audit path is too short.")
    return current


def grown(old: Head, new: Head, proof: list[bytes]) -> None:
    """Raise Failed unless the new tree begins with the old one."""
    if old.size > new.size:
        raise Failed("The later tree is smaller than the earlier one.")
    if old.size in (0, new.size):
        _without_steps(old, new, proof)
        return
    steps = list(proof)
    if old.size & (old.size - 1) == 0:
        steps.insert(0, old.root)
    if not steps:
        raise Failed("The consistency proof is empty.")
    before, after = _climb(old.size - 1, new.size - 1, steps)
    if before != old.root:
        raise Failed("The proof does not start from the earlier tree.")
    if after != new.root:
        raise Failed("The proof does not lead to the later tree.")


def _without_steps(old: Head, new: Head, proof: list[bytes]) -> None:
    if proof or (old.size == new.size and old.root != new.root):
        raise Failed("Two trees of one size differ.")
    if old.size == 0 and old.root != hashlib.sha256(b"").digest():
        raise Failed("The empty tree has another root.")


def _climb(position: int, last: int, steps: list[bytes]) -> tuple[bytes, bytes]:
    while position % 2:
        position, last = position // 2, last // 2
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise Failed("The consistency proof is too long.")
        if position % 2 or position == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while position % 2 == 0 and position:
                position, last = position // 2, last // 2
        else:
            after = node_hash(after, step)
        position, last = position // 2, last // 2
    if last:
        raise Failed("The consistency proof is too short.")
    return before, after


def check_payload(leaf: dict[str, Any], salt: str, payload: str) -> None:
    """Raise Failed unless the leaf commits to this salt and payload."""
    digest = hashlib.sha256(_hex(salt, "the salt") + payload.encode()).hexdigest()
    if digest != leaf["commitment"]:
        raise Failed("The payload is not the one that was logged.")


def entry_of(leaf: dict[str, Any]) -> bytes:
    """Return the bytes the leaf is the hash of."""
    entry = {name: leaf[name] for name in ("at", "commitment", "kind")}
    return json.dumps(
        entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()


# --- Commands ---------------------------------------------------------------------


def run_checkpoint(options: argparse.Namespace) -> list[str]:
    """Check a tree head."""
    head = open_checkpoint(_text(options.file), _key(options.key))
    return [_signed(head)]


def run_proof(options: argparse.Namespace) -> list[str]:
    """Check a leaf, its payload and its place in a signed tree."""
    document = _document(options.file)
    key = _key(options.key)
    note = _text(options.checkpoint) if options.checkpoint else document["checkpoint"]
    head = open_checkpoint(note, key)
    leaf, index = document["leaf"], document["index"]
    said = _payload_lines(document)
    path = [_hex(step, "the path") for step in document["path"]]
    root = included(leaf_hash(entry_of(leaf)), index, head.size, path)
    if root != head.root:
        raise Failed(f"Leaf {index} is not in the signed tree.")
    return [
        _signed(head),
        f"Leaf {index} ({leaf['kind']}, {leaf['at']}) is in it.",
        *said,
    ]


def run_consistency(options: argparse.Namespace) -> list[str]:
    """Check that a later tree only added leaves to an earlier one."""
    document = _document(options.file)
    key = _key(options.key)
    kept = _text(options.old) if options.old else document["old_checkpoint"]
    old = open_checkpoint(kept, key)
    new = open_checkpoint(document["new_checkpoint"], key)
    if old.origin != new.origin:
        raise Failed("The two checkpoints are of different logs.")
    grown(old, new, [_hex(step, "the proof") for step in document["proof"]])
    return [
        _signed(old),
        _signed(new),
        f"The later tree begins with the {old.size} leaves of the earlier one.",
    ]


def run_leaf(options: argparse.Namespace) -> list[str]:
    """Check a payload against its commitment."""
    document = _document(options.file)
    if document.get("payload") is None:
        raise Failed("The file holds no payload to check.")
    return _payload_lines(document)


def _payload_lines(document: dict[str, Any]) -> list[str]:
    payload = document.get("payload")
    if payload is None:
        return ["The payload is not shown; the leaf commits to its hash only."]
    check_payload(document["leaf"], document["salt"], payload)
    facts = json.loads(payload)
    return ["The payload is the one that was logged:"] + [
        f"  {name}: {json.dumps(facts[name], ensure_ascii=False)}"
        for name in sorted(facts)
    ]


def _signed(head: Head) -> str:
    return f"{head.origin}: tree of {head.size} leaves, signature holds."


def _key(given: str) -> Key:
    path = pathlib.Path(given)
    return read_key(_text(given) if path.is_file() else given)


def _text(name: str) -> str:
    try:
        return pathlib.Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"{name} cannot be read: {error}") from error


def _document(name: str) -> dict[str, Any]:
    try:
        document = json.loads(_text(name))
    except ValueError as error:
        raise Unreadable(f"{name} is no JSON: {error}") from error
    if not isinstance(document, dict):
        raise Unreadable(f"{name} is not a proof.")
    return document


def _hex(text: str, what: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except (TypeError, ValueError):
        raise Unreadable(f"{what.capitalize()} is not hexadecimal.") from None


def _base64(text: str, what: str) -> bytes:
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Unreadable(f"{what.capitalize()} is not base64.") from None
    # A last character may have bits to spare; only one way of writing it is right.
    if base64.b64encode(content).decode() != text:
        raise Failed(f"{what.capitalize()} is not written as base64 writes it.")
    return content


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for name, run, extra in (
        ("checkpoint", run_checkpoint, None),
        ("proof", run_proof, "--checkpoint"),
        ("consistency", run_consistency, "--old"),
        ("leaf", run_leaf, None),
    ):
        command = commands.add_parser(name, help=run.__doc__)
        command.add_argument("file")
        command.set_defaults(run=run)
        if name != "leaf":
            command.add_argument("--key", required=True)
        if extra:
            command.add_argument(extra, help="a checkpoint you kept yourself")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run one check; return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        lines = options.run(options)
    except Failed as failed:
        print(f"DOES NOT HOLD: {failed}", file=sys.stderr)
        return 1
    except Unreadable as unreadable:
        print(f"Cannot check: {unreadable}", file=sys.stderr)
        return 2
    except (KeyError, TypeError) as missing:
        print(f"Cannot check: the file lacks {missing}.", file=sys.stderr)
        return 2
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
