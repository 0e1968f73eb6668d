"""Signed notes and checkpoints in the C2SP formats, and the key that signs them.

A checkpoint is a note of three lines: origin, tree size, root. Its signature
line names the key by the first four bytes of SHA-256(name, LF, 0x01, public
key). See C2SP ``signed-note`` and ``tlog-checkpoint``.
"""

import base64
import binascii
import hashlib
import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_ED25519 = b"\x01"
_SEED_BYTES = 32
_KEY_ID_BYTES = 4
_CHECKPOINT_LINES = 3


class NoteRefused(ValueError):  # noqa: N818 - the word users and code share
    """The note is malformed or not signed by the expected key."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a signed tree head says."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The signed text, final line feed included."""
        root = base64.b64encode(self.root).decode()
        return f"{self.origin}\n{self.size}\n{root}\n"


class Signer:
    """An Ed25519 key with the name under which it signs notes."""

    def __init__(self, name: str, seed: bytes) -> None:
        """Derive the key from its 32-byte seed."""
        self.name = name
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public_key = self._key.public_key()
        self.public_bytes = self.public_key.public_bytes_raw()
        self.key_id = key_id(name, self.public_bytes)

    @property
    def verifier_key(self) -> str:
        """The public key as verifiers spell it: name, key id, key."""
        encoded = base64.b64encode(_ED25519 + self.public_bytes).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"

    def sign(self, text: str) -> str:
        """Return ``text`` as a signed note.

        Raises ValueError unless the text ends with a line feed.
        """
        if not text.endswith("\n"):
            message = "The text of a note ends with a line feed."
            raise ValueError(message)
        signature = self.key_id + self._key.sign(text.encode())
        return f"{text}\n— {self.name} {base64.b64encode(signature).decode()}\n"


def key_id(name: str, public_bytes: bytes) -> bytes:
    """Return the four bytes that tell keys of one name apart."""
    digest = hashlib.sha256(name.encode() + b"\n" + _ED25519 + public_bytes)
    return digest.digest()[:_KEY_ID_BYTES]


def open_note(note: str, *, name: str, public_key: Ed25519PublicKey) -> str:
    """Return the text of ``note`` once its signature by ``name`` holds.

    Raises NoteRefused when no valid signature of that key is on it.
    """
    text, separator, signatures = note.rpartition("\n\n")
    if not separator:
        message = "The note carries no signature."
        raise NoteRefused(message)
    text += "\n"
    expected = key_id(name, public_key.public_bytes_raw())
    for line in signatures.splitlines():
        signature = _signature_of(line, name=name, expected=expected)
        if signature is None:
            continue
        try:
            public_key.verify(signature, text.encode())
        except InvalidSignature:
            message = "The signature does not fit the text."
            raise NoteRefused(message) from None
        return text
    message = f"The note is not signed by {name}."
    raise NoteRefused(message)


def parse_checkpoint(text: str) -> Checkpoint:
    """Return what the text of a checkpoint says.

    Raises NoteRefused when it is no checkpoint.
    """
    lines = text.split("\n")
    try:
        origin, size, encoded = lines[:_CHECKPOINT_LINES]
        root = _only_so_written(encoded)
        return Checkpoint(origin=origin, size=int(size), root=root)
    except ValueError:
        message = "The text is no checkpoint."
        raise NoteRefused(message) from None


def log_signer() -> Signer:
    """Return the signer of this portal's log, from the settings.

    The key file is made at first use and readable by its owner only. Raises
    ImproperlyConfigured when the key is not 32 bytes in base64.
    """
    return _signer(
        settings.LOG_ORIGIN,
        settings.LOG_SIGNING_KEY,
        Path(settings.LOG_SIGNING_KEY_FILE),
    )


@lru_cache(maxsize=4)
def _signer(name: str, encoded: str, path: Path) -> Signer:
    return Signer(name, _seed(encoded or _kept_key(path)))


def _seed(encoded: str) -> bytes:
    try:
        seed = base64.b64decode(encoded.strip(), validate=True)
    except binascii.Error:
        seed = b""
    if len(seed) != _SEED_BYTES:
        message = "LOG_SIGNING_KEY must be 32 bytes in base64."
        raise ImproperlyConfigured(message)
    return seed


def _kept_key(path: Path) -> str:
    """Return the content of the key file, which two processes may race to make."""
    fresh = base64.b64encode(secrets.token_bytes(_SEED_BYTES))
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(fresh)
        try:
            os.link(draft, path)  # fails when another process was first
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()


def _signature_of(line: str, *, name: str, expected: bytes) -> bytes | None:
    mark, _, rest = line.partition(" ")
    signed_by, _, encoded = rest.partition(" ")
    if mark != "—" or signed_by != name:
        return None
    try:
        blob = _only_so_written(encoded)
    except ValueError:
        return None
    return blob[_KEY_ID_BYTES:] if blob[:_KEY_ID_BYTES] == expected else None


def _only_so_written(encoded: str) -> bytes:
    """Return what base64 says.

    Raises ValueError for any other text than base64 makes of the same bytes: a
    last character may have bits to spare, and no byte of a note is to spare.
    """
    content = base64.b64decode(encoded, validate=True)
    if base64.b64encode(content).decode() != encoded:
        message = "This is another spelling of the same bytes."
        raise ValueError(message)
    return content
