"""The order of hits: a rule anybody can follow, the same on every engine.

First the very thing asked for: its number, its name, a company's name that begins so,
a company's name that ends so (people leave out the place before it and the legal form
behind it), any other name that begins so. Then by the places where the terms stand
times the document's weight, then the newest.
How rare a word is decides nothing: every hit contains every term.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from core.search.engines.base import Match
from core.search.names import ends_so, is_company, plain
from core.search.text import Term, TermKind, fold, fold_code, pinyin_tokens, word_start

# What a term counts in a name, in a number, in the pinyin of a name, in a text.
NAME, CODE, PINYIN, BODY = 10, 8, 4, 1
# What being the very thing asked for counts: more than any sum of the others.
SAME_CODE, SAME_NAME, SAME_START = 30_000, 20_000, 10_000
COMPANY_START, COMPANY_END = 17_000, 15_000
_NEVER: Final = date.min


def ranked(
    matches: Sequence[Match], query: str, terms: Sequence[Term], sort: str
) -> list[Match]:
    """Return matches in the order asked for."""
    newest_first = sorted(sorted(matches, key=_name), key=_day, reverse=True)
    if sort == "oldest":
        undated = [match for match in newest_first if match.date is None]
        dated = [match for match in sorted(matches, key=_name) if match.date]
        return sorted(dated, key=_day) + undated
    if sort == "newest" or not terms:
        return newest_first
    name, code = fold(query).strip(), fold_code(query)
    scores = {_name(match): _score(match, name, code, terms) for match in matches}
    return sorted(newest_first, key=lambda match: -scores[_name(match)])


def _score(match: Match, name: str, code: str, terms: Sequence[Term]) -> int:
    places = sum(_place(match, term) for term in terms)
    return _step(match, name, code) + places * match.boost


def _step(match: Match, name: str, code: str) -> int:
    if code and code in match.codes:
        return SAME_CODE
    if name and match.folded_title == name:
        return SAME_NAME
    begins = bool(name) and match.folded_title.startswith(name)
    if begins and is_company(match.folded_title):
        return COMPANY_START
    if ends_so(match.folded_title, plain(name)):
        return COMPANY_END
    return SAME_START if begins else 0


def _place(match: Match, term: Term) -> int:
    if _stands_in(match.folded_title, term) or _stands_in(match.folded_title_en, term):
        return NAME
    if any(term.text in code for code in match.codes):
        return CODE
    if term.kind == TermKind.WORD and _sounds_in(match.folded_title, term.text):
        return PINYIN
    return BODY


def _stands_in(text: str, term: Term) -> bool:
    if term.kind == TermKind.WORD:
        return word_start(text, term.text) >= 0
    return term.text in text


@lru_cache(maxsize=20_000)
def _sounds(title: str) -> tuple[str, ...]:
    return tuple(pinyin_tokens(title))


def _sounds_in(title: str, text: str) -> bool:
    return text.isascii() and any(one.startswith(text) for one in _sounds(title))


def _name(match: Match) -> str:
    return f"{match.kind}:{match.key}"


def _day(match: Match) -> date:
    return match.date or _NEVER
