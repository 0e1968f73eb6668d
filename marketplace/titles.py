"""Metrics, readings and periods by their titles instead of their keys.

Formulas call things by keys. People read the titles the parties gave them, and
in English the names of the indicators and units they were taken from.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from core.journal.actions import sentence_of
from core.models import JournalEntry
from core.templatetags.portal import day
from marketplace.models import Adjustment, Contract, Reading
from marketplace.settlement import Formula, Period
from reference.models import Indicator, Unit

_NAME = re.compile(r"[^\W\d][\w.]*")


@dataclass(frozen=True, slots=True)
class Titles:
    """What the keys of one formula are called in the reader's language."""

    formula: Formula
    indicators: Mapping[str, Indicator]
    units: Mapping[str, Unit]

    def reading(self, name: str) -> str:
        """Return what a reading, a metric or a factor is called."""
        if name in {factor.name for factor in self.formula.factors}:
            return _("emission factor")
        metric = self.formula.metric(name)
        title = name if metric is None else metric.title
        return self.indicators[title].label if title in self.indicators else title

    def unit(self, symbol: str) -> str:
        """Return a unit's symbol."""
        return self.units[symbol].symbol_label if symbol in self.units else symbol

    def unit_of(self, name: str) -> str:
        """Return the unit of a metric; empty for a reading that has none yet."""
        return self.unit(self.formula.units.get(name, ""))

    def period(self, key: str) -> str:
        """Return the days of a period, known by its key or as they were recorded."""
        for period in self.formula.periods:
            if key in (period.key, recorded_days(period)):
                return f"{day(period.starts_on)} – {day(period.ends_on)}"
        return key

    def adjustment(self, reference: str) -> str:
        """Return what an adjustment is called, and its period if it is routine."""
        title, period = _routine(reference, self.formula)
        if not period:
            return title
        return _("{title}, {period}").format(title=title, period=self.period(period))

    def contested(self, reference: str, title: str) -> str:
        """Return how a list names an adjustment: period or number included."""
        named = self.adjustment(reference)
        return f"{title} ({reference})" if named == reference else named

    def expression(self, text: str) -> str:
        """Return an expression with titles in place of keys."""
        return _NAME.sub(lambda found: self.reading(found[0]), text)

    def sentence(self, entry: JournalEntry) -> str:
        """Return a journal entry as a sentence, keys of old entries included."""
        readers = {
            "name": self.reading,
            "metric": self.reading,
            "unit": self.unit,
            "period": self.period,
            "adjustment": self.adjustment,
        }
        facts = {
            name: readers[name](value)
            if name in readers and isinstance(value, str)
            else value
            for name, value in entry.facts.items()
        }
        return sentence_of(entry.action, facts)

    def measurement(self, place: str) -> str:
        """Return what ``metric@period`` is called."""
        name, at, period = place.partition("@")
        if not at:
            return self.reading(name)
        return _("{title}, {period}").format(
            title=self.reading(name), period=self.period(period)
        )


def titles_of(formula: Formula) -> Titles:
    """Return the titles of a formula."""
    return titles_for([formula])[0]


def titles_for(formulas: Sequence[Formula]) -> list[Titles]:
    """Return the titles of each formula; two queries for them all."""
    metrics = [metric for formula in formulas for metric in formula.metrics]
    names = {metric.title for metric in metrics}
    symbols = {metric.unit for metric in metrics}
    indicators = {row.name: row for row in Indicator.objects.filter(name__in=names)}
    units = {row.symbol: row for row in Unit.objects.filter(symbol__in=symbols)}
    return [Titles(formula, indicators, units) for formula in formulas]


def reading_title(reading: Reading, contract: Contract) -> str:
    """Return a reading as letters name it: what, when, how much."""
    titles = titles_of(contract.terms)
    return _("{title}, {period}: {value} {unit}").format(
        title=titles.reading(reading.name),
        period=titles.period(reading.period),
        value=plain_number(reading.value),
        unit=titles.unit(reading.unit),
    )


def facts_of_reading(reading: Reading, formula: Formula) -> dict[str, object]:
    """Return what the journal keeps of a reading, in the contract's own words."""
    return {
        "name": _own_title(formula, reading.name),
        "value": plain_number(reading.value),
        "unit": reading.unit,
        "period": _own_period(formula, reading.period),
    }


def facts_of_adjustment(adjustment: Adjustment, formula: Formula) -> dict[str, object]:
    """Return what the journal keeps of an adjustment."""
    unit = formula.units.get(adjustment.metric, "")
    return {
        "metric": _own_title(formula, adjustment.metric),
        "period": _own_period(formula, adjustment.period),
        "amount": f"{plain_number(adjustment.amount)} {unit}".rstrip(),
    }


def recorded_adjustment(reference: str, formula: Formula) -> str:
    """Return what the journal calls a contested adjustment."""
    title, period = _routine(reference, formula)
    return f"{title}, {_own_period(formula, period)}" if period else title


def recorded_days(period: Period) -> str:
    """Return the days of a period as the journal keeps them."""
    return f"{period.starts_on} – {period.ends_on}"


def plain_number(value: Decimal) -> str:
    """Return a decimal without needless zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _routine(reference: str, formula: Formula) -> tuple[str, str]:
    """Return title and period of a routine adjustment; of others the number."""
    key, _at, period = reference.rpartition("@")
    titles = {item.key: item.title for item in formula.routine_adjustments}
    return (titles[key], period) if key in titles else (reference, "")


def _own_title(formula: Formula, name: str) -> str:
    metric = formula.metric(name)
    return name if metric is None else metric.title


def _own_period(formula: Formula, key: str) -> str:
    found = {period.key: recorded_days(period) for period in formula.periods}
    return found.get(key, key)
