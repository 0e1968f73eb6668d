"""The one way a payload is written down, so that its hash can be repeated."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from core.money import Money

Payload = dict[str, Any]


def canonical_json(payload: Mapping[str, Any]) -> str:
    """Return ``payload`` as JSON with sorted keys and no spare characters.

    Days, instants, decimals and money become strings. Raises TypeError for
    floats and for anything else that has no exact form.
    """
    return json.dumps(
        _plain(payload), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


def plain_payload(payload: Mapping[str, Any]) -> Payload:
    """Return ``payload`` as it will read when it comes back from the log."""
    plain: Payload = json.loads(canonical_json(payload))
    return plain


def commitment(salt: bytes, body: str) -> bytes:
    """Return SHA-256 of the salt followed by the payload's UTF-8 bytes."""
    return hashlib.sha256(salt + body.encode()).digest()


def leaf_input(*, kind: str, at: datetime, commitment: bytes) -> bytes:
    """Return the bytes a leaf of the tree is the hash of."""
    entry = {"at": instant(at), "commitment": commitment.hex(), "kind": kind}
    return canonical_json(entry).encode()


def instant(at: datetime) -> str:
    """Return an instant in UTC to the microsecond, as leaves spell it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _plain(value: object) -> object:
    if value is None or isinstance(value, int | str):
        return value
    if isinstance(value, Mapping):
        return {_key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return _written(value)


def _written(value: object) -> str:
    match value:
        case datetime():
            return instant(value)
        case date():
            return value.isoformat()
        case Money():
            return f"{value.yuan:.2f}"
        case Decimal():
            return str(value)
    message = f"{type(value).__name__} has no exact form in a logged payload."
    raise TypeError(message)


def _key(key: object) -> str:
    if not isinstance(key, str):
        message = "Keys of a logged payload are strings."
        raise TypeError(message)
    return key
