"""Rules, each with its code and wording, and the findings they lead to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise

from audits.enums import Severity
from core.templatetags.portal import day

RULES: dict[str, "Rule"] = {}

# Facts that name a row of the reference tables and are shown by its label.
_NAMED_FACTS = {"indicator", "whole", "base", "carrier", "chapter", "kind"}
# Facts that are a day, kept in its ISO form and shown as a reader writes it.
_DAYS = {"day"}


@dataclass(frozen=True)
class Finding:
    """One thing in one report that does not add up."""

    code: str
    severity: Severity
    place: str
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The rule in a few words, in the active language."""
        return str(RULES[self.code].title)

    def sentence(self, labels: Mapping[str, str] | None = None) -> str:
        """Return the finding as a sentence, naming indicators by ``labels``."""
        return RULES[self.code].sentence_for(self.facts, labels or {})


@dataclass(frozen=True)
class Rule:
    """A stable code, its severity, and the sentence that displays a finding."""

    code: str
    severity: Severity
    title: Promise
    sentence: Promise

    def at(self, place: str, **facts: Decimal | str | int) -> Finding:
        """Return the finding of this rule at one place of the report."""
        texts = {name: _text(value) for name, value in facts.items()}
        return Finding(self.code, self.severity, place, texts)

    def sentence_for(self, facts: Mapping[str, str], labels: Mapping[str, str]) -> str:
        """Return the sentence over stored facts, in the active language."""
        shown = {name: _shown(name, value, labels) for name, value in facts.items()}
        return str(self.sentence).format(**shown)


def rule(code: str, severity: Severity, title: Promise, sentence: Promise) -> Rule:
    """Declare a rule; a code can be taken only once."""
    if code in RULES:
        message = f"code {code} is taken"
        raise ValueError(message)
    RULES[code] = Rule(code, severity, title, sentence)
    return RULES[code]


def _shown(name: str, value: str, labels: Mapping[str, str]) -> str:
    if name in _DAYS:
        return day(date.fromisoformat(value))
    return labels.get(value, value) if name in _NAMED_FACTS else value


def _text(value: Decimal | str | int) -> str:
    """Figures as a person writes them: no exponent, no trailing zeros."""
    if not isinstance(value, Decimal):
        return str(value)
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
