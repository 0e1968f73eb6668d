"""Writing and reading the journal."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models, transaction

from core.journal.actions import is_declared
from core.models.journal import JournalEntry, JournalEntryQuerySet, label_of
from core.money import Money

if TYPE_CHECKING:
    from accounts.models import User

Handler = Callable[[JournalEntry], None]
_handlers: dict[str, list[Handler]] = defaultdict(list)


def record(
    action: str,
    target: models.Model,
    *,
    actor: "User | None",
    at: datetime,
    **facts: object,
) -> JournalEntry:
    """Write one entry in the current transaction and tell the subscribers.

    ``facts`` are kept as they are now, so that the entry stays readable after
    a rename. Raises LookupError for an undeclared action and
    TransactionManagementError outside a transaction.
    """
    if not is_declared(action):
        message = f"The journal does not know the action {action}."
        raise LookupError(message)
    if not transaction.get_connection().in_atomic_block:
        message = "The journal is written in the transaction of the step it records."
        raise transaction.TransactionManagementError(message)
    entry = JournalEntry.objects.create(
        action=str(action),
        actor=actor,
        target_type=label_of(target),
        target_id=str(target.pk),
        at=at,
        facts={name: plain(value) for name, value in facts.items()},
    )
    for handler in _handlers[str(action)]:
        handler(entry)
    return entry


def subscribe(action: str, handler: Handler) -> None:
    """Call ``handler(entry)`` in the transaction of every such entry.

    For an upper floor to follow a lower one; call it from ``ready``.
    """
    if handler not in _handlers[str(action)]:
        _handlers[str(action)].append(handler)


def journal_of(target: models.Model) -> JournalEntryQuerySet:
    """Return the entries about one row, oldest first."""
    return JournalEntry.objects.about(target).select_related("actor")


def plain(value: object) -> object:
    """Return ``value`` in a form that JSON keeps exactly."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return _written(value)


def _written(value: object) -> str:
    if isinstance(value, Money):
        return str(value.yuan)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
