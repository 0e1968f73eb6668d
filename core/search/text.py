"""Words as the index keeps them and as people type them.

Every run of Chinese characters becomes its bigrams and its last character, so
that any part of it is found as a phrase of bigrams. Latin words are kept in
lower case. Traditional characters and full-width forms are folded away.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import accumulate, chain
from typing import Final

from opencc import OpenCC
from pypinyin import lazy_pinyin
from pypinyin.seg.mmseg import seg as phrases

CJK: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
MAX_TERMS: Final = 12
MAX_QUERY: Final = 200
_RUNS = re.compile(rf"([{CJK}]+)|([^\W_{CJK}]+)")
# A code point without a letter yet; databases take it for a separator.
_UNASSIGNED: Final = "Cn"
_PINYIN_SYLLABLES: Final = 10
_MAX_TOKEN: Final = 60
# More letters than all of Chinese that is written today.
_MOST_FOLDED: Final = 50_000
_ASKING_CHINESE = re.compile(
    "请问|怎么样|怎么|怎样|如何|什么时候|什么|多久|多长时间|多少|哪些|哪个|哪里|哪家|在哪|"
    "谁|是不是|是否|有没有|能不能|可不可以|需要|应该|必须|可以|为什么|吗|呢|的|了|要|我|我们"
)
_ENGLISH = (
    "a an and any anything are at be been by can did do does for from has have how i "
    "if in is it long many may me must my need of often on or should some that the "
    "there this to us was we were what when where which who why with you your"
)
_ASKING_ENGLISH: Final = frozenset(_ENGLISH.split())
_QUESTION = re.compile(
    "请问|怎么|怎样|如何|什么|何时|多久|多长|多少|哪|谁|是不是|是否|能不能|可不可以|吗|呢|"
    r"^\s*(?:how|what|when|where|which|who|why|do|does|is|are|can|may|must|should)\b"
)
# People turn «Decree No. 38» round: 38号令 is written 令第38号.
_DECREE = re.compile(r"第?(\d+)号令")
# A year and a serial in any brackets, or letters and digits joined by dashes.
_NUMBER = re.compile(
    r"[〔\[(【]\s*\d{4}\s*[〕\])】]\s*第?\d+号?|[a-z\d]+(?:[-–—/_][a-z\d]+)*"
)
_LONG_PLURAL: Final = 5


class TermKind(StrEnum):
    """How a term is looked up."""

    PHRASE = "phrase"
    CHARACTER = "character"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Term:
    """One thing every hit must contain; ``tokens`` hold letters and digits only."""

    kind: TermKind
    text: str
    tokens: tuple[str, ...]

    @property
    def is_prefix(self) -> bool:
        """Whether the (one) token may be continued."""
        long_enough = len(self.text) > 1
        return self.kind == TermKind.CHARACTER or (
            self.kind == TermKind.WORD and long_enough
        )


def fold(text: str) -> str:
    """Return text in simplified characters, half width and lower case."""
    return text.translate(_folded)


def fold_with_origins(text: str) -> tuple[str, Sequence[int]]:
    """Return the folded text and, for each of its letters, where it comes from.

    A letter may become several or none.
    """
    folded = fold(text)
    if _uneven.isdisjoint(text):
        return folded, range(len(text))
    each = [fold(letter) for letter in text]
    return folded, [place for place, letters in enumerate(each) for _one in letters]


class _Folded(dict[int, str]):
    """What letters are searched as, by code point, worked out when first met."""

    def __missing__(self, code_point: int) -> str:
        folded = _folded_letter(chr(code_point))
        if len(folded) != 1:
            _uneven.add(chr(code_point))
        if len(self) < _MOST_FOLDED:
            self[code_point] = folded
        return folded


_folded = _Folded()
# Letters met that do not become exactly one letter.
_uneven: set[str] = set()


def _folded_letter(letter: str) -> str:
    if unicodedata.category(letter) == _UNASSIGNED:
        return " "
    half = unicodedata.normalize("NFKC", letter).casefold()
    return half if half.isascii() else str(_converter().convert(half))


def index_tokens(text: str) -> list[str]:
    """Return the tokens under which a text is found, in order."""
    tokens: list[str] = []
    for chinese, word in _RUNS.findall(fold(text)):
        if chinese:
            tokens += _bigrams(chinese)
            tokens.append(chinese[-1])
        else:
            tokens.append(word[:_MAX_TOKEN])
    return tokens


def query_terms(query: str) -> list[Term]:
    """Return what a hit must contain; what is not a letter or digit separates."""
    terms: dict[tuple[str, ...], Term] = {}
    for chinese, word in _RUNS.findall(_asked(query)):
        term = _chinese_term(chinese) if chinese else _word_term(word)
        terms.setdefault(term.tokens, term)
    return list(terms.values())[:MAX_TERMS]


def pinyin_tokens(text: str) -> list[str]:
    """Return pinyin of a name from each of its syllables on, full and initials."""
    tokens: dict[str, None] = {}
    for chinese, _word in _RUNS.findall(fold(text)):
        parts = map(_syllables, phrases.cut(chinese))
        syllables = list(chain.from_iterable(parts))
        starts = [0, *accumulate(map(len, syllables))]
        full, initials = "".join(syllables), "".join(one[0] for one in syllables)
        for first, start in enumerate(starts[:-1]):
            last = min(first + _PINYIN_SYLLABLES, len(syllables))
            tokens[full[start : min(starts[last], start + _MAX_TOKEN)]] = None
            tokens[initials[first:last]] = None
    return list(tokens)


@lru_cache(maxsize=50_000)
def _syllables(phrase: str) -> tuple[str, ...]:
    return tuple(part for part in lazy_pinyin(phrase) if part.isascii())


def fold_code(code: str) -> str:
    """Return a number or code without punctuation, brackets and case."""
    return "".join(words(fold(code)))


def similarity(query: str, name: str) -> float:
    """Return the share of a query's bigrams and words that a name contains."""
    wanted = set(_pieces(query))
    return len(wanted & set(_pieces(name))) / len(wanted) if wanted else 0.0


