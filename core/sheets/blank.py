"""The workbook a person fills in: headers, an example, what each column means."""

from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from core.sheets.importing import Importer


def blank_workbook(importer: Importer) -> Workbook:
    """Return a workbook with the columns of an importer and notes about them.

    The second sheet explains the columns, so that the first holds data only.
    """
    book = Workbook()
    table: Any = book.active
    table.title = str(importer.label)[:31]
    table.freeze_panes = "A2"
    table.append([str(column.label) for column in importer.columns])
    notes = book.create_sheet(_("How to fill in"))
    notes.append([_("Column"), _("Required"), _("Also understood"), _("Example")])
    for column in importer.columns:
        required = _("Yes") if column.required else _("No")
        others = "、".join(column.synonyms)
        notes.append([str(column.label), required, others, column.example])
    for sheet in (table, notes):
        for cell in sheet[1]:
            cell.font = Font(bold=True)
            sheet.column_dimensions[cell.column_letter].width = 22
    return book
