"""Answers that come near, for when nothing contains all of what was asked.

The same on every engine, one after the other until something is found: without the
legal form of a company; with one slip of the pen undone; what holds at least half of
the words, the words that only ask left aside. A number is never guessed.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, Final

from core.search.documents import SearchDocument
from core.search.engines.base import Match, SimilarityEngine
from core.search.exact import page_of, visible
from core.search.names import plain_terms
from core.search.questions import NOTHING, SORTS, Answer, Question
from core.search.ranking import Order
from core.search.slips import alternatives, meant
from core.search.text import (
    Term,
    coverage,
    fold,
    fold_code,
    numbers,
    question_tokens,
    words,
)

# A near hit holds at least this share of what was asked, and two words of it.
_NEAR_ENOUGH: Final = 0.5
_FEWEST_TOKENS: Final = 2
_MOST_NEAR: Final = 60
_MOST_NAMES: Final = 500


def answer_nearly(
    engine: SimilarityEngine,
    question: Question,
    user: Any,  # noqa: ANN401
) -> Answer:
    """Return what comes near, as far as ``user`` may see it."""
    terms = list(question.terms)
    bare = plain_terms(terms)
    readings = [bare] if bare != terms else []
    matches = _containing(engine, readings, question, user)
    if not matches:
        readings = _undone(engine, bare, user)
        matches = _containing(engine, readings, question, user)
    if matches:
        found = page_of(engine, matches, question)
        return replace(found, close=True)
    return answer_by_words(engine, question, user)


def answer_by_words(
    engine: SimilarityEngine,
    question: Question,
    user: Any,  # noqa: ANN401
) -> Answer:
    """Return what holds at least half of the words that were asked, most first."""
    tokens = question_tokens(question.query)
    if len(tokens) < _FEWEST_TOKENS:
        return NOTHING
    proposal = engine.propose_similar(tokens, limit=_MOST_NEAR)
    in_order = Order("", (), question.sort).sorted(visible(proposal.matches, user))
    documents = engine.load(in_order)
    asked = numbers(question.query)
    nearness = {
        key: _nearness(tokens, document)
        for key, document in documents.items()
        if all(_bears(document, number) for number in asked)
    }
    near = [one for one in in_order if _is_near(tokens, nearness, one)]
    if question.sort == SORTS[0]:
        near.sort(
            key=lambda one: (-sum(nearness[one.kind, one.key]), -one.boost),
        )
    found = page_of(engine, near, question)
    return replace(found, close=True)


def names_nearly(
    engine: SimilarityEngine,
    question: Question,
    user: Any,  # noqa: ANN401
) -> list[SearchDocument]:
    """Return documents whose names go on as the question does with a slip undone."""
    readings = _undone(engine, question.terms, user)
    matches = _containing(engine, readings, question, user, names_only=True)
    shown = matches[: question.page_size]
    documents = engine.load(shown)
    return [documents[one.kind, one.key] for one in shown]


def _undone(
    engine: SimilarityEngine,
    terms: Sequence[Term],
    user: Any,  # noqa: ANN401
) -> list[list[Term]]:
    """Return what may have been meant, judged by the names ``user`` may see."""
    ways = alternatives(terms)
    if not ways:
        return []
    proposal = engine.propose_any(ways, limit=_MOST_NAMES, names_only=True)
    names = {
        f"{match.folded_title}\n{match.folded_title_en}"
        for match in visible(proposal.matches, user)
    }
    return meant(terms, sorted(names))


def _containing(
    engine: SimilarityEngine,
    readings: Sequence[Sequence[Term]],
    question: Question,
    user: Any,  # noqa: ANN401
    *,
    names_only: bool = False,
) -> list[Match]:
    """Return what contains all of a reading, in the order of the readings."""
    if not readings:
        return []
    found: dict[tuple[str, str], Match] = {}
    for terms in readings:
        proposal = engine.propose_any([terms], limit=_MOST_NAMES, names_only=names_only)
        query = " ".join(term.text for term in terms)
        order = Order(query, terms, question.sort)
        for match in order.sorted(visible(proposal.matches, user)):
            found.setdefault((match.kind, match.key), match)
    return list(found.values())


def _is_near(
    tokens: Sequence[str],
    nearness: dict[tuple[str, str], tuple[float, float]],
    match: Match,
) -> bool:
    share, _in_names = nearness.get((match.kind, match.key), (0.0, 0.0))
    return share >= max(_NEAR_ENOUGH, _FEWEST_TOKENS / len(tokens))


def _nearness(tokens: Sequence[str], document: SearchDocument) -> tuple[float, float]:
    """Return the share of what was asked that a document and its name contain."""
    return coverage(tokens, _text(document)), coverage(tokens, _names(document))


def _bears(document: SearchDocument, number: str) -> bool:
    if any(number in fold_code(code) for code in document.codes):
        return True
    return number in words(fold(_text(document)))


def _names(document: SearchDocument) -> str:
    return f"{document.title}\n{document.title_en}"


def _text(document: SearchDocument) -> str:
    bodies = (document.body, document.body_en)
    return "\n".join(chain([_names(document)], bodies, document.codes))
