"""Bring the reference rows up to the shipped data files."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from reference.services import load_reference_data


class Command(BaseCommand):
    """Load what is new in the files; keep what an operator has edited."""

    help = "Bring places, industries, law, factors and holidays up to the data files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer to undo the operators' edits."""
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="also replace values that an operator has edited",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say how many rows were touched."""
        report = load_reference_data(overwrite=options["overwrite"])
        self.stdout.write(
            _("%(created)d created, %(updated)d updated, %(kept)d kept as edited")
            % {
                "created": report.created,
                "updated": report.updated,
                "kept": report.kept,
            }
        )
