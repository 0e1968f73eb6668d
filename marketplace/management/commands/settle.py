"""Recompute settlement statements."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from marketplace.models import SettlementStatement
from marketplace.settlement import Difference, SettlementError, Statement, recompute


class Command(BaseCommand):
    """Exit with 1 and name the first difference, if there is one."""

    help = (
        "Recompute a settlement statement from its own JSON, to the fen; without a "
        "file, every statement in the database."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the statement's file."""
        parser.add_argument("file", type=Path, nargs="?")

    def handle(self, *args: Any, **options: Any) -> None:
        """Recompute the file, or everything that is stored."""
        if options["file"] is None:
            self._check_all()
            return
        try:
            text = options["file"].read_bytes().decode()
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(_unusable(error)) from error
        statement = _repeated(text)
        self._say(statement)

    def _check_all(self) -> None:
        for row in SettlementStatement.objects.order_by("pk").iterator():
            statement = _repeated(row.document)
            for difference in _row_differences(row, statement):
                raise CommandError(_described(difference))
            self._say(statement)

    def _say(self, statement: Statement) -> None:
        done = _("{number} repeats to the fen: {due} yuan due.")
        line = done.format(number=statement.number, due=statement.due_now)
        self.stdout.write(line)


def _repeated(text: str) -> Statement:
    """Return the recomputed statement; raise CommandError where it differs."""
    try:
        statement, difference = recompute(text)
    except SettlementError as error:
        raise CommandError(_unusable(error)) from error
    if difference is not None:
        raise CommandError(_described(difference))
    return statement


def _row_differences(
    row: SettlementStatement, statement: Statement
) -> Iterator[Difference]:
    """Yield where a row says something else than its own document."""
    told = {
        "number": (row.number, statement.number),
        "sha256": (row.sha256, statement.sha256),
        "entitled_now": (row.entitled_now, statement.entitled_now),
        "due_now": (row.due_now, statement.due_now),
        "held": (row.held, statement.held),
        "contested": (row.contested, statement.contested),
    }
    for name, (stated, computed) in told.items():
        if stated != computed:
            yield Difference(f"{row.number}.{name}", str(stated), str(computed))


def _unusable(error: Exception) -> str:
    message = _("This is no statement that can be recomputed: {error}")
    return message.format(error=error)


def _described(difference: Difference) -> str:
    message = _("{where}: stated {stated!r}, computed {computed!r}")
    return message.format(
        where=difference.where,
        stated=difference.stated,
        computed=difference.computed,
    )
