"""Which engine answers, and what the database says to that.

The cluster knows only what is public, and each row whose document is older than
the row waits in its queue. Those are left out of the question, so that neither
hits nor counts speak of them. The database is asked about every document that is
shown all the same; should it disagree, the index is not what it ought to be, and
the engine inside the database answers instead.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from core.search.documents import SearchDocument
from core.search.engines import CLUSTER, cluster_engine, embedded_engine
from core.search.engines.base import EngineAway, Pending, SimilarityEngine
from core.search.engines.cluster import ClusterEngine
from core.search.exact import answer_exactly, visible
from core.search.nearly import answer_by_words, answer_nearly, names_nearly
from core.search.outbox import catch_up, pending, touch
from core.search.questions import NOTHING, Answer, Question
from core.search.ranking import Order
from core.search.text import is_question, loose_tokens, similarity
from core.search.visibility import visible_names_and_mark

_Reply = TypeVar("_Reply")
_SIMILAR_ENOUGH = 0.5
_MOST_NEAR = 5


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer and who gave it; ``degraded`` when somebody stood in."""

    answer: Answer
    engine: str
    degraded: bool


@dataclass(slots=True)
class _Calm:
    """The mark of the cluster's queue when this process last found it empty."""

    mark: str | None = None


_calm = _Calm()


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
            _found, shown = asked(
                lambda waiting: cluster.suggest(question, except_for=waiting),
                lambda documents: documents,
                user,
            )
            return shown or names_nearly(cluster, question, user)
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
    found = _agreed(cluster, question, user)
    total = found.total
    if not total and question.chosen:
        total = _agreed(cluster, replace(question, chosen={}, page=1), user).total
    near = _or_near(found, total, cluster, question, user)
    return Answered(near, cluster.name, degraded=False)


def _agreed(cluster: ClusterEngine, question: Question, user: Any) -> Answer:  # noqa: ANN401
    """Return what the cluster answers; raise _Disagreement if not all may be shown."""
    found, shown = asked(
        lambda waiting: cluster.answer(question, except_for=waiting),
        lambda answer: answer.documents,
        user,
    )
    if len(shown) < len(found.documents):
        raise _Disagreement
    return found


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


def asked(
    ask: Callable[[Pending], _Reply],
    documents: Callable[[_Reply], Sequence[SearchDocument]],
    user: Any,  # noqa: ANN401
) -> tuple[_Reply, list[SearchDocument]]:
    """Return the cluster's reply, and those of its documents that may be shown.

    ``ask`` gets what waits and must be left out. When nothing waited the last time,
    the cluster is asked straight away. The database then says both what may be shown
    and whether the queue is empty still and was not drained since: if so, nothing can
    have waited while the cluster answered. If not, it is asked again, with care.
    """
    known = _calm.mark
    if known is not None:
        reply = ask(())
        found = documents(reply)
        allowed, _calm.mark = visible_names_and_mark(_names(found), user, CLUSTER)
        if _calm.mark == known:
            return reply, _shown(found, allowed)
    reply = ask(_waiting())
    found = documents(reply)
    allowed, _calm.mark = visible_names_and_mark(_names(found), user, CLUSTER)
    return reply, _shown(found, allowed)


def _names(documents: Iterable[SearchDocument]) -> list[tuple[str, str]]:
    return [(one.kind, one.key) for one in documents]


def _shown(
    documents: Sequence[SearchDocument], allowed: set[tuple[str, str]]
) -> list[SearchDocument]:
    """Return the documents that are allowed; have the rest indexed anew."""
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
