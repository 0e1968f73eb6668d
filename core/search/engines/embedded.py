"""The engine inside the database: rows of SearchEntry, tokens beside them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Protocol

from django.db import connection, transaction
from django.db.models import Q

from core.models.search import SearchEntry
from core.search.documents import MAX_BODY, MAX_TITLE, SearchDocument, digest
from core.search.engines.base import Match, Proposal
from core.search.questions import Position
from core.search.text import Term, fold, fold_code, index_tokens, pinyin_tokens

BATCH = 500
_FIELDS = (
    "title",
    "title_en",
    "body",
    "body_en",
    "url",
    "codes",
    "facets",
    "date",
    "boost",
    "language",
    "folded_title",
    "visible_until",
)
# A document that waits to be built anew may say what nobody shall know any more.
_UP_TO_DATE = (
    "NOT EXISTS (SELECT 1 FROM core_searchoutboxentry w WHERE w.engine = 'embedded' "
    "AND w.kind = e.kind AND w.object_key = e.object_key)"
)
_COLUMNS = (
    "e.kind, e.object_key, e.url, e.facets, e.date, e.folded_title, e.title_en, "
    "e.codes, e.language, e.boost"
)


@dataclass(frozen=True, slots=True)
class EntryTokens:
    """The tokens of one entry by the place they come from."""

    entry_id: int
    title: list[str]
    codes: list[str]
    pinyin: list[str]
    body: list[str]


class TokenStore(Protocol):
    """How one database vendor keeps tokens and finds them.

    ``address`` is an entry's address in the order of its code points.
    """

    address: str

    def put(self, cursor: Any, tokens: Sequence[EntryTokens]) -> None:  # noqa: ANN401
        """Replace the tokens of entries."""

    def matching(
        self, ways: Sequence[Sequence[Term]], *, names_only: bool
    ) -> tuple[str, list[Any]]:
        """Return a query for ``id`` and ``score``, and its parameters.

        It finds entries that contain all terms of one of the ways.
        """

    def similar(
        self, tokens: Sequence[str], *, names_only: bool
    ) -> tuple[str, list[Any]]:
        """Return the same for entries that hold any of the tokens."""


class EmbeddedEngine:
    """Answers the search port from the database itself."""

    def __init__(self, name: str, store: TokenStore) -> None:
        """Take the vendor's way to keep tokens."""
        self.name = name
        self.store = store

    def put(self, documents: Sequence[SearchDocument]) -> None:
        """Add or replace documents."""
        unique = {(one.kind, one.key): one for one in documents}
        for batch in _batches(unique.values()):
            with transaction.atomic():
                self._put_batch(batch)

    def remove(self, kind: str, keys: Sequence[str]) -> None:
        """Forget documents; their tokens go with them."""
        SearchEntry.objects.filter(kind=kind, object_key__in=keys).delete()

    def rebuild(self, kind: str, documents: Iterable[SearchDocument]) -> int:
        """Replace all documents of a kind in one transaction."""
        count = 0
        with transaction.atomic():
            SearchEntry.objects.filter(kind=kind).delete()
            for batch in _batches(documents):
                self._put_batch(batch)
                count += len(batch)
        return count

    def propose(
        self, terms: Sequence[Term], *, limit: int, names_only: bool = False
    ) -> Proposal:
        """Return documents that contain all terms, likely best first."""
        return self.propose_any([terms], limit=limit, names_only=names_only)

    def propose_by_day(
        self,
        terms: Sequence[Term],
        *,
        limit: int,
        oldest_first: bool,
        after: Position | None = None,
    ) -> Proposal:
        """Return documents that contain all terms, or all, by day and address."""
        parameters: list[Any] = []
        source, rest = "SELECT id FROM core_searchentry", "TRUE"
        address, direction = self.store.address, "ASC" if oldest_first else "DESC"
        if terms:
            source, parameters = self.store.matching([terms], names_only=False)
        if after is not None:
            later = "e.date > %s" if oldest_first else "e.date < %s"
            rest, places = _after(after, later, address)
            parameters = [*parameters, *places]
        sql = (
            f"SELECT {_COLUMNS} "  # noqa: S608 - nothing here was typed by a reader
            f"FROM ({source}) m JOIN core_searchentry e ON e.id = m.id "
            f"WHERE {_UP_TO_DATE} AND {rest} "
            f"ORDER BY e.date {direction} NULLS LAST, {address} LIMIT %s"
        )
        return self._proposal(sql, parameters, limit)

    def propose_any(
        self, ways: Sequence[Sequence[Term]], *, limit: int, names_only: bool = False
    ) -> Proposal:
        """Return documents that contain all terms of one of the ways."""
        return self._ask(*self.store.matching(ways, names_only=names_only), limit)

    def propose_similar(
        self, tokens: Sequence[str], *, limit: int, names_only: bool = False
    ) -> Proposal:
        """Return documents that share tokens, best first."""
        if not tokens:
            return Proposal([], complete=True)
        return self._ask(*self.store.similar(tokens, names_only=names_only), limit)

    def load(self, matches: Sequence[Match]) -> dict[tuple[str, str], SearchDocument]:
        """Return the documents of matches by kind and key."""
        wanted = Q(pk__in=[])
        for kind in {match.kind for match in matches}:
            keys = [match.key for match in matches if match.kind == kind]
            wanted |= Q(kind=kind, object_key__in=keys)
        entries = SearchEntry.objects.filter(wanted)
        return {(one.kind, one.object_key): _document(one) for one in entries}

    def count(self, kind: str) -> int:
        """Return how many documents of a kind there are."""
        return SearchEntry.objects.filter(kind=kind).count()

    def digests(self, kind: str) -> dict[str, str]:
        """Return by key what tells each entry of a kind from any other."""
        entries = SearchEntry.objects.filter(kind=kind).iterator(chunk_size=BATCH)
        return {one.object_key: digest(_document(one)) for one in entries}

    def digest(self, document: SearchDocument) -> str:
        """Return the digest of a document as an entry keeps it."""
        return digest(_document(_entry(document)))

    def _put_batch(self, documents: Sequence[SearchDocument]) -> None:
        SearchEntry.objects.bulk_create(
            [_entry(document) for document in documents],
            update_conflicts=True,
            unique_fields=["kind", "object_key"],
            update_fields=_FIELDS,
        )
        ids = self._ids(documents)
        tokens = [_tokens(ids[one.kind, one.key], one) for one in documents]
        with connection.cursor() as cursor:
            self.store.put(cursor, tokens)

    def _ids(self, documents: Sequence[SearchDocument]) -> dict[tuple[str, str], int]:
        ids: dict[tuple[str, str], int] = {}
        for kind in {document.kind for document in documents}:
            keys = [one.key for one in documents if one.kind == kind]
            found = SearchEntry.objects.filter(kind=kind, object_key__in=keys)
            for key, pk in found.values_list("object_key", "pk"):
                ids[kind, key] = pk
        return ids

    def _ask(self, source: str, parameters: list[Any], limit: int) -> Proposal:
        # The source is one of ours; whatever the reader typed is a parameter.
        sql = (
            f"SELECT {_COLUMNS} "  # noqa: S608
            f"FROM ({source}) m JOIN core_searchentry e ON e.id = m.id "
            f"WHERE {_UP_TO_DATE} "
            "ORDER BY m.score * e.boost DESC, e.date DESC NULLS LAST, e.id LIMIT %s"
        )
        return self._proposal(sql, parameters, limit)

    def _proposal(self, sql: str, parameters: list[Any], limit: int) -> Proposal:
        with connection.cursor() as cursor:
            cursor.execute(sql, [*parameters, limit + 1])
            rows = cursor.fetchall()
        matches = [_match(row) for row in rows[:limit]]
        return Proposal(matches, complete=len(rows) <= limit)


