"""Answers in which the database has its say about every single match."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import get_language

from core.search.documents import kinds
from core.search.engines.base import (
    Match,
    ProposingEngine,
    SimilarityEngine,
)
from core.search.questions import KIND, LIMIT, YEAR, Answer, Question
from core.search.ranking import ranked


def answer_exactly(
    engine: ProposingEngine,
    question: Question,
    user: Any,  # noqa: ANN401
) -> Answer:
    """Return what ``user`` may see of all that contains every term."""
    proposal = engine.propose(question.terms, limit=LIMIT)
    seen = visible(proposal.matches, user)
    in_order = ranked(seen, question.query, question.terms, question.sort)
    return page_of(engine, in_order, question, complete=proposal.complete)


def visible(matches: Sequence[Match], user: Any) -> list[Match]:  # noqa: ANN401
    """Return the matches that the database lets ``user`` see, in order."""
    keys = [(match.kind, match.key) for match in matches]
    allowed = visible_keys(keys, user)
    language = get_language() or ""
    return [
        match
        for match in matches
        if (match.kind, match.key) in allowed and match.language in {"", language}
    ]


def visible_keys(
    keys: Sequence[tuple[str, str]],
    user: Any,  # noqa: ANN401
) -> set[tuple[str, str]]:
    """Return those kinds and keys that the database lets ``user`` see."""
    allowed: set[tuple[str, str]] = set()
    for name in {kind for kind, _key in keys}:
        known = kinds().get(name)
        if known is not None:
            asked = [key for kind, key in keys if kind == name]
            seen = known.visible_to(user, asked).order_by().values_list("pk", flat=True)
            allowed |= {(name, str(pk)) for pk in seen}
    return allowed


def page_of(
    engine: SimilarityEngine,
    in_order: Sequence[Match],
    question: Question,
    *,
    complete: bool,
) -> Answer:
    """Return the page that was asked for out of matches in order."""
    kept, counts = _narrow(in_order, question.chosen)
    shown = kept[question.start : question.start + question.page_size]
    documents = engine.load(shown)
    return Answer(
        documents=[
            documents[match.kind, match.key]
            for match in shown
            if (match.kind, match.key) in documents
        ],
        total=len(kept),
        complete=complete,
        counts=counts,
    )


def _narrow(
    matches: Iterable[Match], chosen: Mapping[str, frozenset[str]]
) -> tuple[list[Match], dict[str, Counter[str]]]:
    """Return the matches that fit, and counts by facet.

    A facet's own choice does not count against its other options: they say
    how many hits choosing them as well would bring.
    """
    kept: list[Match] = []
    counts: dict[str, Counter[str]] = {}
    for match in matches:
        keys = _facet_keys(match)
        failed = [
            name for name in chosen if chosen[name].isdisjoint(keys.get(name, ()))
        ]
        if not failed:
            kept.append(match)
        if len(failed) <= 1:
            for name in failed or keys:
                counts.setdefault(name, Counter()).update(set(keys.get(name, ())))
    return kept, counts


def _facet_keys(match: Match) -> dict[str, Sequence[str]]:
    year = [str(match.date.year)] if match.date else []
    return {**match.facets, KIND: [match.kind], YEAR: year}
