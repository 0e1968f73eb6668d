"""Spreadsheets people already have: tolerant reading, honest importing."""

from core.sheets.columns import SheetColumn
from core.sheets.importing import (
    Importer,
    Outcome,
    RowPlan,
    importer_for,
    register_importer,
)
from core.sheets.reading import Problem, SheetRow, SheetTable, read_table
from core.sheets.values import Noted, Unreadable

__all__ = [
    "Importer",
    "Noted",
    "Outcome",
    "Problem",
    "RowPlan",
    "SheetColumn",
    "SheetRow",
    "SheetTable",
    "Unreadable",
    "importer_for",
    "read_table",
    "register_importer",
]
