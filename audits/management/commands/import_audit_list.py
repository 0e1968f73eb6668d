"""Take an audit list over from a spreadsheet."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from accounts.models import Organisation
from audits.imports import AuditListImporter
from core.sheets.commands import ImportCommand


class Command(ImportCommand):
    """Read an audit list from an .xlsx or .csv file; the list becomes a draft."""

    help = "Import an audit list from FILE; a dry run unless --commit is given."
    importer = AuditListImporter

    def add_options(self, parser: ArgumentParser) -> None:
        """Ask for what a file often does not say."""
        parser.add_argument("--authority", help="credit code or name of the issuer")
        parser.add_argument("--title", default="", help="title of the list")
        parser.add_argument("--document", default="", help="document number")
        parser.add_argument("--issued-on", default="", help="day of issue, YYYY-MM-DD")

    def options_from(self, **options: Any) -> dict[str, Any]:
        """Return the options of the importer."""
        return {
            "authority_id": self._authority(options["authority"]),
            "title": options["title"],
            "document_number": options["document"],
            "issued_on": options["issued_on"],
            "file_name": Path(options["file"]).stem if options["file"] else "",
        }

    def _authority(self, written: str | None) -> int | None:
        if not written:
            return None
        authorities = Organisation.objects.authorities()
        found = (
            authorities.filter(credit_code=written) or authorities.filter(name=written)
        ).first()
        if found is None:
            raise CommandError(_("No authority is registered as %s.") % written)
        return found.pk
