"""Questions in the cluster's own language."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from elasticsearch.dsl import A, Q, Search
from elasticsearch.dsl.query import Query

from core.search.engines.base import Pending
from core.search.engines.cluster.layout import uid
from core.search.questions import KIND, LIMIT, Question
from core.search.text import Term, TermKind, fold, fold_code

# Places where a term may stand, and how much a hit there weighs.
_NAME, _CODE, _PINYIN, _BODY = 10.0, 8.0, 4.0, 1.0
# The very thing asked for precedes whatever merely matches.
_STEPS: Final = {"code": 30_000.0, "name": 20_000.0, "start": 10_000.0}
_MOST_OPTIONS: Final = 200
_SHOWN: Final = ["uid", "shown", "facets", "day", "visible_until"]
_ORDERS: Final = {
    "relevance": ["_score", {"day": {"order": "desc", "missing": "_last"}}],
    "newest": [{"day": {"order": "desc", "missing": "_last"}}, "_score"],
    "oldest": [{"day": {"order": "asc", "missing": "_last"}}, "_score"],
}
Facets = dict[str, Query]


def page_of(search: Search, question: Question, except_for: Pending) -> Search:
    """Return the request for a page with its counts."""
    choices = _choices(question)
    found = search.query(_matching(question, except_for, names_only=False))
    found = found.post_filter(Q("bool", filter=list(choices.values())))
    found = found.extra(track_total_hits=LIMIT + 1)
    order = _ORDERS.get(question.sort) or _ORDERS["relevance"]
    if not question.terms:
        order = _ORDERS["newest"]
    end = min(question.start + question.page_size, LIMIT)
    found = found.sort(*order, "uid")[min(question.start, end) : end].source(_SHOWN)
    for name in (KIND, *question.facet_names):
        others = [choice for other, choice in choices.items() if other != name]
        options = A("terms", field=_field(name), size=_MOST_OPTIONS)
        counted = A("filter", filter=Q("bool", filter=others))
        found.aggs.bucket(name, counted).bucket("options", options)
    return found


def names_of(search: Search, question: Question, except_for: Pending) -> Search:
    """Return the request for documents whose names go on as the question begins."""
    found = search.query(_matching(question, except_for, names_only=True))
    order = [*_ORDERS["relevance"], "uid"]
    return found.sort(*order)[: question.page_size].source(_SHOWN)


def _matching(question: Question, except_for: Pending, *, names_only: bool) -> Query:
    every = [_term(term, names_only=names_only) for term in question.terms]
    weighed = Q(
        "function_score",
        query=Q("bool", must=every or [Q("match_all")], should=_words(question)),
        field_value_factor={"field": "boost", "missing": 1},
    )
    return Q(
        "bool",
        must=[weighed],
        should=_steps(question.query),
        filter=[Q("terms", language=["", question.language])],
        must_not=[
            Q("range", visible_until={"lte": question.on}),
            *_hidden(except_for),
        ],
    )


def _hidden(except_for: Pending) -> list[Query]:
    names = [uid(kind, key) for kind, key in except_for]
    return [Q("terms", uid=names)] if names else []


def _steps(query: str) -> list[Query]:
    name, code = fold(query).strip(), fold_code(query)
    steps = []
    if code:
        steps.append(_constant(Q("term", codes=code), _STEPS["code"]))
    if name:
        exact = _constant(Q("term", exact=name), _STEPS["name"])
        start = _constant(Q("prefix", exact=name), _STEPS["start"])
        steps.append(Q("dis_max", queries=[exact, start]))
    return [Q("dis_max", queries=steps)] if steps else []


def _words(question: Question) -> list[Query]:
    """Return what the cluster's dictionary adds: it lifts hits, it finds none."""
    text = " ".join(term.text for term in question.terms)
    return [Q("match", **{"name.words": {"query": text}})] if text else []


def _term(term: Term, *, names_only: bool) -> Query:
    body = [] if names_only else _in_body(term)
    return Q("dis_max", queries=[*_in_names(term), *body])


def _in_names(term: Term) -> Iterable[Query]:
    if term.kind == TermKind.CHARACTER:
        yield Q("term", **{"name.characters": {"value": term.text, "boost": _NAME}})
        yield _constant(Q("prefix", codes=term.text), _CODE)
        return
    yield Q("match_phrase", name={"query": term.text, "boost": _NAME})
    yield Q("match_phrase", code_runs={"query": term.text, "boost": _CODE})
    if term.kind == TermKind.WORD and term.is_prefix:
        yield _constant(Q("prefix", name=term.text), _NAME / 2)
        yield _constant(Q("prefix", codes=term.text), _CODE)
        yield _constant(Q("prefix", code_runs=term.text), _CODE / 2)
        yield _constant(Q("prefix", pinyin=term.text), _PINYIN)


def _in_body(term: Term) -> Iterable[Query]:
    if term.kind == TermKind.CHARACTER:
        yield Q("term", **{"body.characters": {"value": term.text, "boost": _BODY}})
        return
    yield Q("match_phrase", body={"query": term.text, "boost": _BODY})
    if term.kind == TermKind.WORD and term.is_prefix:
        yield _constant(Q("prefix", body=term.text), _BODY / 2)


def _constant(query: Query, boost: float) -> Query:
    return Q("constant_score", filter=query, boost=boost)


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
    fields = ["name^10", "code_runs^8", *([] if names_only else ["body"])]
    each: list[Any] = [
        Q("multi_match", query=token, fields=fields, type="best_fields")
        for token in tokens
    ]
    share = Q("bool", should=each, minimum_should_match="40%")
    return search.query(share)[:limit].source(_SHOWN)
