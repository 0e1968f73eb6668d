"""Invented names.

Brand words are built from two short lists of characters that no known body of
the province combines this way; people bear rare double surnames with given
names from the same lists. A test keeps them apart from well-known names.
"""

from collections.abc import Iterator
from itertools import product

from pypinyin import lazy_pinyin

FIRST = "澄砚棠岫沅筠霁珩翎黛"
SECOND = "岚禾屿笙璟澍芃昀珏璇"
SURNAMES = (
    *("闻人", "司徒", "端木", "皇甫", "欧阳", "上官", "令狐", "慕容", "尉迟", "长孙"),
    *("公孙", "轩辕", "东方", "夏侯", "诸葛", "申屠", "宇文", "钟离", "淳于", "南宫"),
)


def brands() -> Iterator[str]:
    """Yield the invented brand words, each once, in a fixed order."""
    # Diagonals, so that neighbours differ in both characters.
    size = len(FIRST)
    for shift, index in product(range(size), range(size)):
        yield FIRST[index] + SECOND[(index + shift) % size]


def people() -> Iterator[str]:
    """Yield invented people's names, each once, in a fixed order."""
    given = list(brands())
    for shift, surname in product(range(len(given)), SURNAMES):
        place = SURNAMES.index(surname)
        yield surname + given[(shift * 7 + place * 13) % len(given)]


def in_latin(chinese: str) -> str:
    """Return a name in pinyin, as one capitalised word."""
    return "".join(lazy_pinyin(chinese)).capitalize()


def person_in_latin(name: str) -> str:
    """Return a double-surname name in pinyin: given name last."""
    return f"{in_latin(name[:2])} {in_latin(name[2:])}"
