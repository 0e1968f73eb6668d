"""Bids under seal: what may be put in, and the only ways to look inside.

Nothing here asks who may look; its callers are ``selectors.bids.own_bid`` (the
provider's own people) and the opening.
"""

from marketplace.bid_content import SealedDocument
from marketplace.models import Bid, SealedFile
from marketplace.sealing import new_key, seal, unseal


def put_under_seal(bid: Bid, document: SealedDocument) -> None:
    """Set the sealed content of a bid; the caller saves it."""
    if not bid.sealed_key:
        bid.sealed_key = new_key(bid.number)
    bid.sealed = seal(document.to_bytes(), key=bytes(bid.sealed_key), owner=bid.number)


def break_seal(bid: Bid) -> SealedDocument:
    """Return what a bid encloses. Raises SealBroken."""
    plain = unseal(bytes(bid.sealed), key=bytes(bid.sealed_key), owner=bid.number)
    return SealedDocument.from_bytes(plain)


def seal_file(bid: Bid, position: int, plain: bytes) -> bytes:
    """Return an attachment as it is kept."""
    return seal(
        plain, key=bytes(bid.sealed_key), owner=bid.number, part=f"file/{position}"
    )


def open_file(sealed_file: SealedFile) -> bytes:
    """Return an attachment as it was uploaded. Raises SealBroken."""
    bid = sealed_file.bid
    with sealed_file.content.open("rb") as stream:
        return unseal(
            stream.read(),
            key=bytes(bid.sealed_key),
            owner=bid.number,
            part=f"file/{sealed_file.position}",
        )
