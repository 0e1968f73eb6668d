"""Answers in which the database has its say about every single match."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.utils.translation import get_language

from core.search.documents import SearchDocument
from core.search.engines.base import (
    Match,
    Proposal,
    ProposingEngine,
    SimilarityEngine,
)
from core.search.questions import KIND, LIMIT, SORTS, YEAR, Answer, Position, Question
from core.search.ranking import Order
from core.search.visibility import visible_names


def answer_exactly(
    engine: ProposingEngine,
    question: Question,
    user: Any,  # noqa: ANN401
) -> Answer:
    """Return what ``user`` may see of all that contains every term."""
    order = Order(question.query, question.terms, question.sort)
    proposal = _proposed(engine, question)
    in_order = order.sorted(visible(proposal.matches, user))
    kept, counts = _narrow(in_order, question.chosen)
    # Beyond what was proposed there is no order but that of days.
    goes_on = not proposal.complete and question.order != SORTS[0]
    if question.after is None:
        rest: Sequence[Match] = kept[question.start :]
    elif goes_on:
        further = _beyond(engine, question, order, user)
        rest, goes_on = list(islice(further, question.page_size + 1)), False
    else:
        rest = order.after(kept, question.after)
    shown = rest[: question.page_size]
    goes_on = goes_on or len(rest) > len(shown)
    return Answer(
        documents=_loaded(engine, shown),
        total=len(kept),
        complete=proposal.complete,
        counts=counts,
        last=order.position(shown[-1]) if shown and goes_on else None,
    )


def _proposed(
    engine: ProposingEngine, question: Question, after: Position | None = None
) -> Proposal:
    if question.order == SORTS[0]:
        return engine.propose(question.terms, limit=LIMIT)
    return engine.propose_by_day(
        question.terms,
        limit=LIMIT,
        oldest_first=question.order == SORTS[2],
        after=after,
    )


def _beyond(
    engine: ProposingEngine,
    question: Question,
    order: Order,
    user: Any,  # noqa: ANN401
) -> Iterator[Match]:
    """Yield what comes after the question's position, however far that is."""
    after = question.after
    while True:
        proposal = _proposed(engine, question, after)
        kept, _counts = _narrow(visible(proposal.matches, user), question.chosen)
        yield from kept
        if proposal.complete:
            return
        after = order.position(proposal.matches[-1])


def visible(matches: Sequence[Match], user: Any) -> list[Match]:  # noqa: ANN401
    """Return the matches that the database lets ``user`` see, in order."""
    keys = [(match.kind, match.key) for match in matches]
    allowed = visible_names(keys, user)
    language = get_language() or ""
    return [
        match
        for match in matches
        if (match.kind, match.key) in allowed and match.language in {"", language}
    ]


def page_of(
    engine: SimilarityEngine, in_order: Sequence[Match], question: Question
) -> Answer:
    """Return the page that was asked for out of all there is, in order."""
    kept, counts = _narrow(in_order, question.chosen)
    shown = kept[question.start : question.start + question.page_size]
    return Answer(_loaded(engine, shown), len(kept), complete=True, counts=counts)


def _loaded(engine: SimilarityEngine, matches: Sequence[Match]) -> list[SearchDocument]:
    documents = engine.load(matches)
    names = [(match.kind, match.key) for match in matches]
    return [documents[name] for name in names if name in documents]


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
