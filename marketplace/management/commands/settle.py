"""Recompute a settlement statement from its own JSON."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from marketplace.settlement import SettlementError, recompute


class Command(BaseCommand):
    """Exit with 1 and name the first difference, if there is one."""

    help = "Recompute a settlement statement from its own JSON, to the fen."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the statement's file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Recompute the file."""
        try:
            text = options["file"].read_bytes().decode()
            statement, difference = recompute(text)
        except (OSError, UnicodeDecodeError, SettlementError) as error:
            message = _("This is no statement that can be recomputed: {error}")
            raise CommandError(message.format(error=error)) from error
        if difference is not None:
            message = _("{where}: stated {stated!r}, computed {computed!r}")
            raise CommandError(
                message.format(
                    where=difference.where,
                    stated=difference.stated,
                    computed=difference.computed,
                )
            )
        done = _("{number} repeats to the fen: {due} yuan due.")
        line = done.format(number=statement.number, due=statement.due_now)
        self.stdout.write(line)
