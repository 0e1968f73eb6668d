"""What a bid says, and the one way it is written down."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Self

from core.money import Money
from core.translog.canonical import canonical_json, commitment

FORMAT = "qingyuan-bid/1"
_SALT_BYTES = 32


@dataclass(frozen=True, slots=True)
class TeamMember:
    """A person the provider proposes."""

    name: str
    role: str = ""

    def __str__(self) -> str:
        return f"{self.name} ({self.role})" if self.role else self.name


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the bid, known by its hash."""

    position: int
    name: str
    content_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class BidContent:
    """Everything a provider offers; answers and targets are keyed by position."""

    price: Money | None = None
    proposal: str = ""
    answers: Mapping[int, str] = field(default_factory=dict)
    targets: Mapping[int, Decimal] = field(default_factory=dict)
    team: tuple[TeamMember, ...] = ()
    files: tuple[Attachment, ...] = ()

    def to_document(self, *, job: str, provider: str) -> dict[str, Any]:
        """Return the content as the receipt's commitment covers it."""
        return {
            "format": FORMAT,
            "job": job,
            "provider": provider,
            "price": None if self.price is None else str(self.price.yuan),
            "proposal": self.proposal,
            "answers": {str(key): text for key, text in sorted(self.answers.items())},
            "targets": {
                str(key): format(value.normalize(), "f")
                for key, value in sorted(self.targets.items())
            },
            "team": [{"name": one.name, "role": one.role} for one in self.team],
            "files": [
                {
                    "position": one.position,
                    "name": one.name,
                    "content_type": one.content_type,
                    "size": one.size,
                    "sha256": one.sha256,
                }
                for one in self.files
            ],
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Return the content a document states."""
        price = document["price"]
        return cls(
            price=None if price is None else Money(price),
            proposal=document["proposal"],
            answers={int(key): text for key, text in document["answers"].items()},
            targets={
                int(key): Decimal(value) for key, value in document["targets"].items()
            },
            team=tuple(TeamMember(**one) for one in document["team"]),
            files=tuple(Attachment(**one) for one in document["files"]),
        )

    def with_files(self, files: tuple[Attachment, ...]) -> Self:
        """Return the same content with other files."""
        return replace(self, files=files)


@dataclass(frozen=True, slots=True)
class SealedDocument:
    """What is sealed: the document and, once submitted, the salt beside it."""

    document: dict[str, Any]
    salt: str = ""

    @property
    def content(self) -> BidContent:
        """The document, understood."""
        return BidContent.from_document(self.document)

    @property
    def commitment(self) -> str:
        """SHA-256 over the salt and the document, in hexadecimal."""
        return commit(self.salt, self.document)

    def salted(self) -> "SealedDocument":
        """Return the same document with a fresh random salt."""
        return replace(self, salt=secrets.token_hex(_SALT_BYTES))

    def to_bytes(self) -> bytes:
        """Return what the seal encloses."""
        return canonical_json({"salt": self.salt, "bid": self.document}).encode()

    @classmethod
    def from_bytes(cls, plain: bytes) -> "SealedDocument":
        """Return what the seal enclosed."""
        kept = json.loads(plain)
        return cls(document=kept["bid"], salt=kept["salt"])


def commit(salt: str, document: Mapping[str, Any]) -> str:
    """Return the commitment of a receipt: SHA-256(salt ‖ canonical JSON).

    Raises ValueError when the salt is no hexadecimal, TypeError when the
    document holds a value without an exact form.
    """
    return commitment(bytes.fromhex(salt), canonical_json(document)).hex()
