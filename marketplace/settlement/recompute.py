"""Recomputing a statement from its own document."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from marketplace.settlement.codec import from_plain
from marketplace.settlement.documents import FORMAT, loads, seal, sha256_of
from marketplace.settlement.engine import Statement, state
from marketplace.settlement.formula import Formula
from marketplace.settlement.inputs import Inputs
from marketplace.settlement.reasons import Reason, SettlementError


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where a document does not say what its own inputs give."""

    where: str
    stated: object
    computed: object


def recompute(text: str) -> tuple[Statement, Difference | None]:
    """Return the recomputed statement and the first difference, if any.

    Raises SettlementError when the text is no statement at all.
    """
    document = loads(text)
    if document.get("format") != FORMAT:
        raise SettlementError(Reason.NOT_A_DOCUMENT, "format")
    formula = Formula.from_document(document.get("formula"))
    inputs = from_plain(Inputs, document.get("inputs"), "inputs")
    statement = state(formula, inputs)
    return statement, next(_differences(text, document, statement), None)


def _differences(
    text: str, document: dict[str, Any], statement: Statement
) -> Iterator[Difference]:
    yield from compare(document, statement.document, "")
    sealed = seal(document)["sha256"]
    if document.get("sha256") != sealed:
        yield Difference("sha256", document.get("sha256"), sealed)
    if document["formula_sha256"] != sha256_of(document["formula"]):
        yield Difference("formula_sha256", document["formula_sha256"], "")
    # The same values in another layout are not the same file.
    for number, (left, right) in enumerate(
        zip_longest(text.split("\n"), statement.text.split("\n")), start=1
    ):
        if left != right:
            yield Difference(f"line {number}", left, right)


def compare(stated: Any, computed: Any, where: str) -> Iterator[Difference]:  # noqa: ANN401
    """Yield the places where two JSON values differ, in document order."""
    if isinstance(stated, Mapping) and isinstance(computed, Mapping):
        for name in dict.fromkeys([*computed, *stated]):
            place = f"{where}.{name}" if where else name
            yield from compare(stated.get(name), computed.get(name), place)
    elif isinstance(stated, list) and isinstance(computed, list):
        for index in range(max(len(stated), len(computed))):
            left = stated[index] if index < len(stated) else None
            right = computed[index] if index < len(computed) else None
            yield from compare(left, right, f"{where}[{index}]")
    elif stated != computed or type(stated) is not type(computed):
        yield Difference(where, stated, computed)
