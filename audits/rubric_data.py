"""From rubric rows and sheets to what the engine reckons with."""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from audits.models import Rubric, RubricItem, ScoreSheet
from audits.rubric_engine import (
    ItemRule,
    PassRule,
    RubricError,
    SheetData,
    parse_pass_rule,
)


def items_of(rubric: Rubric) -> tuple[ItemRule, ...]:
    """Return the items of a rubric in their order."""
    items = RubricItem.objects.filter(section__rubric=rubric).select_related("section")
    ordered = items.order_by("section__position", "position")
    return tuple(ItemRule(item.key, item.points, item.section.key) for item in ordered)


def rule_of(rubric: Rubric) -> PassRule:
    """Return the pass rule of a rubric; raises RubricError if it is unusable."""
    return parse_pass_rule(rubric.pass_rule)


def sheet_data(scores: Mapping[str, Any], vetoes: list[str]) -> SheetData:
    """Read points as they are stored; raises RubricError for what is no number."""
    try:
        points = {key: Decimal(str(value)) for key, value in scores.items()}
    except InvalidOperation as error:
        raise RubricError(str(error)) from error
    return SheetData(points, frozenset(vetoes))


def digest_of(sheet: ScoreSheet) -> str:
    """Return the SHA-256 of what an expert signed."""
    signed = {
        "session": sheet.seat.session.number,
        "expert": sheet.seat.user_id,
        "scores": sheet.scores,
        "vetoes": sorted(sheet.vetoes),
        "opinion": sheet.opinion,
        "total": str(sheet.total),
        "signed_at": sheet.signed_at.isoformat(),
    }
    text = json.dumps(signed, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
