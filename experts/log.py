"""What the transparency log holds of draws, and how it is compared again."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.translog import register_subject
from experts import draw_record
from experts.draw_engine import sha256_hex
from experts.models import Draw, Replacement

FREEZE = "experts.draw.frozen"
REVEAL = "experts.draw.revealed"
REPLACE = "experts.draw.replaced"
Payload = dict[str, Any]


def freeze_payload(number: str, frozen_hash: str, commitment: str) -> Payload:
    """Return what is logged before any nonce is known."""
    return {
        "draw": number,
        "frozen_hash": frozen_hash,
        "operator_commitment": commitment,
    }


def reveal_payload(number: str, frozen_hash: str, head: str) -> Payload:
    """Return what is logged when both nonces are out."""
    return {"draw": number, "frozen_hash": frozen_hash, "reveal_hash": head}


def replace_payload(number: str, link_number: int, head: str) -> Payload:
    """Return what is logged when a seat passes on."""
    return {"draw": number, "head": head, "replacement": link_number}


def register() -> None:
    """Tell the log how its entries about draws are checked."""
    register_subject(
        FREEZE,
        _frozen_now,
        label=_("Draw frozen"),
        logged_rows=_frozen_rows,
        payload_visible=_always,
        named_by="draw",
    )
    register_subject(
        REVEAL,
        _revealed_now,
        label=_("Draw revealed"),
        logged_rows=_revealed_rows,
        payload_visible=_always,
        named_by="draw",
    )
    register_subject(
        REPLACE,
        _replaced_now,
        label=_("Panel member replaced"),
        logged_rows=_replaced_rows,
        payload_visible=_always,
        named_by="draw",
    )


def _frozen_now(payload: Payload) -> Payload | None:
    draw = Draw.objects.filter(number=payload.get("draw")).first()
    if draw is None:
        return None
    frozen = sha256_hex(draw_record.canonical(draw.frozen))
    commitment = str(draw.frozen.get("operator_commitment"))
    return freeze_payload(draw.number, frozen, commitment)


def _revealed_now(payload: Payload) -> Payload | None:
    draw = Draw.objects.filter(number=payload.get("draw")).first()
    if draw is None or draw.reveal is None:
        return None
    frozen = sha256_hex(draw_record.canonical(draw.frozen))
    return reveal_payload(
        draw.number, frozen, draw_record.reveal_hash(frozen, draw.reveal)
    )


def _replaced_now(payload: Payload) -> Payload | None:
    found = Replacement.objects.filter(
        draw__number=str(payload.get("draw")), number=payload["replacement"]
    ).first()
    if found is None:
        return None
    link = {key: value for key, value in found.link.items() if key != "hash"}
    head = sha256_hex(draw_record.canonical(link))
    return replace_payload(str(payload["draw"]), found.number, head)


def _frozen_rows() -> Iterator[tuple[str, int | None]]:
    rows = Draw.objects.values_list("number", "freeze_leaf__index")
    yield from rows.iterator()


def _revealed_rows() -> Iterator[tuple[str, int | None]]:
    rows = Draw.objects.filter(revealed_at__isnull=False)
    yield from rows.values_list("number", "reveal_leaf__index").iterator()


def _replaced_rows() -> Iterator[tuple[str, int | None]]:
    rows = Replacement.objects.values_list("draw__number", "number", "leaf__index")
    for draw, number, index in rows.iterator():
        yield f"{draw}/{number}", index


def _always(payload: Payload) -> bool:
    return True
