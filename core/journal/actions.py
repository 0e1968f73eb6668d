"""The vocabulary of the journal: every action with the sentence that shows it."""

import re
from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from django.db import models
from django.utils.functional import Promise

from core.templatetags.portal import day

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_sentences: dict[str, str | Promise] = {}
_choices: dict[str, dict[str, type[models.TextChoices]]] = {}
_Actions = TypeVar("_Actions", bound=type[models.TextChoices])


class _Facts(dict[str, object]):
    """Facts for a sentence; one that an old entry lacks shows as a dash."""

    def __missing__(self, key: str) -> str:
        return "—"


def declares_actions(actions: _Actions) -> _Actions:
    """Class decorator: enter the members of a TextChoices into the vocabulary.

    A member's label is a sentence that may name facts in braces. Raises
    ValueError when an action is declared twice.
    """
    for member in actions:
        if member.value in _sentences:
            message = f"The action {member.value} is declared twice."
            raise ValueError(message)
        _sentences[member.value] = member.label
    return actions


def shows_labels(action: str, **choices: type[models.TextChoices]) -> None:
    """Let the sentence of ``action`` name a fact that is a choice in any language.

    A fact ``tier`` fills ``{tier_label}`` with its label in the reader's language
    instead of the writer's.
    """
    _choices[action] = choices


def is_declared(action: str) -> bool:
    """Tell whether ``action`` is in the vocabulary."""
    return action in _sentences


def declared_actions() -> tuple[str, ...]:
    """Return every declared action in alphabetical order."""
    return tuple(sorted(_sentences))


def sentence_of(action: str, facts: Mapping[str, object]) -> str:
    """Return the sentence of ``action`` filled with ``facts``, days spelt out."""
    shown = {name: _readable(value) for name, value in facts.items()}
    shown |= {
        f"{name}_label": choices(str(facts[name])).label
        for name, choices in _choices.get(action, {}).items()
        if facts.get(name) in choices.values
    }
    return str(_sentences.get(action, action)).format_map(_Facts(shown))


def _readable(value: object) -> object:
    """Return a day, which is stored in figures, in the reader's language."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return value
    try:
        return day(date.fromisoformat(value))
    except ValueError:
        # Somebody's own words that look like a day and are none.
        return value
