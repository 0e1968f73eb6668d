"""Rows that ship with the package: grounds of listing and example rubrics."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data"


def read(name: str) -> list[dict[str, Any]]:
    """Return the rows of one data file."""
    rows: list[dict[str, Any]] = json.loads(
        (FOLDER / f"{name}.json").read_text(encoding="utf-8")
    )
    return rows


def load_reasons(reason_model: Any) -> None:  # noqa: ANN401 - historical or real
    """Add the grounds of listing that are not there yet; edited ones stay."""
    for row in read("listing_reasons"):
        values = {name: value for name, value in row.items() if name != "key"}
        reason_model.objects.get_or_create(key=row["key"], defaults=values)


def load_rubrics(models: dict[str, Any]) -> None:
    """Add the example rubrics that are not there yet.

    ``models`` maps "Rubric", "RubricSection", "RubricItem" and "VetoItem" to
    classes, so that a migration can pass its own.
    """
    for row in read("rubrics"):
        parts = {"sections", "vetoes"}
        values = {name: value for name, value in row.items() if name not in parts}
        if models["Rubric"].objects.filter(key=row["key"]).exists():
            continue
        rubric = models["Rubric"].objects.create(**values)
        for position, section in enumerate(row["sections"], 1):
            _add_section(models, rubric, position, section)
        for position, veto in enumerate(row["vetoes"], 1):
            models["VetoItem"].objects.create(rubric=rubric, position=position, **veto)


def _add_section(
    models: dict[str, Any],
    rubric: Any,  # noqa: ANN401
    position: int,
    data: dict[str, Any],
) -> None:
    names = {name: value for name, value in data.items() if name != "items"}
    section = models["RubricSection"].objects.create(
        rubric=rubric, position=position, **names
    )
    for place, item in enumerate(data["items"], 1):
        models["RubricItem"].objects.create(section=section, position=place, **item)
