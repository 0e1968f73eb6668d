"""The rows of this package."""

from core.models.files import StoredFile
from core.models.journal import JournalEntry
from core.models.mail import OutboxMessage
from core.models.numbers import NumberSequence
from core.models.translog import (
    LogCheckpoint,
    LogErasure,
    LogHead,
    LogLeaf,
    LogNode,
    LogPayload,
)

__all__ = [
    "JournalEntry",
    "LogCheckpoint",
    "LogErasure",
    "LogHead",
    "LogLeaf",
    "LogNode",
    "LogPayload",
    "NumberSequence",
    "OutboxMessage",
    "StoredFile",
]
