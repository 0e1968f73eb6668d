"""Answers in which the database has its say about every single match."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import get_language

from core.search.documents import SearchDocument, kinds
from core.search.engines.base import (
    Match,
    Proposal,
    ProposingEngine,
    SimilarityEngine,
)
from core.search.questions import KIND, LIMIT, NOTHING, YEAR, Answer, Question
from core.search.text import coverage, fold, fold_code, question_tokens

# A near hit holds at least this share of what was asked.
_NEAR_ENOUGH = 0.5
_FEWEST_TOKENS = 3
_MOST_NEAR = 60


def answer_exactly(
    engine: ProposingEngine,
    question: Question,
    user: Any,  # noqa: ANN401
) -> Answer:
    """Return what ``user`` may see of all that contains every term."""
    proposal = engine.propose(question.terms, limit=LIMIT)
    return _answer(engine, proposal, question, user)


def answer_nearly(
    engine: SimilarityEngine,
    question: Question,
    user: Any,  # noqa: ANN401
) -> Answer:
    """Return what contains at least half of what was asked, nearest first.

    For questions in whole sentences and for slips of the pen.
    """
    tokens = question_tokens(question.query)
    if len(tokens) < _FEWEST_TOKENS:
        return NOTHING
    proposal = engine.propose_similar(tokens, limit=_MOST_NEAR)
    documents = engine.load(proposal.matches)
    shares = {key: coverage(tokens, one) for key, one in _texts(documents).items()}
    near = [
        match
        for match in proposal.matches
        if shares.get((match.kind, match.key), 0) >= _NEAR_ENOUGH
    ]
    near.sort(key=lambda match: -shares[match.kind, match.key])
    found = _answer(engine, Proposal(near, complete=True), question, user)
    return replace(found, close=True)


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


def ranked(matches: list[Match], query: str, sort: str) -> list[Match]:
    """Return matches in the order asked for; equals keep the engine's order."""
    if sort in {"newest", "oldest"}:
        dated = [match for match in matches if match.date]
        undated = [match for match in matches if not match.date]
        dated.sort(key=lambda match: match.date or 0, reverse=sort == "newest")
        return dated + undated
    name, code = fold(query).strip(), fold_code(query)
    return sorted(matches, key=lambda match: _distance(match, name, code))


def _answer(
    engine: SimilarityEngine,
    proposal: Proposal,
    question: Question,
    user: Any,  # noqa: ANN401
) -> Answer:
    seen = visible(proposal.matches, user)
    kept, counts = _narrow(seen, question.chosen)
    near_first = ranked(kept, question.query, question.sort)
    shown = near_first[question.start : question.start + question.page_size]
    documents = engine.load(shown)
    return Answer(
        documents=[
            documents[match.kind, match.key]
            for match in shown
            if (match.kind, match.key) in documents
        ],
        total=len(kept),
        complete=proposal.complete,
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


def _distance(match: Match, name: str, code: str) -> int:
    """Return 0 for the very thing asked for, 3 for what merely matches."""
    if code and code in match.codes:
        return 0
    if name and match.folded_title == name:
        return 1
    if name and match.folded_title.startswith(name):
        return 2
    return 3


def _texts(
    documents: Mapping[tuple[str, str], SearchDocument],
) -> dict[tuple[str, str], str]:
    return {
        key: "\n".join([one.title, one.title_en, one.body, one.body_en, *one.codes])
        for key, one in documents.items()
    }
