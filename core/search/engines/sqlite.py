"""Tokens in an FTS5 table."""

from collections.abc import Sequence
from typing import Any

from core.search.engines.embedded import EntryTokens
from core.search.text import Term

TABLE = "core_search_tokens"
# How much a hit in title, codes, pinyin and body weighs.
_RANK = f"-bm25({TABLE}, 10.0, 8.0, 4.0, 1.0)"


class SqliteTokens:
    """Keeps tokens in an FTS5 table whose row ids are those of the entries."""

    address = "e.url"

    def put(self, cursor: Any, tokens: Sequence[EntryTokens]) -> None:  # noqa: ANN401
        """Replace the tokens of entries."""
        cursor.executemany(
            f"DELETE FROM {TABLE} WHERE rowid = %s",  # noqa: S608 - our own name
            [(entry.entry_id,) for entry in tokens],
        )
        cursor.executemany(
            f"INSERT INTO {TABLE} (rowid, title, codes, pinyin, body) "  # noqa: S608
            "VALUES (%s, %s, %s, %s, %s)",
            [_row(entry) for entry in tokens],
        )

    def matching(
        self, ways: Sequence[Sequence[Term]], *, names_only: bool
    ) -> tuple[str, list[Any]]:
        """Return a query for entries that contain all terms of one of the ways."""
        each = [" AND ".join(_expression(term) for term in way) for way in ways]
        expression = " OR ".join(f"({one})" for one in each)
        if names_only:
            expression = f"{{title codes pinyin}} : ({expression})"
        return _source(), [expression]

    def similar(
        self, tokens: Sequence[str], *, names_only: bool
    ) -> tuple[str, list[Any]]:
        """Return a query for entries that hold any of the tokens."""
        either = " OR ".join(_loose(token) for token in tokens)
        return _source(), [f"{{title codes}} : ({either})" if names_only else either]


def _source() -> str:
    return f"SELECT rowid AS id, {_RANK} AS score FROM {TABLE} WHERE {TABLE} MATCH %s"  # noqa: S608


def _expression(term: Term) -> str:
    # Tokens consist of letters and digits, so quoting them is safe.
    phrase = " ".join(term.tokens)
    return f'"{phrase}" *' if term.is_prefix else f'"{phrase}"'


def _loose(token: str) -> str:
    # A Latin word is found by its beginning, as everywhere.
    return f'"{token}" *' if token.isascii() else f'"{token}"'


def _row(entry: EntryTokens) -> tuple[Any, ...]:
    columns = (entry.title, entry.codes, entry.pinyin, entry.body)
    return (entry.entry_id, *(" ".join(tokens) for tokens in columns))
