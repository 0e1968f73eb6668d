"""Numbers by which people call a matter, such as QY-J-2026-0001."""

from datetime import date

from django.db import transaction

from core.models.numbers import NumberSequence


def next_number(prefix: str, on: date) -> str:
    """Return the next number of series ``prefix`` in the year of ``on``.

    The series has no gaps: the row stays locked until the caller's
    transaction ends. Raises TransactionManagementError outside one.
    """
    if not transaction.get_connection().in_atomic_block:
        message = "Numbers are given out inside the transaction that uses them."
        raise transaction.TransactionManagementError(message)
    NumberSequence.objects.get_or_create(prefix=prefix, year=on.year)
    series = NumberSequence.objects.locked().get(prefix=prefix, year=on.year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"QY-{prefix}-{on.year}-{series.last:04d}"
