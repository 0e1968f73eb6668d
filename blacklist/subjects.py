"""How the log's leaves are compared with the register's rows."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from blacklist.facts import (
    CORRECTED,
    ENDED,
    PUBLISHED,
    Facts,
    corrected_payload,
    ended_payload,
    published_payload,
)
from blacklist.models import Correction, NamePublication
from blacklist.selectors import current_publications
from core import clock
from core.translog import register_subject


def register() -> None:
    """Register the three kinds of leaves of the register."""
    register_subject(
        PUBLISHED,
        _published,
        label=_("Name published"),
        logged_rows=_publications,
        visible_among=_shown_among,
    )
    register_subject(
        CORRECTED,
        _corrected,
        label=_("Publication corrected"),
        logged_rows=_corrections,
        visible_among=_shown_among,
    )
    register_subject(
        ENDED,
        _ended,
        label=_("Publication ended"),
        logged_rows=_ends,
        payload_visible=lambda _payload: True,
    )


def _found(payload: Facts) -> NamePublication | None:
    rows = NamePublication.objects.prefetch_related("corrections")
    return rows.filter(number=payload["number"]).first()


def _published(payload: Facts) -> Facts | None:
    publication = _found(payload)
    return published_payload(publication) if publication else None


def _corrected(payload: Facts) -> Facts | None:
    publication = _found(payload)
    corrections = list(publication.corrections.all()) if publication else []
    place = payload["correction"] - 1
    return corrected_payload(corrections[place]) if place < len(corrections) else None


def _ended(payload: Facts) -> Facts | None:
    publication = _found(payload)
    return ended_payload(publication) if publication else None


def _shown_among(payloads: Sequence[Facts]) -> list[bool]:
    asked = [payload["number"] for payload in payloads]
    current = current_publications(clock.today()).filter(number__in=asked)
    shown = set(current.values_list("number", flat=True))
    return [number in shown for number in asked]


def _publications() -> Iterator[tuple[str, int | None]]:
    rows = NamePublication.objects.values_list("number", "leaf__index")
    yield from rows.iterator()


def _corrections() -> Iterator[tuple[str, int | None]]:
    rows = Correction.objects.values_list("publication__number", "leaf__index")
    yield from rows.iterator()


def _ends() -> Iterator[tuple[str, int | None]]:
    ended = NamePublication.objects.filter(ended_at__isnull=False)
    yield from ended.values_list("number", "end_leaf__index").iterator()
