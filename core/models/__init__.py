"""The rows of this package."""

from core.models.files import StoredFile
from core.models.journal import JournalEntry
from core.models.mail import OutboxMessage
from core.models.numbers import NumberSequence

__all__ = ["JournalEntry", "NumberSequence", "OutboxMessage", "StoredFile"]
