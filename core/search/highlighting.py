"""Marks in titles and excerpts where a query was found."""

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

from core.search.text import Term, TermKind, fold_with_origins

_ELLIPSIS = "…"


def highlight(text: str, terms: Sequence[Term]) -> SafeString:
    """Return ``text`` escaped, with each occurrence of a term in <mark>."""
    return _marked(text, _spans(text, terms))


def excerpt(text: str, terms: Sequence[Term], *, length: int = 120) -> SafeString:
    """Return a passage around the first occurrence of a term, marked."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    text = " · ".join(line for line in lines if line)
    spans = _spans(text, terms)
    start = _word_start(text, max(0, spans[0][0] - length // 4) if spans else 0)
    end = _word_start(text, min(len(text), start + length))
    inside = [
        (max(first, start) - start, min(last, end) - start)
        for first, last in spans
        if first < end and last > start
    ]
    before = _ELLIPSIS if start else ""
    after = _ELLIPSIS if end < len(text) else ""
    passage = _marked(text[start:end], inside)
    # The passage was escaped; the dots are ours.
    return mark_safe(f"{before}{passage}{after}")  # noqa: S308


def _marked(text: str, spans: Sequence[tuple[int, int]]) -> SafeString:
    parts: list[str] = []
    position = 0
    for first, last in spans:
        parts.append(escape(text[position:first]))
        parts.append(f"<mark>{escape(text[first:last])}</mark>")
        position = last
    parts.append(escape(text[position:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped


def _spans(text: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Return where terms stand in ``text``, merged and in order."""
    folded, origins = fold_with_origins(text)
    found: list[tuple[int, int]] = []
    for term in terms:
        start = folded.find(term.text)
        while start >= 0:
            end = start + len(term.text)
            if term.kind != TermKind.WORD or _starts_word(folded, start):
                found.append((origins[start], origins[end - 1] + 1))
            start = folded.find(term.text, end)
    return _merged(sorted(found))


def _word_start(text: str, position: int) -> int:
    """Return the start of the Latin word that ``position`` would cut."""
    while 0 < position < len(text) and _is_latin(text[position - 1 : position + 1]):
        position -= 1
    return position


def _is_latin(letters: str) -> bool:
    return letters.isascii() and letters.isalnum()


def _starts_word(folded: str, start: int) -> bool:
    before = folded[start - 1] if start else " "
    return not (before.isascii() and before.isalnum())


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for first, last in spans:
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged
