"""The writers of reference rows."""

from reference.services.editing import (
    ReferenceRefused,
    remove_reference_row,
    save_reference_row,
)
from reference.services.loading import LoadReport, load_reference_data

__all__ = [
    "LoadReport",
    "ReferenceRefused",
    "load_reference_data",
    "remove_reference_row",
    "save_reference_row",
]
