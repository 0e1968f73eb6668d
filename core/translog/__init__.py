"""The transparency log: an append-only Merkle tree over salted commitments.

Services append inside their own transaction::

    leaf = append_leaf("marketplace.bid.received", {"bid": number, ...}, at=at)

and an app says in ``ready`` how its leaves are compared with its rows::

    register_subject("marketplace.bid.received", rebuild, label=_("Bid received"))
"""

from core.translog.services import append_leaf, erase_payload
from core.translog.subjects import register_subject

__all__ = ["append_leaf", "erase_payload", "register_subject"]
