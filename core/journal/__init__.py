"""The journal of everything that services do."""

from typing import TYPE_CHECKING, Any

from core.journal.actions import declares_actions, shows_labels

if TYPE_CHECKING:
    from core.journal.recording import journal_of, record, subscribe

__all__ = ["declares_actions", "journal_of", "record", "shows_labels", "subscribe"]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    # Vocabularies load before the models do; writing needs the models.
    if name in {"journal_of", "record", "subscribe"}:
        from core.journal import recording  # noqa: PLC0415

        return getattr(recording, name)
    raise AttributeError(name)
