"""Do what is due today; run it once a day, twice does no harm."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from core import daily
from core.clock import now, shanghai_day


class Command(BaseCommand):
    """Run every registered chore for a day."""

    help = "End what expires, ring the clocks, send reminders. Safe to run twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Accept another day than today."""
        parser.add_argument("--on", type=date.fromisoformat, help="a day, YYYY-MM-DD")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the chores and print how many rows each touched."""
        at = now()
        done = daily.run(at=at, on=options["on"] or shanghai_day(at))
        for name, count in done.items():
            self.stdout.write(f"{name}: {count}")