def _after(last: Position, later: str, address: str) -> tuple[str, list[Any]]:
    """Return the condition for entries that come after a position."""
    if last.day is None:
        return f"e.date IS NULL AND {address} > %s", [last.address]
    day = last.day.isoformat()
    same_day = f"e.date = %s AND {address} > %s"
    return f"({later} OR e.date IS NULL OR {same_day})", [day, day, last.address]


def _match(row: tuple[Any, ...]) -> Match:
    kind, key, address, facets, day, folded_title, title_en, codes, *rest = row
    language, boost = rest
    return Match(
        kind=kind,
        key=key,
        address=address,
        facets=_json(facets),
        date=date.fromisoformat(day) if isinstance(day, str) else day,
        folded_title=folded_title,
        folded_title_en=title_en.casefold(),
        codes=_json(codes),
        language=language,
        boost=boost,
    )


def _json(value: Any) -> Any:  # noqa: ANN401
    return json.loads(value) if isinstance(value, str) else value


def _entry(document: SearchDocument) -> SearchEntry:
    return SearchEntry(
        kind=document.kind,
        object_key=document.key,
        title=document.title[:MAX_TITLE],
        title_en=document.title_en[:MAX_TITLE],
        body=document.body[:MAX_BODY],
        body_en=document.body_en[:MAX_BODY],
        url=document.url,
        codes=[fold_code(code) for code in document.codes if code],
        facets={name: list(keys) for name, keys in document.facets.items()},
        date=document.date,
        boost=document.boost,
        language=document.language,
        folded_title=fold(document.title)[:MAX_TITLE],
        visible_until=document.visible_until,
    )


def _document(entry: SearchEntry) -> SearchDocument:
    return SearchDocument(
        kind=entry.kind,
        key=entry.object_key,
        title=entry.title,
        title_en=entry.title_en,
        body=entry.body,
        body_en=entry.body_en,
        url=entry.url,
        codes=entry.codes,
        facets=entry.facets,
        date=entry.date,
        boost=entry.boost,
        language=entry.language,
        visible_until=entry.visible_until,
    )


def _tokens(entry_id: int, document: SearchDocument) -> EntryTokens:
    codes = [token for code in document.codes if code for token in _code_tokens(code)]
    return EntryTokens(
        entry_id=entry_id,
        title=[*index_tokens(document.title), *index_tokens(document.title_en)],
        codes=codes,
        pinyin=pinyin_tokens(document.title),
        body=[
            *index_tokens(document.body[:MAX_BODY]),
            *index_tokens(document.body_en[:MAX_BODY]),
        ],
    )


def _code_tokens(code: str) -> list[str]:
    return list(dict.fromkeys([fold_code(code)[:60], *index_tokens(code)]))


def _batches(documents: Iterable[SearchDocument]) -> Iterator[list[SearchDocument]]:
    remaining = iter(documents)
    while batch := list(islice(remaining, BATCH)):
        yield batch
