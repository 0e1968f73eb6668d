"""Tokens in a tsvector column."""

from collections.abc import Iterable, Sequence
from typing import Any

from core.search.engines.embedded import EntryTokens
from core.search.text import Term

# Weights of body, pinyin, codes and title, in the order PostgreSQL wants.
_WEIGHTS = "'{0.1, 0.4, 0.8, 1.0}'"
_LAST_POSITION = 16_383
# Phrases do not run from one place into the next.
_GAP = 8


class PostgresqlTokens:
    """Keeps tokens in a column that PostgreSQL indexes."""

    address = 'e.url COLLATE "C"'

    def put(self, cursor: Any, tokens: Sequence[EntryTokens]) -> None:  # noqa: ANN401
        """Replace the tokens of entries."""
        cursor.executemany(
            "UPDATE core_searchentry SET tokens = %s::tsvector WHERE id = %s",
            [(_vector(entry), entry.entry_id) for entry in tokens],
        )

    def matching(
        self, ways: Sequence[Sequence[Term]], *, names_only: bool
    ) -> tuple[str, list[Any]]:
        """Return a query for entries that contain all terms of one of the ways."""
        weights = "ABC" if names_only else ""
        each = [" & ".join(_expression(term, weights) for term in way) for way in ways]
        expression = " | ".join(f"({one})" for one in each)
        return _source(), [expression, expression]

    def similar(
        self, tokens: Sequence[str], *, names_only: bool
    ) -> tuple[str, list[Any]]:
        """Return a query for entries that hold any of the tokens."""
        weights = "AB" if names_only else ""
        expression = " | ".join(_loose(token, weights) for token in tokens)
        return _source(), [expression, expression]


def _source() -> str:
    return (
        f"SELECT id, ts_rank({_WEIGHTS}, tokens, %s::tsquery, 1) AS score "  # noqa: S608
        "FROM core_searchentry WHERE tokens @@ %s::tsquery"
    )


def _expression(term: Term, weights: str) -> str:
    # Tokens consist of letters and digits, so quoting them is safe.
    label = ("*" if term.is_prefix else "") + weights
    mark = f":{label}" if label else ""
    phrase = " <-> ".join(f"'{token}'{mark}" for token in term.tokens)
    return f"({phrase})"


def _loose(token: str, weights: str) -> str:
    # A Latin word is found by its beginning, as everywhere.
    label = ("*" if token.isascii() else "") + weights
    return f"'{token}':{label}" if label else f"'{token}'"


def _vector(entry: EntryTokens) -> str:
    parts: list[str] = []
    position = 1
    places: Iterable[tuple[str, list[str]]] = (
        ("A", entry.title),
        ("B", entry.codes),
        ("C", entry.pinyin),
        ("D", entry.body),
    )
    for weight, tokens in places:
        for token in tokens:
            parts.append(f"'{token}':{min(position, _LAST_POSITION)}{weight}")
            position += 1
        position += _GAP
    return " ".join(parts)