def loose_tokens(query: str) -> list[str]:
    """Return single tokens of which a similar name has some."""
    return list(dict.fromkeys(_pieces(query[:MAX_QUERY])))[:40]


def question_tokens(query: str) -> list[str]:
    """Return the tokens of a question without the words that only ask."""
    folded = _ASKING_CHINESE.sub(" ", _asked(query))
    found = [one for one in loose_tokens(folded) if one not in _ASKING_ENGLISH]
    return list(dict.fromkeys(_singular(token) for token in found))


def is_question(query: str) -> bool:
    """Return whether somebody asks in a sentence."""
    return _QUESTION.search(fold(query[:MAX_QUERY])) is not None


def numbers(query: str) -> list[str]:
    """Return the numbers in a query, folded as codes are."""
    found = _NUMBER.findall(_asked(query))
    return [fold_code(one) for one in found if any(map(str.isdigit, one))]


def coverage(tokens: Sequence[str], text: str) -> float:
    """Return the share of tokens that a text contains, Latin words by beginnings."""
    folded = fold(text)
    found = sum(_holds(folded, token) for token in tokens)
    return found / len(tokens) if tokens else 0.0


def words(folded: str) -> list[str]:
    """Return the runs of Chinese characters and the words of a folded text."""
    return [chinese or word for chinese, word in _RUNS.findall(folded)]


def searchable(text: str) -> str:
    """Return a text's runs of letters and digits, folded, with blanks between."""
    return " ".join(words(fold(text)))


def word_start(text: str, beginning: str) -> int:
    """Return where in folded text a Latin word begins so, or -1."""
    place = text.find(beginning)
    while place > 0 and text[place - 1].isascii() and text[place - 1].isalnum():
        place = text.find(beginning, place + 1)
    return place


def _pieces(text: str) -> Iterator[str]:
    for chinese, word in _RUNS.findall(fold(text)):
        if len(chinese) > 1:
            yield from _bigrams(chinese)
        elif chinese or word:
            yield chinese or word[:_MAX_TOKEN]


def _chinese_term(run: str) -> Term:
    if len(run) == 1:
        return Term(TermKind.CHARACTER, run, (run,))
    return Term(TermKind.PHRASE, run, tuple(_bigrams(run)))


def _word_term(word: str) -> Term:
    token = _singular(word[:_MAX_TOKEN])
    return Term(TermKind.WORD, token, (token,))


def _asked(query: str) -> str:
    return _DECREE.sub(r" 令第\1号 ", fold(query[:MAX_QUERY]))


def _singular(word: str) -> str:
    # A beginning is asked for, so that the singular finds the plural too.
    plural = word.isascii() and word.isalpha() and word.endswith("s")
    short = len(word) < _LONG_PLURAL or word.endswith("ss")
    return word if short or not plural else word[:-1]


def _holds(folded: str, token: str) -> bool:
    return word_start(folded, token) >= 0 if token.isascii() else token in folded


def _bigrams(run: str) -> Iterable[str]:
    return [run[index : index + 2] for index in range(len(run) - 1)]


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
