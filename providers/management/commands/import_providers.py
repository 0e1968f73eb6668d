"""Take providers over from a spreadsheet of their own declarations."""

from core.sheets.commands import ImportCommand
from providers.imports import ProviderImporter


class Command(ImportCommand):
    """Read a list of providers from an .xlsx or .csv file."""

    help = "Import providers from FILE; a dry run unless --commit is given."
    importer = ProviderImporter
