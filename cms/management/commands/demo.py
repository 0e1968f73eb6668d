"""Build the demo world."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from cms.demo.build import build, is_built
from core import clock


class Command(BaseCommand):
    """Build the demo world once; a second run changes nothing."""

    help = "Build the fictional demo world; does nothing where it exists."

    def handle(self, *args: Any, **options: Any) -> None:
        """Build unless built."""
        if is_built():
            self.stdout.write("The demo world is there already.")
            return
        self.stdout.write("Building the demo world (less than a minute) ...")
        build(clock.now(), tell=lambda name: self.stdout.write(f"  {name}"))
        # Pages of a tree are made without being published one by one.
        call_command("search_index", "--rebuild", stdout=self.stdout)
        self.stdout.write("The demo world is built.")
