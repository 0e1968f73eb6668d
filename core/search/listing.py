"""The search's way of reading words, for lists that know more of their rows."""

from django.db.models import BigIntegerField, Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from core.models.search import SearchEntry, SearchOutboxEntry
from core.search.engines import EMBEDDED, embedded_engine
from core.search.text import query_terms


def named(kind: str, words: str, *, row: str = "pk", in_text: bool = False) -> Q:
    """Return that a row's document has the words in its names, numbers or pinyin.

    They are read as in a search: in traditional characters, full width, pinyin or
    initials, numbers with any brackets; ``in_text`` looks in the text as well. The
    database is asked, whichever engine answers searches. What a document says that
    waits to be indexed counts for nothing. ``row`` is the way from what is listed to
    the row that has a document.
    """
    terms = query_terms(words)
    if not terms:
        return Q((f"{row}__in", []))
    store = embedded_engine().store
    source, params = store.matching([terms], names_only=not in_text)
    matching = RawSQL(f"SELECT id FROM ({source}) matching", params)  # noqa: S608, S611
    waiting = SearchOutboxEntry.objects.filter(
        engine=EMBEDDED, kind=kind, object_key=OuterRef("object_key")
    )
    found = SearchEntry.objects.filter(~Exists(waiting), kind=kind, pk__in=matching)
    key = Cast("object_key", BigIntegerField())
    return Q((f"{row}__in", found.annotate(row_key=key).values("row_key")))
