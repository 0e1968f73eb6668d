"""Check the transparency log against its leaves and the rows they speak of."""

import base64
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.translog.audit import check_log


class Command(BaseCommand):
    """``manage.py verify_log``: exit 1 and name every difference."""

    help = (
        "Recompute the transparency log from its leaves, check every signed "
        "checkpoint, and compare logged rows with the database."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print size and root, or fail with the differences."""
        report = check_log()
        for difference in report.differences:
            self.stderr.write(difference)
        if report.differences:
            message = f"The log does not hold: {len(report.differences)} difference(s)."
            raise CommandError(message)
        self.stdout.write(f"tree size {report.size}")
        self.stdout.write(f"root {base64.b64encode(report.root).decode()}")
        if report.erased:
            self.stdout.write(f"payloads erased {report.erased}")
        self.stdout.write("The log holds.")
