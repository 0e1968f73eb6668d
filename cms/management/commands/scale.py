"""Fill a database for benchmarks."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db.models import ProtectedError

from cms.scale import KINDS, Refused, add, fits, present, remove
from core import clock


class Command(BaseCommand):
    """Add invented enterprises with their rounds, or take them out again."""

    help = (
        "Fill a database for benchmarks: SIZE invented enterprises, each with a public "
        "audit round, and a listed provider and a published job for every hundred. "
        "--remove takes out what was added."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """State the arguments."""
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument(
            "--size", type=int, help="how many enterprises there shall be"
        )
        what.add_argument("--remove", action="store_true", help="take them out again")
        parser.add_argument(
            "--force",
            action="store_true",
            help="add them even where somebody real may be registered",
        )
        parser.add_argument(
            "--no-index",
            action="store_true",
            help="leave the search index as it is; search_index --rebuild mends it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Add or remove, then have everything found."""
        if options["remove"]:
            self._remove()
        else:
            self._add(options["size"], force=options["force"])
        if not options["no_index"]:
            kinds = [f"--kind={kind}" for kind in KINDS]
            call_command(
                *("search_index", "--rebuild", *kinds),
                stdout=self.stdout,
                stderr=self.stderr,
            )

    def _add(self, size: int, *, force: bool) -> None:
        if size < 1:
            message = "--size takes a number from 1 on."
            raise CommandError(message)
        if not (force or fits()):
            message = (
                "This database has organisations and no demo world: they may be real. "
                "--force adds invented ones to them all the same."
            )
            raise CommandError(message)
        try:
            add(size, at=clock.now(), tell=self._tell)
        except Refused as refused:
            message = (
                f"{present()} such enterprises are here already; --remove takes them "
                "out."
            )
            raise CommandError(message) from refused
        self.stdout.write(f"There are {size} invented enterprises with a round each.")

    def _remove(self) -> None:
        try:
            gone = remove(tell=self._tell)
        except ProtectedError as error:
            message = f"Not all were removed, as something builds upon them: {error}"
            raise CommandError(message) from error
        self.stdout.write(f"Removed {gone} enterprises with what was added with them.")

    def _tell(self, count: int) -> None:
        self.stderr.write(f"{count} ...")
