"""The facts a publication shows, as the log keeps them."""

from datetime import date, datetime
from typing import Any

from blacklist.models import Correction, NamePublication
from core.translog.canonical import plain_payload

Facts = dict[str, Any]

PUBLISHED = "blacklist.name.published"
CORRECTED = "blacklist.name.corrected"
ENDED = "blacklist.name.ended"

# What a correction may change; the rest is the decision's.
CORRECTABLE = (
    "party_name",
    "party_credit_code",
    "summary",
    "outcome",
    "document_number",
    "authority_name",
)
_COLUMNS = (
    *CORRECTABLE,
    "kind",
    "tier",
    "conduct_from",
    "conduct_until",
    "decided_on",
    "rectification_standard_id",
    "sanction_basis_id",
    "published_at",
    "min_until",
    "max_until",
)


def current_facts(publication: NamePublication) -> Facts:
    """Return what the publication says today."""
    facts = {column: getattr(publication, column) for column in _COLUMNS}
    return plain_payload({"number": publication.number, **facts})


def facts_history(publication: NamePublication) -> list[tuple[datetime, Facts]]:
    """Return every version of the facts with the instant it began, oldest first."""
    corrections = list(publication.corrections.all())
    starts = [publication.published_at, *(c.corrected_at for c in corrections)]
    versions = [*(c.before for c in corrections), current_facts(publication)]
    return list(zip(starts, versions, strict=True))


def facts_at(publication: NamePublication, instant: datetime) -> Facts | None:
    """Return what the publication said at an instant, None before it began."""
    known = [f for start, f in facts_history(publication) if start <= instant]
    return known[-1] if known else None


def published_payload(publication: NamePublication) -> Facts:
    """Return the payload of the leaf of a publication: its first facts."""
    return facts_history(publication)[0][1]


def corrected_payload(correction: Correction) -> Facts:
    """Return the payload of the leaf of a correction: the facts it led to."""
    publication = correction.publication
    corrections = list(publication.corrections.all())
    place = corrections.index(correction) + 1
    return {
        "number": publication.number,
        "correction": place,
        "reason": correction.reason,
        "corrected_at": correction.corrected_at,
        "facts": facts_history(publication)[place][1],
    }


def ended_payload(publication: NamePublication) -> Facts:
    """Return the payload of the leaf of an end; it does not repeat the name."""
    return {
        "number": publication.number,
        "ended_at": publication.ended_at,
        "reason": publication.end_reason,
        "explanation": publication.end_explanation,
    }


def shown_on(publication: NamePublication, day: date) -> bool:
    """Tell whether the name is shown on a day."""
    return (
        publication.ended_at is None
        and publication.published_on <= day < publication.max_until
    )


def comparable(name: str) -> str:
    """Return a name without spaces, in one width and case."""
    return "".join(name.translate(_WIDTHS).casefold().split())


_WIDTHS = str.maketrans(
    {0xFF01 + place: 0x21 + place for place in range(94)} | {0x3000: 0x20}
)
