"""The bytes of a statement: one canonical form, sealed by its own hash."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NoReturn

from marketplace.settlement.reasons import Reason, SettlementError

FORMAT = "qingyuan-settlement/1"
LARGEST = 5_000_000


def dumps(document: Mapping[str, Any]) -> str:
    """Return the one text that stands for ``document``."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def loads(text: str) -> dict[str, Any]:
    """Return the document in ``text``; floats and doubled names are refused."""
    if len(text) > LARGEST:
        raise SettlementError(Reason.NOT_A_DOCUMENT, "document")
    try:
        document = json.loads(
            text,
            parse_float=_refuse,
            parse_constant=_refuse,
            object_pairs_hook=_object,
        )
    except (json.JSONDecodeError, RecursionError) as error:
        raise SettlementError(Reason.NOT_A_DOCUMENT, "document") from error
    if not isinstance(document, dict):
        raise SettlementError(Reason.NOT_A_DOCUMENT, "document")
    return document


def sha256_of(plain: object) -> str:
    """Return the hash of JSON values, independent of layout and key order."""
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def seal(document: dict[str, Any]) -> dict[str, Any]:
    """Return ``document`` with the hash of everything else in it."""
    rest = {name: value for name, value in document.items() if name != "sha256"}
    return {**rest, "sha256": sha256_of(rest)}


def _refuse(text: str) -> NoReturn:
    raise SettlementError(Reason.WRONG_VALUE, "document", text[:40])


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise SettlementError(Reason.DUPLICATE, "document", name[:40])
        found[name] = value
    return found
