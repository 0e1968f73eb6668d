"""Names of companies, and what people leave out of them or add."""

import re
from functools import lru_cache
from typing import Final

from core.search.text import Term, TermKind, pinyin_tokens, query_terms

# The longest first: an ending is left aside whole.
_LEGAL_FORMS: Final = (
    *("有限责任公司", "股份有限公司", "集团有限公司", "有限公司", "集团公司"),
    *("总公司", "集团", "公司", "总厂", "厂"),
)
_ENDING: Final = re.compile(rf"(?:{'|'.join(_LEGAL_FORMS)})+$")
_ENGLISH = "co company corp corporation group inc limited ltd"
_ENGLISH_FORMS: Final = frozenset(_ENGLISH.split())
_FEWEST_LETTERS: Final = 2


def plain(folded: str) -> str:
    """Return a folded name without the legal form at its end, if a name remains."""
    bare = _ENDING.sub("", folded)
    return bare if len(bare) >= _FEWEST_LETTERS else folded


def is_company(folded: str) -> bool:
    """Return whether a folded name ends in a legal form."""
    return plain(folded) != folded


def endings(folded: str) -> list[str]:
    """Return what a company's name ends in, its legal form left aside, and sounds."""
    name = plain(folded)
    if name == folded:
        return []
    ends = [name[start:] for start in range(len(name) - _FEWEST_LETTERS + 1)]
    return [*ends, *_sounds(name)]


def ends_so(folded: str, asked: str) -> bool:
    """Return whether ``asked`` is among the endings of a company's name."""
    name = plain(folded)
    if name == folded or len(asked) < _FEWEST_LETTERS:
        return False
    return name.endswith(asked) or (asked.isascii() and asked in _sounds(name))


def plain_terms(terms: list[Term]) -> list[Term]:
    """Return terms without legal forms, where something else remains."""
    bare = [_plain_term(term) for term in terms if term.text not in _ENGLISH_FORMS]
    return bare or terms


@lru_cache(maxsize=20_000)
def _sounds(name: str) -> frozenset[str]:
    return frozenset(pinyin_tokens(name))


def _plain_term(term: Term) -> Term:
    if term.kind != TermKind.PHRASE:
        return term
    (bare,) = query_terms(plain(term.text))
    return bare
