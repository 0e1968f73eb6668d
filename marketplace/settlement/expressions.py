"""The language of routine adjustments: + - * / ( ), decimals, named readings.

``2.4 * (output - 12000)`` is an expression. Names are letters of any script,
digits, ``_`` and ``.``; nothing can be called, compared or looked up.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from marketplace.settlement.reasons import Reason, SettlementError

LONGEST = 200
DEEPEST = 30
# Longer exact numbers are a mistake or a prank, never a measurement.
LARGEST = 10**90
_TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]{1,15}(?:\.[0-9]{1,12})?)"
    r"|(?P<name>[^\W\d][\w.]*)"
    r"|(?P<sign>[-+*/()]))"
)
_OPERATIONS: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
}

Tree = Fraction | str | tuple["Tree", str, "Tree"]


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression."""

    text: str
    tree: Tree

    @property
    def names(self) -> tuple[str, ...]:
        """The readings it asks for, in the order of their first use."""
        return tuple(dict.fromkeys(_names(self.tree)))

    def value(self, values: Mapping[str, Fraction], where: str) -> Fraction:
        """Return its exact value; raise SettlementError where it has none."""
        try:
            found = _value(self.tree, values)
        except ZeroDivisionError:
            raise SettlementError(Reason.DIVISION_BY_ZERO, where, self.text) from None
        except KeyError as error:
            name = str(error.args[0])
            raise SettlementError(Reason.UNKNOWN_NAME, where, name) from None
        if max(abs(found.numerator), found.denominator) > LARGEST:
            raise SettlementError(Reason.TOO_LARGE, where, self.text)
        return found


def parse(text: str, where: str) -> Expression:
    """Return the expression written in ``text``; raise SettlementError."""
    if len(text) > LONGEST:
        raise SettlementError(Reason.EXPRESSION, where, text[:40])
    return Expression(text, _Parser(text, where).parse())


class _Parser:
    """Recursive descent over the tokens of one text."""

    def __init__(self, text: str, where: str) -> None:
        self.text = text
        self.where = where
        self.tokens = list(self._read())
        self.at = 0
        self.depth = 0

    def parse(self) -> Tree:
        tree = self._sum()
        if self.at != len(self.tokens):
            raise self._error()
        return tree

    def _read(self) -> Iterator[tuple[str, str]]:
        at, end = 0, len(self.text.rstrip())
        while at < end:
            match = _TOKEN.match(self.text, at)
            if match is None:
                raise self._error()
            kind = str(match.lastgroup)
            yield kind, match[kind]
            at = match.end()

    def _sum(self) -> Tree:
        tree = self._product()
        while self._next() in ("+", "-"):
            sign = self._take()
            tree = (tree, sign, self._product())
        return tree

    def _product(self) -> Tree:
        tree = self._term()
        while self._next() in ("*", "/"):
            sign = self._take()
            tree = (tree, sign, self._term())
        return tree

    def _term(self) -> Tree:
        self.depth += 1
        if self.at >= len(self.tokens) or self.depth > DEEPEST:
            raise self._error()
        kind = self.tokens[self.at][0]
        word = self._take()
        tree = self._of(kind, word)
        self.depth -= 1
        return tree

    def _of(self, kind: str, word: str) -> Tree:
        if kind == "number":
            return Fraction(word)
        if kind == "name":
            return word
        if word == "-":
            return (Fraction(0), "-", self._term())
        if word != "(":
            raise self._error()
        tree = self._sum()
        if self._next() != ")":
            raise self._error()
        self._take()
        return tree

    def _next(self) -> str:
        if self.at >= len(self.tokens):
            return ""
        kind, word = self.tokens[self.at]
        return word if kind == "sign" else ""

    def _take(self) -> str:
        word = self.tokens[self.at][1]
        self.at += 1
        return word

    def _error(self) -> SettlementError:
        return SettlementError(Reason.EXPRESSION, self.where, self.text[:80])


def _names(tree: Tree) -> Iterator[str]:
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, tuple):
        yield from _names(tree[0])
        yield from _names(tree[2])


def _value(tree: Tree, values: Mapping[str, Fraction]) -> Fraction:
    if isinstance(tree, str):
        return values[tree]
    if isinstance(tree, tuple):
        left, sign, right = tree
        return _OPERATIONS[sign](_value(left, values), _value(right, values))
    return tree
