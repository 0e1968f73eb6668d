"""Take enterprises over from a spreadsheet."""

from accounts.imports import EnterpriseImporter
from core.sheets.commands import ImportCommand


class Command(ImportCommand):
    """Read a list of enterprises from an .xlsx or .csv file."""

    help = "Import enterprises from FILE; a dry run unless --commit is given."
    importer = EnterpriseImporter
