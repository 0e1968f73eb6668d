"""One slip of the pen: a wrong letter, a missing, a doubled, two swapped.

A slip spoils at most two neighbouring characters; so the parts before and after
any such two are asked for, and what is found is measured. Numbers are not guessed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from pypinyin import lazy_pinyin

from core.search.text import Term, TermKind, pinyin_tokens, query_terms, words

_SHORTEST: Final = {TermKind.PHRASE: 3, TermKind.WORD: 5}
_LONGEST: Final = 20
# Of so many letters either neighbour may be spoilt and two are still left.
_PAIRS_FROM: Final = 4
_SURE_START: Final = 3
_MOST_MEANT: Final = 5
_LIKELY, _POSSIBLE = 0, 1


def alternatives(terms: Sequence[Term]) -> list[list[Term]]:
    """Return what a name must contain if one of the terms holds a slip."""
    ways = []
    for place, term in enumerate(terms):
        others = [*terms[:place], *terms[place + 1 :]]
        ways += [[*others, *kept] for kept in _kept(term)]
    return [way for way in ways if way]


def meant(terms: Sequence[Term], names: Iterable[str]) -> list[list[Term]]:
    """Return the terms that may have been meant, judged by folded names.

    Letters left out, doubled or swapped and characters that sound alike are
    likelier than others: if there is any such reading, only such count. The more
    names bear it, the further to the front it stands.
    """
    found: Counter[tuple[int, tuple[Term, ...]]] = Counter()
    for name in names:
        found.update(set(_readings(terms, name)))
    likely = min((how for how, _reading in found), default=_LIKELY)
    best = [(reading, n) for (how, reading), n in found.items() if how == likely]
    best.sort(key=lambda one: (-one[1], [term.text for term in one[0]]))
    return [list(reading) for reading, _count in best[:_MOST_MEANT]]


def _kept(term: Term) -> Iterator[list[Term]]:
    """Return the terms that are left of one when a slip has spoilt the rest."""
    if not _may_slip(term):
        return
    text = term.text
    if term.kind == TermKind.PHRASE:
        width = 2 if len(text) >= _PAIRS_FROM else 1
        for start in range(len(text) - width + 1):
            yield query_terms(f"{text[:start]} {text[start + width :]}")
        return
    yield query_terms(text[: max(_SURE_START, len(text) // 3)])
    for start in range(len(text) // 3 + 1):
        yield query_terms(text[:start] + text[start + 1 :])
        yield query_terms(_swapped(text, start))


def _may_slip(term: Term) -> bool:
    least = _SHORTEST.get(term.kind, _LONGEST + 1)
    has_number = any(letter.isdigit() for letter in term.text)
    return least <= len(term.text) <= _LONGEST and not has_number


def _readings(
    terms: Sequence[Term], name: str
) -> Iterator[tuple[int, tuple[Term, ...]]]:
    for place, term in enumerate(terms):
        others = [*terms[:place], *terms[place + 1 :]]
        if _may_slip(term) and all(other.text in name for other in others):
            for text in _pieces(term, name):
                if (how := _slip(term.text, text)) is not None:
                    (reading,) = query_terms(text)
                    yield how, (*terms[:place], reading, *terms[place + 1 :])


def _pieces(term: Term, name: str) -> Iterator[str]:
    """Return what in a name may have been meant, about as long as what was asked."""
    lengths = range(len(term.text) - 1, len(term.text) + 2)
    if term.kind == TermKind.PHRASE:
        for run in words(name):
            for length in lengths:
                for start in range(len(run) - length + 1):
                    yield run[start : start + length]
        return
    for word in (*words(name), *_sounds(name)):
        if word.isascii():
            yield from (word[:length] for length in lengths if len(word) >= length)


def _slip(asked: str, text: str) -> int | None:
    """Return how likely one slip turned ``text`` into what was asked, or None."""
    if asked == text:
        return None
    start = _shared(asked, text)
    match len(asked) - len(text):
        case 1 if asked[start + 1 :] == text[start:]:
            doubled = start > 0 and asked[start] == asked[start - 1]
            inside = 0 < start < len(asked) - 1
            return _LIKELY if doubled else _POSSIBLE if inside else None
        case -1 if asked[start:] == text[start + 1 :]:
            return _LIKELY if 0 < start < len(asked) else None
        case 0 if _swapped(asked, start) == text:
            return _LIKELY
        case 0 if asked[start + 1 :] == text[start + 1 :]:
            return _LIKELY if _sound(asked[start]) == _sound(text[start]) else _POSSIBLE
    return None


def _shared(one: str, other: str) -> int:
    """Return how many letters two words begin with alike."""
    pairs = zip(one, other, strict=False)
    return next(
        (place for place, (a, b) in enumerate(pairs) if a != b),
        min(len(one), len(other)),
    )


def _swapped(text: str, start: int) -> str:
    return text[:start] + text[start : start + 2][::-1] + text[start + 2 :]


@lru_cache(maxsize=5_000)
def _sound(letter: str) -> str:
    return str(lazy_pinyin(letter)[0])


@lru_cache(maxsize=5_000)
def _sounds(name: str) -> tuple[str, ...]:
    return tuple(pinyin_tokens(name))
