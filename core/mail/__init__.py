"""Letters: written in the transaction, sent after it."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.mail.services import queue_letter

__all__ = ["queue_letter"]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    if name == "queue_letter":
        # The models load after this package's name is first imported.
        from core.mail.services import queue_letter  # noqa: PLC0415

        return queue_letter
    raise AttributeError(name)
