"""The rows of this package."""

from core.models.clocks import ClockPause, StatutoryClock
from core.models.files import StoredFile
from core.models.imports import ImportBatch, ImportRow
from core.models.journal import JournalEntry
from core.models.mail import OutboxMessage
from core.models.numbers import NumberSequence
from core.models.search import (
    SearchEntry,
    SearchOutboxEntry,
    SearchQueue,
    SearchRebuild,
)
from core.models.translog import (
    LogCheckpoint,
    LogErasure,
    LogHead,
    LogLeaf,
    LogNode,
    LogPayload,
)

__all__ = [
    "ClockPause",
    "ImportBatch",
    "ImportRow",
    "JournalEntry",
    "LogCheckpoint",
    "LogErasure",
    "LogHead",
    "LogLeaf",
    "LogNode",
    "LogPayload",
    "NumberSequence",
    "OutboxMessage",
    "SearchEntry",
    "SearchOutboxEntry",
    "SearchQueue",
    "SearchRebuild",
    "StatutoryClock",
    "StoredFile",
]
