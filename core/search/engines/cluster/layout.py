"""How documents lie in the cluster: fields, analyzers, names of indexes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from core.search.documents import MAX_BODY, MAX_TITLE, SearchDocument, digest
from core.search.names import endings
from core.search.questions import YEAR
from core.search.text import (
    fold,
    fold_code,
    pinyin_tokens,
    searchable,
)

_LONGEST_KEYWORD: Final = 200
_LONGEST_ADDRESS: Final = 400
_KEPT: Final = ("uid", "shown", "digest", "facets", "day", "visible_until")


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a cluster can do with Chinese text.

    ``bigrams``: it makes bigrams of Chinese runs; ``words``: the name of its
    tokenizer for words, or empty.
    """

    bigrams: bool
    words: str

    @property
    def label(self) -> str:
        """A short description for operators."""
        parts = ["cjk_bigram" if self.bigrams else "standard"]
        return "+".join([*parts, self.words or "shingle"])


# From the best down to what every node has; the first that a cluster takes is used.
ANALYSES: Final = (
    Analysis(bigrams=True, words="ik_max_word"),
    Analysis(bigrams=True, words="smartcn_tokenizer"),
    Analysis(bigrams=True, words=""),
    Analysis(bigrams=False, words=""),
)


def settings(analysis: Analysis) -> dict[str, Any]:
    """Return the settings of an index."""
    pairs = ["lowercase", "cjk_bigram"] if analysis.bigrams else ["lowercase"]
    return {
        "number_of_shards": 1,
        "number_of_replicas": 0,
        "auto_expand_replicas": "0-1",
        "analysis": {
            "filter": {"pairs": {"type": "shingle", "max_shingle_size": 2}},
            "analyzer": {
                "runs": {"tokenizer": "standard", "filter": pairs},
                "characters": {"tokenizer": "standard", "filter": ["lowercase"]},
                "words": {
                    "tokenizer": analysis.words or "standard",
                    "filter": ["lowercase", *([] if analysis.words else ["pairs"])],
                },
            },
        },
    }


def mappings(analysis: Analysis) -> dict[str, Any]:
    """Return the fields of an index; ``shown`` is kept as it is, unsearched."""
    text = {
        "type": "text",
        "analyzer": "runs",
        "fields": {
            "characters": {"type": "text", "analyzer": "characters"},
            "words": {"type": "text", "analyzer": "words"},
        },
    }
    keyword = {"type": "keyword", "ignore_above": _LONGEST_KEYWORD}
    return {
        "dynamic": "strict",
        "_meta": {"analysis": analysis.label},
        "_source": {"includes": list(_KEPT)},
        "properties": {
            "uid": keyword,
            "address": {"type": "keyword", "ignore_above": _LONGEST_ADDRESS},
            "kind": keyword,
            "language": keyword,
            "name": text,
            "exact": {"type": "keyword", "ignore_above": MAX_TITLE},
            "body": text,
            "codes": keyword,
            "ends": {"type": "keyword", "ignore_above": MAX_TITLE},
            "code_runs": text,
            "pinyin": keyword,
            "day": {"type": "date"},
            "visible_until": {"type": "date"},
            "boost": {"type": "integer"},
            "digest": {**keyword, "index": False},
            "facets": {"type": "object", "dynamic": "true"},
            "shown": {"type": "object", "enabled": False},
        },
        "dynamic_templates": [
            {"facets": {"path_match": "facets.*", "mapping": keyword}}
        ],
    }


def source(document: SearchDocument) -> dict[str, Any]:
    """Return what is sent to the cluster for a document."""
    title, body = document.title[:MAX_TITLE], document.body[:MAX_BODY]
    codes = [code for code in document.codes if code]
    names = f"{title} {document.title_en[:MAX_TITLE]}"
    return {
        "uid": uid(document.kind, document.key),
        "address": document.url,
        "kind": document.kind,
        "language": document.language,
        "name": searchable(names),
        "exact": fold(title).strip(),
        "ends": endings(fold(title).strip()),
        "body": searchable(f"{body}\n{document.body_en[:MAX_BODY]}"),
        "codes": [fold_code(code)[:_LONGEST_KEYWORD] for code in codes],
        "code_runs": [searchable(code) for code in codes],
        "pinyin": pinyin_tokens(title),
        "day": document.date,
        "visible_until": document.visible_until,
        "boost": document.boost,
        "digest": digest(document),
        "facets": {**_lists(document.facets), YEAR: _year(document)},
        "shown": _shown(document),
    }


def document_of(kept: Mapping[str, Any]) -> SearchDocument:
    """Return the document that a source was made of, as far as it was asked for."""
    shown, (kind, key) = kept["shown"], kept["uid"].split(":", 1)
    facets = {
        name: keys for name, keys in kept.get("facets", {}).items() if name != YEAR
    }
    return SearchDocument(
        kind=kind,
        key=key,
        facets=facets,
        date=_day(kept.get("day")),
        visible_until=_day(kept.get("visible_until")),
        **shown,
    )


def uid(kind: str, key: str) -> str:
    """Return the name of a document within all kinds."""
    return f"{kind}:{key}"


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _shown(document: SearchDocument) -> dict[str, Any]:
    return {
        "title": document.title[:MAX_TITLE],
        "title_en": document.title_en[:MAX_TITLE],
        "body": document.body[:MAX_BODY],
        "body_en": document.body_en[:MAX_BODY],
        "url": document.url,
        "codes": list(document.codes),
        "boost": document.boost,
        "language": document.language,
    }


def _lists(facets: Mapping[str, Any]) -> dict[str, list[str]]:
    return {name: list(keys) for name, keys in facets.items()}


def _year(document: SearchDocument) -> list[str]:
    return [str(document.date.year)] if document.date else []
