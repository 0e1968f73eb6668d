#!/usr/bin/env python3
"""Repeat a draw of a panel from its record, without trusting the portal.

This file needs Python 3.9 or later and nothing else. The record is the file
behind "Download the record" on the page of a draw:

  verify_draw.py QY-D-2026-0001.json

It is written apart from the portal's own code, from the rule alone:

1. the record is canonical JSON; its hashes are recomputed from its parts;
2. seed = SHA-256 of four lines: algorithm, frozen hash, both nonces;
3. order = eligible candidates by SHA-256(seed bytes + id), ascending;
4. a seat takes the first free candidate who fits; when all who fit are seated,
   one of them moves to another seat; who leaves is followed by the next.

Compare the printed frozen hash with the entry in the public log: it was logged
before anybody knew the nonces. The exit status is 0 when the draw repeats, 1
when it does not, 2 when the file cannot be read.
"""

from __future__ import annotations

import hashlib
import json
import pathlib
import sys
from typing import Any

ALGORITHM = "sha256-order/1"


class Failed(Exception):  # noqa: N818 - it is a verdict
    """The record does not repeat."""


def canonical(value: Any) -> str:  # noqa: ANN401 - any JSON
    """Return JSON with sorted keys and no spare characters."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256(text: str) -> str:
    """Return the SHA-256 of a text as hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def same(what: str, stated: Any, repeated: Any) -> None:  # noqa: ANN401 - any JSON
    """Raise Failed unless both values are equal."""
    if canonical(stated) != canonical(repeated):
        raise Failed(f"{what}: the record says {stated!r}, repeated: {repeated!r}")


def fits(candidate: dict[str, Any], seat: str) -> bool:
    """Tell whether a candidate may take a seat."""
    return seat == "any" or seat in candidate["specialities"]


def order_of(record: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the eligible candidates in the order the seed gives them."""
    reveal = record["reveal"]
    lines = [
        ALGORITHM,
        record["frozen_hash"],
        reveal["operator_nonce"],
        reveal["witness_nonce"],
    ]
    seed = hashlib.sha256("\n".join(lines).encode()).digest()
    same("seed", reveal["seed"], seed.hex())
    eligible = [one for one in record["frozen"]["candidates"] if not one["excluded"]]
    return sorted(
        eligible,
        key=lambda one: hashlib.sha256(seed + one["id"].encode()).digest(),
    )


def fill(seats: list[str], order: list[dict[str, Any]]) -> list[str]:
    """Return the ids of those who take the seats."""
    taken: dict[str, int] = {}

    def give(seat: int, tried: set[str]) -> bool:
        # Nobody further down than there are seats is ever needed.
        fitting = [one["id"] for one in order if fits(one, seats[seat])][: len(seats)]
        for one in fitting:
            if one not in taken:
                taken[one] = seat
                return True
        for one in fitting:
            if one not in tried:
                tried.add(one)
                if give(taken[one], tried):
                    taken[one] = seat
                    return True
        return False

    for seat in range(len(seats)):
        if not give(seat, set()):
            raise Failed(f"seat {seat + 1}: nobody fits")
    return [one for one, _seat in sorted(taken.items(), key=lambda item: item[1])]


def check_chain(
    record: dict[str, Any],
    seats: list[str],
    order: list[dict[str, Any]],
    panel: list[str],
) -> str:
    """Follow the replacements and return the head of the chain."""
    head = record["reveal_hash"]
    seated: list[str | None] = list(panel)
    passed = set(panel)
    for number, link in enumerate(record["replacements"], start=1):
        where = f"replacement {number}"
        seat = link["seat"]
        waiting = [one["id"] for one in order if one["id"] not in passed]
        able = {one["id"] for one in order if fits(one, seats[seat - 1])}
        came = next((one for one in waiting if one in able), None)
        same(f"{where}, number", link["number"], number)
        same(f"{where}, out", link["out"], seated[seat - 1])
        same(f"{where}, in", link["in"], came)
        same(f"{where}, previous", link["previous"], head)
        bare = {key: value for key, value in link.items() if key != "hash"}
        same(f"{where}, hash", link["hash"], sha256(canonical(bare)))
        head = link["hash"]
        seated[seat - 1] = came
        passed |= {came} if came else set()
    return str(head)


def check(content: bytes) -> dict[str, Any]:
    """Repeat the draw and return what it found. Raises Failed."""
    record = json.loads(content.decode())
    if f"{canonical(record)}\n".encode() != content:
        raise Failed("the file is not in canonical form")
    if record.get("sealed"):
        raise Failed("the names are not open yet; there is nothing to repeat")
    same("algorithm", record["algorithm"], ALGORITHM)
    same("format", record["format"], "qingyuan-draw/1")
    frozen, reveal = record["frozen"], record["reveal"]
    same("frozen hash", record["frozen_hash"], sha256(canonical(frozen)))
    committed = sha256(reveal["operator_nonce"])
    same("operator's commitment", frozen["operator_commitment"], committed)
    tied = {"frozen_hash": record["frozen_hash"], "reveal": reveal}
    same("reveal hash", record["reveal_hash"], sha256(canonical(tied)))

    order = order_of(record)
    seats = [one["speciality"] for one in frozen["quotas"] for _ in range(one["seats"])]
    seats += ["any"] * (frozen["size"] - len(seats))
    panel = fill(seats, order)
    same("panel", [one["candidate"] for one in reveal["panel"]], panel)
    same("head", record["head"], check_chain(record, seats, order, panel))
    return {
        "number": frozen["number"],
        "candidates": len(frozen["candidates"]),
        "eligible": len(order),
        "frozen_hash": record["frozen_hash"],
        "head": record["head"],
    }


def main(arguments: list[str]) -> int:
    """Check one file and return the exit status."""
    if len(arguments) != 1:
        print(__doc__)
        return 2
    try:
        content = pathlib.Path(arguments[0]).read_bytes()
    except OSError as error:
        print(f"The file cannot be read: {error.strerror}.", file=sys.stderr)
        return 2
    try:
        facts = check(content)
    except Failed as failed:
        print(f"The draw does not repeat: {failed}.", file=sys.stderr)
        return 1
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        print(f"The draw does not repeat: broken record ({error}).", file=sys.stderr)
        return 1
    for name, value in facts.items():
        print(name, value)
    print("The draw repeats.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
