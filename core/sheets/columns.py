"""The columns an import expects, found under whatever people call them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import override

from core.sheets.values import Parser, text

_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_DECORATION = re.compile(r"[\s*:_\u200b\ufeff]")


@dataclass(frozen=True)
class SheetColumn:
    """A column: its key, the header our template writes, other headers for it.

    ``parse`` reads a cell (see ``core.sheets.values``). A parser with a
    ``for_header`` method is told the header, so that it may find a unit there.
    """

    key: str
    label: str | Promise
    synonyms: Sequence[str] = ()
    required: bool = False
    parse: Parser = text
    example: str = ""

    @cached_property
    def headers(self) -> frozenset[str]:
        """Every header this column is known by, folded."""
        labels = []
        for language, _name in settings.LANGUAGES:
            with override(language):
                labels.append(str(self.label))
        return frozenset(fold_header(name) for name in (*labels, *self.synonyms))

    def parser_for(self, header: str) -> Parser:
        """Return the parser for cells under ``header``."""
        for_header = getattr(self.parse, "for_header", None)
        return for_header(header) if for_header else self.parse


def fold_header(written: object) -> str:
    """Return a header without spaces, required marks and letter case."""
    half = unicodedata.normalize("NFKC", str(written))
    return _DECORATION.sub("", half).casefold()


def match_header(columns: Sequence[SheetColumn], written: object) -> SheetColumn | None:
    """Return the column a header names, exactly or but for a bracketed remark."""
    if written is None:
        return None
    folded = fold_header(written)
    bare = _BRACKETED.sub("", folded)
    for candidate in dict.fromkeys((folded, bare)):
        for column in columns:
            if candidate and candidate in column.headers:
                return column
    return None


def column_letter(index: int) -> str:
    """Return the spreadsheet's name of the column at ``index`` from 0."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
