"""Commands of the log. They run inside the transaction of their caller."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from core.models.translog import (
    LogCheckpoint,
    LogErasure,
    LogHead,
    LogLeaf,
    LogNode,
    LogPayload,
)
from core.translog import merkle
from core.translog.canonical import canonical_json, commitment, leaf_input
from core.translog.notes import Checkpoint, log_signer
from core.translog.selectors import fetched, tree_root

if TYPE_CHECKING:
    from accounts.models import User

_SALT_BYTES = 32


@transaction.atomic
def append_leaf(kind: str, payload: Mapping[str, Any], *, at: datetime) -> LogLeaf:
    """Add one entry to the log and sign the tree it leads to.

    The entry appears with the caller's transaction or not at all; indexes have
    no gaps. Raises TypeError when the payload holds a float or another value
    without an exact form.
    """
    body = canonical_json(payload)
    head = _locked_head()

    salt = secrets.token_bytes(_SALT_BYTES)
    committed = commitment(salt, body)
    leaf = LogLeaf.objects.create(
        index=head.size,
        kind=kind,
        commitment=committed,
        leaf_hash=merkle.leaf_hash(leaf_input(kind=kind, at=at, commitment=committed)),
        at=at,
    )
    LogPayload.objects.create(leaf=leaf, salt=salt, body=body)
    _grow(leaf)

    head.size += 1
    head.save(update_fields=["size"])
    _sign(size=head.size, at=at)
    return leaf


@transaction.atomic
def erase_payload(
    leaf: LogLeaf, *, reason: str, actor: "User | None", at: datetime
) -> LogErasure:
    """Erase what a leaf commits to; the tree and its proofs stay valid.

    A payload that is already gone is left as it is.
    """
    erasure, _created = LogErasure.objects.get_or_create(
        leaf=leaf, defaults={"reason": reason, "actor": actor, "at": at}
    )
    LogPayload.objects.filter(leaf=leaf).delete()
    return erasure


def _locked_head() -> LogHead:
    LogHead.objects.get_or_create(pk=1)
    return LogHead.objects.select_for_update().get(pk=1)


def _grow(leaf: LogLeaf) -> None:
    index, hashed = leaf.index, bytes(leaf.leaf_hash)
    completed = fetched(lambda node: merkle.completed_nodes(index, hashed, node))
    LogNode.objects.bulk_create(
        LogNode(level=node.level, position=node.position, hash=node.hash)
        for node in completed
    )


def _sign(*, size: int, at: datetime) -> None:
    signer = log_signer()
    root = tree_root(size)
    note = signer.sign(Checkpoint(origin=signer.name, size=size, root=root).text)
    LogCheckpoint.objects.create(size=size, root=root, note=note, at=at)
