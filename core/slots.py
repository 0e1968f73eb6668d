"""Slots: a page of a lower floor offers a named place, upper floors fill it."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

Renderer = Callable[[HttpRequest, Any], SafeString | None]


class _Filling(NamedTuple):
    order: int
    name: str
    render: Renderer


_slots: dict[str, list[_Filling]] = defaultdict(list)


def offer(slot: str, render: Renderer, *, order: int = 100) -> None:
    """Fill ``slot`` with what ``render(request, subject)`` returns.

    Call it from an AppConfig's ``ready``. Fillings appear by ``order``; a
    renderer that returns None adds nothing.
    """
    filling = _Filling(order, f"{render.__module__}.{render.__qualname__}", render)
    if all(known.name != filling.name for known in _slots[slot]):
        _slots[slot].append(filling)
        _slots[slot].sort(key=lambda known: (known.order, known.name))


def render_slot(slot: str, request: HttpRequest, subject: object) -> SafeString:
    """Return everything that fills ``slot`` for ``subject``, in order."""
    parts = (filling.render(request, subject) for filling in _slots.get(slot, ()))
    # Every part is a SafeString of a renderer; joining adds only line breaks.
    return mark_safe("\n".join(part for part in parts if part))  # noqa: S308
