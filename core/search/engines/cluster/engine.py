"""The search port on Elasticsearch: one index per kind behind an alias."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import islice
from typing import Any, TypeVar
from uuid import uuid4

import structlog
from elasticsearch import BadRequestError, Elasticsearch, NotFoundError
from elasticsearch.helpers import scan, streaming_bulk

from core.search.documents import SearchDocument, digest
from core.search.engines.base import Match, Pending, Proposal
from core.search.engines.cluster import layout, queries
from core.search.engines.cluster.connection import Connection
from core.search.questions import KIND, LIMIT, Answer, Position, Question
from core.search.text import Term, fold, fold_code

log = structlog.get_logger()
_CHUNK = 500
_PATIENT_SECONDS = 60
_Got = TypeVar("_Got")


class ClusterEngine:
    """Keeps documents in Elasticsearch and answers whole questions."""

    name = "elasticsearch"

    def __init__(self, connection: Connection, *, prefix: str) -> None:
        """Take the way to the cluster and what its indexes' names begin with."""
        self.connection = connection
        self.prefix = prefix

    # --- Keeping documents ---------------------------------------------------

    def put(self, documents: Sequence[SearchDocument]) -> None:
        """Add or replace documents; they can be found when this returns."""
        self._ask(lambda client: self._put(client, documents))

    def remove(self, kind: str, keys: Sequence[str]) -> None:
        """Forget documents."""
        self._ask(lambda client: self._remove(client, kind, keys))

    def rebuild(self, kind: str, documents: Iterable[SearchDocument]) -> int:
        """Fill a fresh index, see that all arrived, then put it in the old one's place.

        Raises LookupError when the index does not hold what was sent; the old
        index then still answers.
        """
        return self._ask(lambda client: self._rebuild(client, kind, documents))

    def count(self, kind: str) -> int:
        """Return how many documents of a kind there are."""

        def counted(client: Elasticsearch) -> int:
            return int(client.count(index=self._alias(kind))["count"])

        return self._ask(counted, missing=0)

    def digests(self, kind: str) -> dict[str, str]:
        """Return the digests of a kind's documents by key."""

        def scanned(client: Elasticsearch) -> dict[str, str]:
            hits = scan(client, index=self._alias(kind), _source=["uid", "digest"])
            kept = (hit["_source"] for hit in hits)
            return {one["uid"].split(":", 1)[1]: one["digest"] for one in kept}

        return self._ask(scanned, missing={})

    def digest(self, document: SearchDocument) -> str:
        """Return the digest of a document."""
        return digest(document)

    def describe(self) -> dict[str, str]:
        """Return the cluster's health and how Chinese is analysed, for operators."""

        def described(client: Elasticsearch) -> dict[str, str]:
            return {
                "health": client.cluster.health(timeout="1s")["status"],
                "analysis": self._analysis(client),
            }

        return self._ask(described)

    # --- Answering -----------------------------------------------------------

    def answer(self, question: Question, *, except_for: Pending) -> Answer:
        """Return a page, a total and counts."""
        request = queries.page_of(question, except_for)
        response = self._execute(request)
        total = response["hits"]["total"]["value"]
        documents = [layout.document_of(one) for one in _sources(response)]
        return Answer(
            documents=documents,
            total=min(total, LIMIT),
            complete=total <= LIMIT,
            counts=_counts(response, (KIND, *question.facet_names)),
            last=_last(response, documents, question),
        )

    def suggest(
        self, question: Question, *, except_for: Pending
    ) -> list[SearchDocument]:
        """Return documents whose names go on as the question begins."""
        request = queries.names_of(question, except_for)
        return [layout.document_of(one) for one in _sources(self._execute(request))]

    def propose_any(
        self, ways: Sequence[Sequence[Term]], *, limit: int, names_only: bool = False
    ) -> Proposal:
        """Return documents that contain all terms of one of the ways."""
        request = queries.any_of(ways, limit=limit + 1, names_only=names_only)
        matches = [_match(one) for one in _sources(self._execute(request))]
        return Proposal(matches[:limit], complete=len(matches) <= limit)

    def propose_similar(
        self, tokens: Sequence[str], *, limit: int, names_only: bool = False
    ) -> Proposal:
        """Return documents that share tokens, best first."""
        if not tokens:
            return Proposal([], complete=True)
        request = queries.similar_to(tokens, limit=limit, names_only=names_only)
        sources = _sources(self._execute(request))
        return Proposal([_match(one) for one in sources], complete=True)

    def load(self, matches: Sequence[Match]) -> dict[tuple[str, str], SearchDocument]:
        """Return the documents of matches by kind and key."""
        names = [layout.uid(match.kind, match.key) for match in matches]
        kept = _sources(self._execute(queries.these(names)))
        found = [layout.document_of(one) for one in kept]
        return {(one.kind, one.key): one for one in found}

    # --- Helpers -------------------------------------------------------------

    def _ask(
        self, request: Callable[[Elasticsearch], _Got], missing: _Got | None = None
    ) -> _Got:
        def asked() -> _Got:
            try:
                return request(self.connection.client)
            except NotFoundError:
                # Nothing was ever indexed: that is no absence of the cluster.
                if missing is None:
                    raise
                return missing

        return self.connection.ask(asked)

    def _execute(self, body: queries.Body) -> Any:  # noqa: ANN401 - a response body
        return self._ask(
            lambda client: (
                client.search(
                    index=f"{self.prefix}-all", body=body, filter_path=_WANTED
                ).body
            )
        )

    def _alias(self, kind: str) -> str:
        return f"{self.prefix}-{kind}"

    def _put(self, client: Elasticsearch, documents: Sequence[SearchDocument]) -> None:
        for kind in {document.kind for document in documents}:
            self._ensure(client, kind)
        self._send(client, (_placed(self._alias(one.kind), one) for one in documents))

    def _remove(self, client: Elasticsearch, kind: str, keys: Sequence[str]) -> None:
        if keys and client.indices.exists_alias(name=self._alias(kind)):
            index = self._alias(kind)
            gone = ({"_op_type": "delete", "_index": index, "_id": key} for key in keys)
            self._send(client, gone)

    def _rebuild(
        self, client: Elasticsearch, kind: str, documents: Iterable[SearchDocument]
    ) -> int:
        fresh = self._create(client, kind)
        try:
            sent = self._fill(client, fresh, documents)
        except BaseException:
            client.indices.delete(index=fresh, ignore_unavailable=True)
            raise
        self._show(client, kind, fresh)
        return sent

    def _fill(
        self, client: Elasticsearch, index: str, documents: Iterable[SearchDocument]
    ) -> int:
        sent = 0
        # The cluster takes one chunk in while the next is made of rows.
        with ThreadPoolExecutor(max_workers=1) as pool:
            on_the_way: Future[int] | None = None
            for chunk in _chunks(documents):
                placed = [_placed(index, document) for document in chunk]
                if on_the_way is not None:
                    on_the_way.result()
                on_the_way = pool.submit(self._send, client, placed, refresh=False)
                sent += len(chunk)
            if on_the_way is not None:
                on_the_way.result()
        client.indices.refresh(index=index)
        held = int(client.count(index=index)["count"])
        if held != sent:
            message = f"{index} holds {held} of {sent} documents"
            raise LookupError(message)
        return sent

    def _send(
        self,
        client: Elasticsearch,
        actions: Iterable[dict[str, Any]],
        *,
        refresh: bool = True,
    ) -> int:
        """Send in bulk; return how many were taken, and log what was refused."""
        patient = client.options(request_timeout=_PATIENT_SECONDS)
        taken = 0
        for done, item in streaming_bulk(
            patient, actions, chunk_size=_CHUNK, refresh=refresh, raise_on_error=False
        ):
            taken += done
            if not done and "delete" not in item:
                log.error("search.document.refused", item=item)
        return taken

    def _ensure(self, client: Elasticsearch, kind: str) -> None:
        if not client.indices.exists_alias(name=self._alias(kind)):
            self._show(client, kind, self._create(client, kind))

    def _create(self, client: Elasticsearch, kind: str) -> str:
        """Make an empty index with the best analysis that the cluster has."""
        index = f"{self._alias(kind)}-{uuid4().hex[:12]}"
        *better, plainest = layout.ANALYSES
        for analysis in better:
            with suppress(BadRequestError):
                return self._create_with(client, index, analysis)
        return self._create_with(client, index, plainest)

    def _create_with(
        self, client: Elasticsearch, index: str, analysis: layout.Analysis
    ) -> str:
        client.indices.create(
            index=index,
            settings=layout.settings(analysis),
            mappings=layout.mappings(analysis),
        )
        return index

    def _analysis(self, client: Elasticsearch) -> str:
        """Return how the indexes read Chinese; a mixture until all are rebuilt."""
        name = f"{self.prefix}-all"
        found = client.indices.get_mapping(index=name, ignore_unavailable=True)
        kept = {one["mappings"]["_meta"]["analysis"] for one in found.values()}
        return ", ".join(sorted(kept)) or "nothing indexed yet"

    def _show(self, client: Elasticsearch, kind: str, index: str) -> None:
        """Let an index answer for its kind, and the one before it no more."""
        alias = self._alias(kind)
        old = self._behind(client, alias)
        names = (alias, f"{self.prefix}-all")
        added = [{"add": {"index": index, "alias": name}} for name in names]
        gone = [{"remove_index": {"index": name}} for name in old]
        client.indices.update_aliases(actions=[*added, *gone])

    def _behind(self, client: Elasticsearch, alias: str) -> list[str]:
        if not client.indices.exists_alias(name=alias):
            return []
        return sorted(client.indices.get_alias(name=alias))


