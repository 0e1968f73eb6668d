"""Questions to the index, answered with what the asker may see."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Final

from django.conf import settings
from django.urls import translate_url
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from core.search.documents import FacetKind, SearchDocument, facet_kinds, kinds
from core.search.engines import current_engine
from core.search.engines.base import Match
from core.search.highlighting import excerpt, highlight
from core.search.text import (
    Term,
    fold,
    fold_code,
    loose_tokens,
    query_terms,
    similarity,
)

PAGE_SIZE: Final = 20
# Beyond this many matches counts are lower bounds and the page says so.
LIMIT: Final = 10_000
_SIMILAR_ENOUGH: Final = 0.5
SORTS: Final = ("relevance", "newest", "oldest")
KIND: Final = "kind"
YEAR: Final = "year"


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A document that was found, with marks where it matched."""

    document: SearchDocument
    kind_label: str | Promise
    title: SafeString
    excerpt: SafeString
    url: str


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
    ``degraded`` is True while a lesser engine stands in for the usual one.
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
) -> SearchResults:
    """Return what ``user`` may see of what matches ``query`` and ``facets``.

    ``facets`` maps facet names (``kind`` and ``year`` among them) to chosen
    keys: one of each facet's keys must fit. Without a query everything is
    found, newest first. A page beyond the last has no hits.
    """
    engine = current_engine()
    chosen = {name: set(keys) for name, keys in (facets or {}).items() if keys}
    terms = query_terms(query)
    if query.strip() and not terms:
        return _nothing(query, engine.name, page_size)
    proposal = engine.propose(terms, limit=LIMIT)
    visible = _visible(proposal.matches, user)
    kept, counts = _narrow(visible, chosen)
    ranked = _sorted(kept, query, sort)
    shown = ranked[(page - 1) * page_size : page * page_size]
    documents = engine.load(shown)
    return SearchResults(
        query=query,
        hits=[
            _hit(documents[match.kind, match.key], terms)
            for match in shown
            if (match.kind, match.key) in documents
        ],
        total=len(kept),
        complete=proposal.complete,
        page=page,
        page_size=page_size,
        sort=sort if sort in SORTS else SORTS[0],
        facets=_facets(counts, chosen),
        suggestions=[] if visible else _did_you_mean(query, user),
        engine=engine.name,
    )


def suggest(query: str, *, user: Any, limit: int = 8) -> list[Suggestion]:  # noqa: ANN401
    """Return documents whose names go on as ``query`` begins, best first."""
    terms = query_terms(query)
    if not terms:
        return []
    engine = current_engine()
    proposal = engine.propose(terms, limit=limit * 25, names_only=True)
    visible = _sorted(_visible(proposal.matches, user), query, "relevance")
    return _suggestions(visible[:limit])


def _nothing(query: str, engine: str, page_size: int) -> SearchResults:
    return SearchResults(
        query=query,
        hits=[],
        total=0,
        complete=True,
        page=1,
        page_size=page_size,
        sort=SORTS[0],
        facets=[],
        suggestions=[],
        engine=engine,
    )


def _visible(matches: Sequence[Match], user: Any) -> list[Match]:  # noqa: ANN401
    """Return the matches that the database lets ``user`` see, in order."""
    allowed: set[tuple[str, str]] = set()
    language = get_language() or ""
    for name in {match.kind for match in matches}:
        kind = kinds().get(name)
        if kind is not None:
            keys = [match.key for match in matches if match.kind == name]
            seen = kind.visible_to(user, keys).order_by().values_list("pk", flat=True)
            allowed |= {(name, str(pk)) for pk in seen}
    return [
        match
        for match in matches
        if (match.kind, match.key) in allowed and match.language in {"", language}
    ]


def _narrow(
    matches: Iterable[Match], chosen: Mapping[str, set[str]]
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


def _sorted(matches: list[Match], query: str, sort: str) -> list[Match]:
    if sort in {"newest", "oldest"}:
        dated = [match for match in matches if match.date]
        undated = [match for match in matches if not match.date]
        dated.sort(key=lambda match: match.date or 0, reverse=sort == "newest")
        return dated + undated
    name, code = fold(query).strip(), fold_code(query)
    return sorted(matches, key=lambda match: _distance(match, name, code))


def _distance(match: Match, name: str, code: str) -> int:
    """Return 0 for the very thing asked for; sorting keeps the engine's order."""
    if code and code in match.codes:
        return 0
    if name and match.folded_title == name:
        return 1
    if name and match.folded_title.startswith(name):
        return 2
    return 3


def _hit(document: SearchDocument, terms: Sequence[Term]) -> SearchHit:
    return SearchHit(
        document=document,
        kind_label=kinds()[document.kind].label,
        title=highlight(document.label, terms),
        excerpt=excerpt(document.text, terms),
        url=_address(document),
    )


def _address(document: SearchDocument) -> str:
    language = get_language()
    if document.language or not language:
        return document.url
    # An address is understood in the language it was written in.
    with override(settings.LANGUAGE_CODE):
        return translate_url(document.url, language)


def _facets(
    counts: Mapping[str, Counter[str]], chosen: Mapping[str, set[str]]
) -> list[Facet]:
    ours = [
        FacetKind(KIND, _("Kind"), _describe_kinds),
        *facet_kinds(),
        FacetKind(YEAR, _("Year"), _describe_years),
    ]
    facets = [
        _facet(kind, counts.get(kind.name, Counter()), chosen.get(kind.name, set()))
        for kind in ours
    ]
    return [facet for facet in facets if facet.options]


def _facet(kind: FacetKind, counts: Counter[str], chosen: set[str]) -> Facet:
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


def _did_you_mean(query: str, user: Any) -> list[Suggestion]:  # noqa: ANN401
    engine = current_engine()
    proposal = engine.propose_similar(loose_tokens(query), limit=100)
    near = [
        match
        for match in _visible(proposal.matches, user)
        if similarity(query, match.folded_title) >= _SIMILAR_ENOUGH
    ]
    near.sort(key=lambda match: -similarity(query, match.folded_title))
    return _suggestions(near[:5])


def _suggestions(matches: Sequence[Match]) -> list[Suggestion]:
    documents = current_engine().load(matches)
    found = [documents.get((match.kind, match.key)) for match in matches]
    return [
        Suggestion(one.label, _address(one), kinds()[one.kind].label)
        for one in found
        if one is not None
    ]
