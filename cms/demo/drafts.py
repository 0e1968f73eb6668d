"""How a page of the demonstration is written down: once, in both languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cms.models.base import ContentPage

Block = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """A page's text in one language; ``fields`` are text columns of its type."""

    title: str
    lede: str
    body: Sequence[Block] = ()
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """A page in both languages, with the pages below it.

    ``fields`` are columns that do not depend on the language; ``days_ago``
    dates a piece of news back from the day the demonstration is built.
    """

    kind: type[ContentPage]
    slug: str
    zh: Words
    en: Words
    fields: Mapping[str, Any] = field(default_factory=dict)
    industries: Sequence[str] = ()
    days_ago: int | None = None
    below: Sequence["Draft"] = ()


def heading(text: str) -> Block:
    """Return a section heading."""
    return ("heading", text)


def text(*paragraphs: str) -> Block:
    """Return running text."""
    return ("text", "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs))


def points(*items: str) -> Block:
    """Return a list of points."""
    return ("text", "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>")


def note(title: str, words: str, tone: str = "info") -> Block:
    """Return a remark set apart."""
    return ("note", {"title": title, "text": words, "tone": tone})


def steps(*pairs: tuple[str, str]) -> Block:
    """Return a procedure."""
    return ("steps", {"steps": [{"title": name, "text": how} for name, how in pairs]})


def results(*rows: tuple[str, str, str, str, str]) -> Block:
    """Return figures: name, unit, before, after, how measured."""
    names = ("name", "unit", "before", "after", "how_measured")
    return (
        "results",
        {"results": [dict(zip(names, row, strict=True)) for row in rows]},
    )


def question(asked: str, answer: str) -> Block:
    """Return a question with its answer."""
    return ("question", {"question": asked, "answer": answer})
