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
_SHOWN: Final[Any] = ["uid", "shown", "day"]
# What matches are sorted and narrowed by, where that is not left to the cluster.
_MATCHED: Final[Any] = [*_SHOWN, "facets", "visible_until"]
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
Body = dict[str, Any]
Facets = dict[str, Query]


def page_of(question: Question, except_for: Pending) -> Body:
    """Return the request for a page with its counts."""
    choices = _choices(question)
    asked = _matching(question, except_for, names_only=False)
    body = {"query": asked, "_source": _SHOWN, "track_total_hits": LIMIT + 1}
    if choices:
        chosen = Q("bool", filter=list(choices.values()))
        body["post_filter"] = chosen.to_dict()
    if question.facet_names:
        names = (KIND, *question.facet_names)
        body["aggs"] = {name: _counted(name, choices) for name in names}
    return body | _placed(question)


def names_of(question: Question, except_for: Pending) -> Body:
    """Return the request for documents whose names go on as the question begins."""
    return {
        "query": _matching(question, except_for, names_only=True),
        "sort": _ORDERS["relevance"],
        "size": question.page_size,
        "_source": _SHOWN,
    }


def any_of(ways: Sequence[Sequence[Term]], *, limit: int, names_only: bool) -> Body:
    """Return the request for documents that contain all terms of one of the ways."""
    each = [
        Q("bool", must=[_term(term, names_only=names_only) for term in way])
        for way in ways
    ]
    any_way = Q("bool", should=each, minimum_should_match=1)
    return _first(limit, any_way)


def these(names: Sequence[str]) -> Body:
    """Return the request for documents by their names."""
    return _first(len(names), Q("bool", filter=[Q("terms", uid=list(names))]))


def _first(limit: int, query: Query) -> Body:
    return Search().query(query)[:limit].source(_MATCHED).to_dict()


def _counted(name: str, choices: Facets) -> dict[str, Any]:
    """Return what counts a facet's options among what the other choices leave."""
    others = [choice.to_dict() for other, choice in choices.items() if other != name]
    options = {"terms": {"field": _field(name), "size": _MOST_OPTIONS}}
    return {"filter": {"bool": {"filter": others}}, "aggs": {"options": options}}


def _placed(question: Question) -> Body:
    """Return the order and which hits make the page."""
    order = _ORDERS[question.order]
    if question.after is not None:
        last = _sort_values(question.order, question.after)
        return {"sort": order, "search_after": last, "size": question.page_size}
    end = min(question.start + question.page_size, LIMIT)
    start = min(question.start, end)
    return {"sort": order, "from": start, "size": end - start}


def _sort_values(order: str, last: Position) -> list[Any]:
    no_day = date.max if order == "oldest" else date.min
    score = [last.score] if order == "relevance" else []
    return [*score, (last.day or no_day).isoformat(), last.address]


def _matching(question: Question, except_for: Pending, *, names_only: bool) -> Body:
    asked = _asked(
        question.query,
        tuple(question.terms),
        question.language,
        question.on,
        names_only=names_only,
    )
    if not except_for:
        return asked
    hidden = [uid(kind, key) for kind, key in except_for]
    return {"bool": {"must": [asked], "must_not": [{"terms": {"uid": hidden}}]}}


# People go on from a search by narrowing it and turning pages; its words stay.
@lru_cache(maxsize=1_000)
def _asked(
    query: str, terms: Sequence[Term], language: str, on: date, *, names_only: bool
) -> Body:
    every = [_term(term, names_only=names_only) for term in terms]
    weighed = Q(
        "function_score",
        query=Q("bool", must=every or [Q("match_all")]),
        field_value_factor={"field": "boost", "missing": 10},
    )
    asked: Body = Q(
        "bool",
        must=[weighed],
        should=list(_steps(query)),
        filter=[Q("terms", language=["", language])],
        must_not=[Q("range", visible_until={"lte": on})],
    ).to_dict()
    return asked


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


def similar_to(tokens: Sequence[str], *, limit: int, names_only: bool) -> Body:
    """Return the request for documents that hold some of the tokens."""
    fields = ["name^10", "name.words^2", "code_runs^8"]
    fields += [] if names_only else ["body", "body.words"]
    each: list[Any] = [
        Q("multi_match", query=token, fields=fields, type=_way(token))
        for token in tokens
    ]
    return _first(limit, Q("bool", should=each, minimum_should_match="40%"))


def _way(token: str) -> str:
    # A Latin word is found by its beginning, as everywhere.
    return "phrase_prefix" if token.isascii() else "best_fields"
