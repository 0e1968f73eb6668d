"""Refusals: what a service says when it will not do what was asked.

A refusal is a sentence for the person who asked. Views turn it into an error
beside the field it names; nothing else catches it.
"""

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):  # noqa: N818 - the word users and code share
    """A request was refused on substance; nothing was changed."""

    def __init__(self, message: str | Promise, *, field: str | None = None) -> None:
        """Keep the sentence to show and the form field it belongs to."""
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


class MoveRefused(Refusal):
    """The move is not open from the state the row is in now."""

    def __init__(self, move: str, state: str) -> None:
        """Name the move and the state it was tried from."""
        super().__init__(
            _(
                "This step is not possible any more: the matter has moved on "
                "meanwhile. Reload the page to see where it stands."
            )
        )
        self.move = move
        self.state = state


def require(allowed: bool) -> None:  # noqa: FBT001 - reads as a sentence
    """Raise PermissionDenied unless ``allowed``."""
    if not allowed:
        raise PermissionDenied