_WANTED = [
    "hits.total.value",
    "hits.hits._source",
    "hits.hits._score",
    "aggregations.*.options.buckets",
]


def _chunks(documents: Iterable[SearchDocument]) -> Iterator[list[SearchDocument]]:
    remaining = iter(documents)
    while chunk := list(islice(remaining, _CHUNK)):
        yield chunk


def _placed(index: str, document: SearchDocument) -> dict[str, Any]:
    return {
        "_op_type": "index",
        "_index": index,
        "_id": document.key,
        "_source": layout.source(document),
    }


def _sources(response: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for hit in response.get("hits", {}).get("hits", ()):
        yield hit["_source"]


def _last(
    response: Mapping[str, Any],
    documents: Sequence[SearchDocument],
    question: Question,
) -> Position | None:
    """Return where the page's last document stands, when more come after it."""
    before = question.start if question.after is None else 0
    total = response["hits"]["total"]["value"]
    is_last = question.after is None and before + len(documents) >= total
    if len(documents) < question.page_size or is_last:
        return None
    score = response["hits"]["hits"][-1].get("_score") or 0
    return Position(int(score), documents[-1].date, documents[-1].url)


def _counts(
    response: Mapping[str, Any], names: Sequence[str]
) -> dict[str, Counter[str]]:
    answers = response.get("aggregations", {})
    counts = {}
    for name in names:
        buckets = answers.get(name, {}).get("options", {}).get("buckets", ())
        counts[name] = Counter({one["key"]: one["doc_count"] for one in buckets})
    return counts


def _match(kept: Mapping[str, Any]) -> Match:
    document = layout.document_of(kept)
    return Match(
        kind=document.kind,
        key=document.key,
        address=document.url,
        facets=document.facets,
        date=document.date,
        folded_title=fold(document.title),
        folded_title_en=document.title_en.casefold(),
        codes=[fold_code(code) for code in document.codes],
        language=document.language,
        boost=document.boost,
    )
