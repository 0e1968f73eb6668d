"""The data files that ship with the portal, as plain rows per model."""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "data"

Row = dict[str, Any]


@dataclass(frozen=True)
class ShippedTable:
    """Rows of one model, and the fields that tell its rows apart.

    Values are text or what TOML yields; foreign keys are named ``…_id``.
    """

    model: str
    keys: tuple[str, ...]
    rows: list[Row]


def shipped_tables() -> Iterator[ShippedTable]:
    """Yield every table, those that others point at first."""
    yield ShippedTable("Holiday", ("day",), csv_rows("holidays"))
    yield ShippedTable("Jurisdiction", ("code",), places())
    yield ShippedTable("Industry", ("code",), industries())
    yield ShippedTable("Service", ("key",), csv_rows("services"))
    yield ShippedTable("Unit", ("key",), csv_rows("units"))
    yield ShippedTable("Indicator", ("key",), csv_rows("indicators", "unit"))
    yield ShippedTable("CoalFactor", ("key",), csv_rows("coal_factors", "unit"))
    yield ShippedTable(
        "EmissionFactor", ("key",), csv_rows("emission_factors", "unit", "jurisdiction")
    )
    yield ShippedTable("Instrument", ("key",), instruments())
    yield ShippedTable("Article", ("key",), articles())
    yield ShippedTable("LegalTerm", ("key", "valid_from"), terms())
    yield ShippedTable(
        "PlanTarget",
        ("key",),
        csv_rows("plan_targets", "unit", "instrument", "article"),
    )
    yield ShippedTable("IndustryLabel", ("key",), labels())
    yield ShippedTable(
        "LabelledIndustry", ("industry_label_id", "industry_id"), mappings()
    )


def csv_rows(name: str, *foreign: str) -> list[Row]:
    """Return the rows of a CSV file, its foreign keys renamed to ``…_id``."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [with_ids(row, *foreign) for row in csv.DictReader(file)]


def toml(name: str) -> Row:
    """Return the content of a TOML file."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def with_ids(row: Row, *foreign: str) -> Row:
    """Return the row with its foreign keys renamed to ``…_id``."""
    return {f"{k}_id" if k in foreign else k: v for k, v in row.items()}


def with_paths(rows: list[Row]) -> list[Row]:
    """Return rows of a tree with the path from the root; parents come first."""
    paths = {"": ""}
    for row in rows:
        paths[row["code"]] = f"{paths[row['parent_id']]}{row['code']}/"
    return [{**row, "path": paths[row["code"]]} for row in rows]


def places() -> list[Row]:
    """Return the divisions of the country."""
    return with_paths(csv_rows("jurisdictions", "parent"))


def industries() -> list[Row]:
    """Return the national classification of industries."""
    return with_paths(csv_rows("industries", "parent"))


def instruments() -> list[Row]:
    """Return legal instruments without their articles."""
    return [
        {k: v for k, v in row.items() if k != "article"}
        for row in toml("law")["instrument"]
    ]


def articles() -> list[Row]:
    """Return articles, in force as long as their instrument unless they say so."""
    return [
        {
            "instrument_id": instrument["key"],
            "valid_from": instrument.get("valid_from"),
            "valid_until": instrument.get("valid_until"),
            "source": instrument.get("source", ""),
            **article,
        }
        for instrument in toml("law")["instrument"]
        for article in instrument.get("article", [])
    ]


def terms() -> list[Row]:
    """Return periods and thresholds of the law."""
    return [
        {"valid_from": None, **with_ids(row, "article")}
        for row in toml("terms")["term"]
    ]


def labels() -> list[Row]:
    """Return the key industries without the codes they cover."""
    apart = {"codes", "unverified_codes", "notes"}
    return [
        {k: v for k, v in row.items() if k not in apart}
        for row in toml("industry_labels")["label"]
    ]


def mappings() -> list[Row]:
    """Return the codes that the key industries cover."""
    return [
        {
            "industry_label_id": label["key"],
            "industry_id": code,
            "note": label.get("notes", {}).get(code, ""),
            "unverified": unverified,
        }
        for label in toml("industry_labels")["label"]
        for unverified, name in ((False, "codes"), (True, "unverified_codes"))
        for code in label.get(name, [])
    ]
