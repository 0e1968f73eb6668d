"""Repeat a draw from its file alone."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from experts.draw_record import verify_record


class Command(BaseCommand):
    """``manage.py verify_draw FILE``: exit 1 and name every difference."""

    help = (
        "Repeat a draw from its downloaded record (/draws/<number>.json) and "
        "compare everything that was drawn, hashed and chained."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was repeated, or fail with the differences."""
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            message = f"The file cannot be read: {error.strerror}."
            raise CommandError(message) from error
        verification = verify_record(content)
        for difference in verification.differences:
            self.stderr.write(difference)
        if not verification.holds:
            count = len(verification.differences)
            message = f"The draw does not repeat: {count} difference(s)."
            raise CommandError(message)
        for name, value in verification.facts.items():
            self.stdout.write(f"{name} {value}")
        self.stdout.write("The draw repeats.")
