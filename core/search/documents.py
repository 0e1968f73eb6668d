"""What can be found: documents, their kinds, the facets that narrow a search."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import get_language

from core.search.sources import Source

MAX_TITLE = 250
MAX_BODY = 20_000


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One thing that can be found, as the index keeps it.

    ``codes`` are numbers people type exactly; ``facets`` hold keys by facet
    name; ``boost`` multiplies relevance (10 is ordinary); ``language`` limits a
    document to readers of one language. ``url`` is the address in the default
    language. ``visible_until`` is the first day on which nobody may see it.
    """

    kind: str
    key: str
    title: str
    url: str
    title_en: str = ""
    body: str = ""
    body_en: str = ""
    codes: Sequence[str] = ()
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    date: dt.date | None = None
    boost: int = 10
    language: str = ""
    visible_until: dt.date | None = None

    @property
    def label(self) -> str:
        """The title in the reader's language, where there is one."""
        return self.label_in(get_language())

    def label_in(self, language: str | None) -> str:
        """Return the title in a language, where there is one."""
        return self.title_en if _is_english(language) and self.title_en else self.title

    def text_in(self, language: str | None) -> str:
        """Return the body in a language, where there is one."""
        return self.body_en if _is_english(language) and self.body_en else self.body


_FIELDS: Final = fields(SearchDocument)


@dataclass(frozen=True, slots=True)
class SearchKind:
    """A kind of document and how it comes from rows.

    ``rows`` returns every row worth indexing, with the joins ``build`` needs; a
    row that is not among them leaves the index. ``visible_to(user)``
    returns those that a person may see: the database is asked at every search,
    so that what the index still holds leaks through nothing. To somebody who is
    not signed in it may show other rows on another day, but not another hour.
    ``sources`` are the tables a document is made of: whatever changes there, the
    database notes.
    """

    key: str
    label: str | Promise
    build: Callable[[Any], SearchDocument]
    rows: Callable[[], models.QuerySet[Any]]
    visible_to: Callable[[Any], models.QuerySet[Any]]
    sources: Sequence[Source] = ()


@dataclass(frozen=True, slots=True)
class FacetKind:
    """A way to narrow a search.

    ``describe(keys)`` returns labels by key in the order to show them; keys it
    leaves out are not offered.
    """

    name: str
    label: str | Promise
    describe: Callable[[Iterable[str]], Mapping[str, str]]


_kinds: dict[str, SearchKind] = {}
_facets: dict[str, FacetKind] = {}


def register_kind(kind: SearchKind) -> SearchKind:
    """Make a kind searchable; call it from an app's ``ready``."""
    _kinds[kind.key] = kind
    return kind


def register_facet(facet: FacetKind) -> FacetKind:
    """Offer a facet on the search page, in the order of registration."""
    _facets[facet.name] = facet
    return facet


def kinds() -> dict[str, SearchKind]:
    """Return every kind by key."""
    return dict(_kinds)


def facet_kinds() -> list[FacetKind]:
    """Return the facets on offer, in order."""
    return list(_facets.values())


def digest(document: SearchDocument) -> str:
    """Return a digest over everything a document says."""
    said = {one.name: getattr(document, one.name) for one in _FIELDS}
    text = json.dumps(said, default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _is_english(language: str | None) -> bool:
    return language is not None and language.startswith("en")
