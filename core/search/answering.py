"""Which engine answers, and what the database says to that.

The cluster knows only what is public, and each row whose document is older than
the row waits in its queue. Those are left out of the question, so that neither
hits nor counts speak of them. The database is asked about every document that is
shown all the same; should it disagree, the index is not what it ought to be, and
the engine inside the database answers instead.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from core.search.documents import SearchDocument
from core.search.engines import CLUSTER, cluster_engine, embedded_engine
from core.search.engines.base import EngineAway, Pending, SimilarityEngine
from core.search.engines.cluster import ClusterEngine
from core.search.exact import answer_exactly, visible, visible_keys
from core.search.nearly import answer_by_words, answer_nearly, names_nearly
from core.search.outbox import catch_up, pending, touch
from core.search.questions import NOTHING, Answer, Question
from core.search.ranking import Order
from core.search.text import is_question, loose_tokens, similarity

_SIMILAR_ENOUGH = 0.5
_MOST_NEAR = 5


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer and who gave it; ``degraded`` when somebody stood in."""

    answer: Answer
    engine: str
    degraded: bool


class _Disagreement(Exception):  # noqa: N818 - it says what is the case
    """The cluster proposed what the database does not show."""


def answer(question: Question, user: Any) -> Answered:  # noqa: ANN401
    """Return what ``user`` may see of what the question asks for."""
    if question.query.strip() and not question.terms:
        return Answered(NOTHING, embedded_engine().name, degraded=False)
    cluster = cluster_engine()
    if cluster is None:
        return _embedded(question, user, degraded=False)
    try:
        return _clustered(cluster, question, user)
    except EngineAway:
        return _embedded(question, user, degraded=True)
    except _Disagreement:
        return _embedded(question, user, degraded=False)


def suggested(question: Question, user: Any) -> Sequence[SearchDocument]:  # noqa: ANN401
    """Return documents whose names go on as the question begins, or as was meant."""
    cluster = cluster_engine()
    if cluster is not None:
        with suppress(EngineAway):
            found = _shown(cluster.suggest(question, except_for=_waiting()), user)
            return found or names_nearly(cluster, question, user)
    engine = embedded_engine()
    most = question.page_size * 25
    proposal = engine.propose(question.terms, limit=most, names_only=True)
    order = Order(question.query, question.terms, question.sort)
    seen = order.sorted(visible(proposal.matches, user))
    documents = engine.load(first := seen[: question.page_size])
    named = [documents[one.kind, one.key] for one in first]
    return named or names_nearly(engine, question, user)


def near_names(question: Question, user: Any) -> Sequence[SearchDocument]:  # noqa: ANN401
    """Return documents with names like the query, for those who mistyped one."""
    engine = embedded_engine()
    tokens = loose_tokens(question.query)
    proposal = engine.propose_similar(tokens, limit=100, names_only=True)
    near = [
        match
        for match in visible(proposal.matches, user)
        if similarity(question.query, match.folded_title) >= _SIMILAR_ENOUGH
    ]
    near.sort(key=lambda match: -similarity(question.query, match.folded_title))
    near = near[:_MOST_NEAR]
    documents = engine.load(near)
    return [documents[one.kind, one.key] for one in near]


def _embedded(question: Question, user: Any, *, degraded: bool) -> Answered:  # noqa: ANN401
    engine = embedded_engine()
    found = answer_exactly(engine, question, user)
    total = found.total
    if not total and question.chosen:
        total = answer_exactly(engine, replace(question, chosen={}), user).total
    near = _or_near(found, total, engine, question, user)
    return Answered(near, engine.name, degraded=degraded)


def _clustered(cluster: ClusterEngine, question: Question, user: Any) -> Answered:  # noqa: ANN401
    found = cluster.answer(question, except_for=_waiting())
    if len(_shown(found.documents, user)) < len(found.documents):
        raise _Disagreement
    total = found.total
    if not total and question.chosen:
        everything = replace(question, chosen={}, page=1)
        total = cluster.answer(everything, except_for=_waiting()).total
    near = _or_near(found, total, cluster, question, user)
    return Answered(near, cluster.name, degraded=False)


def _or_near(
    found: Answer,
    total: int,
    engine: SimilarityEngine,
    question: Question,
    user: Any,  # noqa: ANN401
) -> Answer:
    """Return what was found, or what comes near where no choice is to blame.

    A question in a sentence is answered by its words: what contains all of them is
    among what contains most.
    """
    if not question.terms or question.after is not None:
        return found
    if is_question(question.query):
        by_words = answer_by_words(engine, question, user)
        if by_words.total > found.total:
            return replace(by_words, close=not total)
    if total:
        return found
    near = answer_nearly(engine, question, user)
    return near if near.total or question.chosen else NOTHING


def _shown(
    documents: Sequence[SearchDocument],
    user: Any,  # noqa: ANN401
) -> list[SearchDocument]:
    """Return what the database shows; have the rest indexed anew."""
    allowed = visible_keys([(one.kind, one.key) for one in documents], user)
    for one in documents:
        if (one.kind, one.key) not in allowed:
            touch(one.kind, one.key)
    return [one for one in documents if (one.kind, one.key) in allowed]


def _waiting() -> Pending:
    waiting = pending(CLUSTER)
    if waiting is None or waiting:
        catch_up()
    if waiting is None:
        message = "Too many changes wait to be indexed."
        raise EngineAway(message)
    return waiting
