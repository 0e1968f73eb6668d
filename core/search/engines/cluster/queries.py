"""Questions in the cluster's own language."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final

from elasticsearch.dsl import Q, Search
from elasticsearch.dsl.query import Query

from core.search.engines.base import Pending
from core.search.engines.cluster.layout import uid
from core.search.names import plain
from core.search.questions import KIND, LIMIT, Position, Question
from core.search.ranking import (
    BODY,
    CODE,
    COMPANY_END,
    COMPANY_START,
    NAME,
    PINYIN,
    SAME_CODE,
    SAME_NAME,
    SAME_START,
)
from core.search.text import Term, TermKind, fold, fold_code

_MOST_OPTIONS: Final = 200
_SHOWN: Final[Any] = ["uid", "shown", "facets", "day", "visible_until"]
# What has no day comes last either way. The cluster counts milliseconds.
_NO_DAY: Final = {"desc": -62_135_596_800_000, "asc": 253_402_214_400_000}


def _by_day(direction: str) -> dict[str, Any]:
    how = {"order": direction, "missing": _NO_DAY[direction], "format": "strict_date"}
    return {"day": how}


_ORDERS: Final[dict[str, list[Any]]] = {
    "relevance": ["_score", _by_day("desc"), "address"],
    "newest": [_by_day("desc"), "address"],
    "oldest": [_by_day("asc"), "address"],
}
Facets = dict[str, Query]


def page_of(search: Search, question: Question, except_for: Pending) -> Search:
    """Return the request for a page with its counts."""
    choices = _choices(question)
    found = search.query(_matching(question, except_for, names_only=False))
    found = found.post_filter(Q("bool", filter=list(choices.values())))
    found = found.extra(track_total_hits=LIMIT + 1)
    counts = {name: _counted(name, choices) for name in (KIND, *question.facet_names)}
    return _placed(found, question).source(_SHOWN).extra(aggs=counts)


def names_of(search: Search, question: Question, except_for: Pending) -> Search:
    """Return the request for documents whose names go on as the question begins."""
    found = search.query(_matching(question, except_for, names_only=True))
    found = found.sort(*_ORDERS["relevance"])
    return found[: question.page_size].source(_SHOWN)


def any_of(
    search: Search, ways: Sequence[Sequence[Term]], *, limit: int, names_only: bool
) -> Search:
    """Return the request for documents that contain all terms of one of the ways."""
    each = [
        Q("bool", must=[_term(term, names_only=names_only) for term in way])
        for way in ways
    ]
    found = search.query(Q("bool", should=each, minimum_should_match=1))
    return found[:limit].source(_SHOWN)


def _counted(name: str, choices: Facets) -> dict[str, Any]:
    """Return what counts a facet's options among what the other choices leave."""
    others = [choice.to_dict() for other, choice in choices.items() if other != name]
    options = {"terms": {"field": _field(name), "size": _MOST_OPTIONS}}
    return {"filter": {"bool": {"filter": others}}, "aggs": {"options": options}}


def _placed(search: Search, question: Question) -> Search:
    """Return the request with its order and the hits that make the page."""
    found = search.sort(*_ORDERS[question.order])
    if question.after is not None:
        last = _sort_values(question.order, question.after)
        return found.extra(search_after=last, size=question.page_size)
    end = min(question.start + question.page_size, LIMIT)
    return found[min(question.start, end) : end]


def _sort_values(order: str, last: Position) -> list[Any]:
    no_day = date.max if order == "oldest" else date.min
    score = [last.score] if order == "relevance" else []
    return [*score, (last.day or no_day).isoformat(), last.address]


def _matching(question: Question, except_for: Pending, *, names_only: bool) -> Query:
    every = [_term(term, names_only=names_only) for term in question.terms]
    weighed = Q(
        "function_score",
        query=Q("bool", must=every or [Q("match_all")]),
        field_value_factor={"field": "boost", "missing": 10},
    )
    return Q(
        "bool",
        must=[weighed],
        should=list(_steps(question.query)),
        filter=[Q("terms", language=["", question.language])],
        must_not=[
            Q("range", visible_until={"lte": question.on}),
            *_hidden(except_for),
        ],
    )


def _hidden(except_for: Pending) -> list[Query]:
    names = [uid(kind, key) for kind, key in except_for]
    return [Q("terms", uid=names)] if names else []


@lru_cache(maxsize=1_000)
def _steps(query: str) -> Sequence[Query]:
    name, code = fold(query).strip(), fold_code(query)
    steps = []
    if code:
        steps.append(_counting(SAME_CODE, Q("term", codes=code)))
    if name:
        steps.append(_counting(SAME_NAME, Q("term", exact=name)))
        begins = Q("prefix", exact=name)
        # Only a company's name has endings.
        company_begins = Q("bool", filter=[begins, Q("exists", field="ends")])
        steps.append(_counting(COMPANY_START, company_begins))
        steps.append(_counting(COMPANY_END, Q("term", ends=plain(name))))
        steps.append(_counting(SAME_START, begins))
    return [Q("dis_max", queries=steps)] if steps else []


# People go on from a search by narrowing it; its words stay the same.
@lru_cache(maxsize=2_000)
def _term(term: Term, *, names_only: bool) -> Query:
    places = list(_places(term))
    return Q("dis_max", queries=places[:-1] if names_only else places)


def _places(term: Term) -> Iterator[Query]:
    """Return where a term may stand, the text last."""
    if term.kind == TermKind.CHARACTER:
        yield _counting(NAME, Q("term", **{"name.characters": term.text}))
        in_code = Q("term", **{"code_runs.characters": term.text})
        yield _counting(CODE, in_code, Q("prefix", codes=term.text))
        yield _counting(BODY, Q("term", **{"body.characters": term.text}))
        return
    yield _counting(NAME, *_in_text("name", term))
    yield _counting(CODE, *_in_text("code_runs", term), Q("prefix", codes=term.text))
    if term.kind == TermKind.WORD:
        yield _counting(PINYIN, _beginning("pinyin", term))
    yield _counting(BODY, *_in_text("body", term))


def _in_text(field: str, term: Term) -> Iterator[Query]:
    yield Q("match_phrase", **{field: term.text})
    if term.is_prefix:
        yield Q("prefix", **{field: term.text})


def _beginning(field: str, term: Term) -> Query:
    return Q("prefix" if term.is_prefix else "term", **{field: term.text})


def _counting(points: int, *ways: Query) -> Query:
    """Return a query that counts ``points``, whichever way it matches."""
    return Q("constant_score", filter=Q("bool", should=list(ways)), boost=points)


def _choices(question: Question) -> Facets:
    return {
        name: Q("terms", **{_field(name): sorted(keys)})
        for name, keys in question.chosen.items()
        if keys
    }


def _field(name: str) -> str:
    return name if name == KIND else f"facets.{name}"


def similar_to(
    search: Search, tokens: Sequence[str], *, limit: int, names_only: bool
) -> Search:
    """Return the request for documents that hold some of the tokens."""
    fields = ["name^10", "name.words^2", "code_runs^8"]
    fields += [] if names_only else ["body", "body.words"]
    each: list[Any] = [
        Q("multi_match", query=token, fields=fields, type=_way(token))
        for token in tokens
    ]
    share = Q("bool", should=each, minimum_should_match="40%")
    return search.query(share)[:limit].source(_SHOWN)


def _way(token: str) -> str:
    # A Latin word is found by its beginning, as everywhere.
    return "phrase_prefix" if token.isascii() else "best_fields"
