"""The order of hits: a rule anybody can follow, the same on every engine.

First the very thing asked for: its number, its name, a company's name that begins so,
a company's name that ends so (people leave out the place before it and the legal form
behind it), any other name that begins so. Then by the places where the terms stand
times the document's weight, then the newest, at last by address.
How rare a word is decides nothing: every hit contains every term.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from core.search.engines.base import Match
from core.search.names import ends_so, is_company, plain
from core.search.questions import SORTS, Position, order_of
from core.search.text import Term, TermKind, fold, fold_code, pinyin_tokens, word_start

# What a term counts in a name, in a number, in the pinyin of a name, in a text.
NAME, CODE, PINYIN, BODY = 10, 8, 4, 1
# What being the very thing asked for counts: more than any sum of the others.
SAME_CODE, SAME_NAME, SAME_START = 30_000, 20_000, 10_000
COMPANY_START, COMPANY_END = 17_000, 15_000


class Order:
    """The order that one question puts matches in."""

    def __init__(self, query: str, terms: Sequence[Term], sort: str) -> None:
        """Take what was asked; ``sort`` is one of SORTS."""
        self._name, self._code = fold(query).strip(), fold_code(query)
        self._terms = terms
        self._sort = order_of(sort, terms)

    def sorted(self, matches: Iterable[Match]) -> list[Match]:
        """Return matches in order."""
        return sorted(matches, key=self._key)

    def after(self, in_order: Iterable[Match], last: Position) -> list[Match]:
        """Return those of the matches in order that come after a position."""
        before = self._place(last)
        return [match for match in in_order if self._key(match) > before]

    def position(self, match: Match) -> Position:
        """Return where a match stands."""
        by_score = self._sort == SORTS[0]
        score = _score(match, self._name, self._code, self._terms) if by_score else 0
        return Position(score, match.date, match.address)

    def _key(self, match: Match) -> tuple[int, int, str]:
        return self._place(self.position(match))

    def _place(self, position: Position) -> tuple[int, int, str]:
        day, oldest_first = position.day, self._sort == "oldest"
        # What has no day comes last either way.
        by_day = (day or date.max if oldest_first else day or date.min).toordinal()
        return (-position.score, by_day if oldest_first else -by_day, position.address)


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
