"""Judged queries: what a careful reader of the field would want to find.

The files in ``judgements/`` are data; each is a group of queries. ``best``, ``good``
and ``fair`` name what deserves 3, 2 and 1, ``never`` what must not be among the
hits, and ``nothing`` says that there must be none. A reference is a kind and, with
``*`` for any letters, a title, a number, a credit code or the last part of an
address.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from core.search import SearchDocument

FOLDER = Path(__file__).parent / "judgements"
GRADES = {"best": 3, "good": 2, "fair": 1}
Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one query should bring its reader."""

    group: str
    asked: str
    reader: str
    wanted: Mapping[str, int]
    never: Sequence[str]
    nothing: bool

    def grades(self, documents: Sequence[SearchDocument]) -> dict[Name, int]:
        """Return the grade of each document the reader could be glad of."""
        grades: dict[Name, int] = {}
        for reference, grade in self.wanted.items():
            for one in self._meant(reference, documents):
                grades[one] = max(grade, grades.get(one, 0))
        return grades

    def unwanted(self, documents: Sequence[SearchDocument]) -> set[Name]:
        """Return what must not be among the hits."""
        return {one for other in self.never for one in self._meant(other, documents)}

    def _meant(
        self, reference: str, documents: Sequence[SearchDocument]
    ) -> Iterator[Name]:
        for one in documents:
            if one.language in {"", self.reader} and is_meant(reference, one):
                yield one.kind, one.key


def is_meant(reference: str, document: SearchDocument) -> bool:
    """Return whether a reference means this document."""
    kind, pattern = reference.split(" ", 1)
    names = [document.title, *document.codes, document.url.rstrip("/").split("/")[-1]]
    return kind == document.kind and any(fnmatchcase(one, pattern) for one in names)


def judgements() -> list[Judgement]:
    """Return every judged query, group by group."""
    return [
        _judgement(path.stem, row)
        for path in sorted(FOLDER.glob("*.toml"))
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["judged"]
    ]


def _judgement(group: str, row: Mapping[str, object]) -> Judgement:
    return Judgement(
        group=group,
        asked=row["asked"],
        reader=row.get("reader", "zh-hans"),
        wanted={
            one: grade for key, grade in GRADES.items() for one in row.get(key, ())
        },
        never=row.get("never", ()),
        nothing=row.get("nothing", False),
    )
