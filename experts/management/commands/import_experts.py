"""Take experts over from a spreadsheet."""

from core.sheets.commands import ImportCommand
from experts.imports import ExpertImporter


class Command(ImportCommand):
    """Read a list of experts from an .xlsx or .csv file."""

    help = "Import experts from FILE; a dry run unless --commit is given."
    importer = ExpertImporter
