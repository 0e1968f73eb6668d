"""Questions to the index, answered with what the asker may see."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import clock
from core.addresses import in_language
from core.search.answering import Answered, answer, near_names, suggested
from core.search.documents import FacetKind, SearchDocument, facet_kinds, kinds
from core.search.highlighting import excerpt, highlight
from core.search.questions import (
    KIND,
    NOTHING,
    PAGE_SIZE,
    SORTS,
    YEAR,
    Position,
    Question,
)
from core.search.text import Term, query_terms


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A document that was found, its ``name`` and ``text`` as the reader knows them."""

    document: SearchDocument
    terms: Sequence[Term]
    kind_label: str
    name: str
    text: str
    url: str

    @property
    def title(self) -> SafeString:
        """The name, with marks where it matched."""
        return highlight(self.name, self.terms)

    @property
    def excerpt(self) -> SafeString:
        """A passage of the text, with marks where it matched; or nothing."""
        return excerpt(self.text, self.terms)


@dataclass(frozen=True, slots=True)
class FacetOption:
    """One way to narrow a search and how many hits would remain."""

    key: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """The options of one facet."""

    name: str
    label: str | Promise
    options: list[FacetOption]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A document somebody may mean."""

    title: str
    url: str
    kind_label: str | Promise


@dataclass(frozen=True, slots=True)
class SearchResults:
    """A page of hits.

    ``complete`` is False when there were more matches than are counted;
    ``close`` is True when nothing matched and the hits only come near;
    ``degraded`` is True while a lesser engine stands in for the usual one. ``last``
    is the position of the last hit when more come after it, to be asked for by it.
    """

    query: str
    hits: list[SearchHit]
    total: int
    complete: bool
    page: int
    page_size: int
    sort: str
    facets: list[Facet]
    suggestions: list[Suggestion]
    engine: str
    degraded: bool = False
    close: bool = False
    last: Position | None = None

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, ceil(self.total / self.page_size))


def search(
    query: str,
    *,
    user: Any,  # noqa: ANN401 - a person or AnonymousUser
    facets: Mapping[str, Sequence[str]] | None = None,
    sort: str = "relevance",
    page: int = 1,
    page_size: int = PAGE_SIZE,
    after: Position | None = None,
    with_facets: bool = True,
) -> SearchResults:
    """Return what ``user`` may see of what matches ``query`` and ``facets``.

    ``facets`` maps facet names (``kind`` and ``year`` among them) to chosen
    keys: one of each facet's keys must fit. Without a query everything is
    found, newest first. A page beyond the last has no hits; pages end with the
    LIMITth hit, and what comes ``after`` a hit does not. Who shows no facets need not
    have them counted.
    """
    question = Question(
        query=query,
        terms=query_terms(query),
        language=get_language() or "",
        on=clock.today(),
        chosen={name: frozenset(keys) for name, keys in (facets or {}).items() if keys},
        facet_names=_facet_names() if with_facets else (),
        sort=sort if sort in SORTS else SORTS[0],
        page=page,
        page_size=page_size,
        after=after,
    )
    return _results(question, answer(question, user), user)


def suggest(query: str, *, user: Any, limit: int = 8) -> list[Suggestion]:  # noqa: ANN401
    """Return documents whose names go on as ``query`` begins, best first."""
    terms = query_terms(query)
    if not terms:
        return []
    question = Question(
        query=query,
        terms=terms,
        language=get_language() or "",
        on=clock.today(),
        page_size=limit,
    )
    return [_suggestion(one) for one in suggested(question, user)]


def _results(question: Question, answered: Answered, user: Any) -> SearchResults:  # noqa: ANN401
    found = answered.answer
    near = near_names(question, user) if found == NOTHING else []
    return SearchResults(
        query=question.query,
        hits=_hits(found.documents, question.terms),
        total=found.total,
        complete=found.complete,
        page=question.page,
        page_size=question.page_size,
        sort=question.sort,
        facets=_facets(found.counts, question.chosen) if question.facet_names else [],
        suggestions=[_suggestion(document) for document in near],
        engine=answered.engine,
        degraded=answered.degraded,
        close=found.close,
        last=found.last,
    )


def _facet_names() -> tuple[str, ...]:
    return (*(kind.name for kind in facet_kinds()), YEAR)


def _hits(
    documents: Sequence[SearchDocument], terms: Sequence[Term]
) -> list[SearchHit]:
    labels = _describe_kinds({document.kind for document in documents})
    language = get_language()
    return [
        SearchHit(
            document=document,
            terms=terms,
            kind_label=labels[document.kind],
            name=document.label_in(language),
            text=document.text_in(language),
            url=_address(document, language),
        )
        for document in documents
    ]


def _address(document: SearchDocument, language: str | None) -> str:
    if document.language or language is None:
        return document.url
    return in_language(document.url, language)


def _facets(
    counts: Mapping[str, Counter[str]], chosen: Mapping[str, frozenset[str]]
) -> list[Facet]:
    ours = [
        FacetKind(KIND, _("Kind"), _describe_kinds),
        *facet_kinds(),
        FacetKind(YEAR, _("Year"), _describe_years),
    ]
    none_counted, none_chosen = Counter[str](), frozenset[str]()
    facets = [
        _facet(
            kind,
            counts.get(kind.name, none_counted),
            chosen.get(kind.name, none_chosen),
        )
        for kind in ours
    ]
    return [facet for facet in facets if facet.options]


def _facet(kind: FacetKind, counts: Counter[str], chosen: frozenset[str]) -> Facet:
    labels = kind.describe({*counts, *chosen})
    options = [
        FacetOption(key, label, counts[key], chosen=key in chosen)
        for key, label in labels.items()
    ]
    return Facet(kind.name, kind.label, options)


def _describe_kinds(keys: Iterable[str]) -> dict[str, str]:
    wanted = set(keys)
    return {key: str(kind.label) for key, kind in kinds().items() if key in wanted}


def _describe_years(keys: Iterable[str]) -> dict[str, str]:
    return {key: key for key in sorted(keys, reverse=True) if key.isdigit()}


def _suggestion(document: SearchDocument) -> Suggestion:
    address = _address(document, get_language())
    return Suggestion(document.label, address, kinds()[document.kind].label)
