"""Sealing: encryption at rest that one purpose alone can open again.

Each sealed thing has a random key of its own. That key is kept under one
derived from the portal's secret, bound to what it belongs to, so that neither
a copy of the database nor a moved row opens anything.
"""

import secrets
from collections.abc import Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_KEY_BYTES = 32
_NONCE_BYTES = 12
_PURPOSE = b"marketplace.bid.seal/1"
# Lengths tell something too: texts are padded to whole blocks of this size.
_BLOCK = 4096


class SealBroken(Exception):  # noqa: N818 - the word users and code share
    """The content was changed, moved, or sealed under another secret."""


def new_key(owner: str) -> bytes:
    """Return a random key, sealed for what ``owner`` names."""
    portal_key = _portal_key(settings.SECRET_KEY)
    return _encrypt(portal_key, secrets.token_bytes(_KEY_BYTES), owner)


def seal(plain: bytes, *, key: bytes, owner: str, part: str = "") -> bytes:
    """Return ``plain`` under a key from ``new_key``; lengths are blurred.

    ``part`` tells the sealed things of one owner apart.
    """
    return _encrypt(_unsealed_key(key, owner), _padded(plain), f"{owner}/{part}")


def unseal(content: bytes, *, key: bytes, owner: str, part: str = "") -> bytes:
    """Return what was sealed. Raises SealBroken."""
    return _unpadded(_decrypt(_unsealed_key(key, owner), content, f"{owner}/{part}"))


def _unsealed_key(key: bytes, owner: str) -> bytes:
    for secret in _secrets():
        try:
            return _decrypt(_portal_key(secret), key, owner)
        except SealBroken:
            continue
    raise SealBroken(owner)


def _secrets() -> Iterator[str | bytes]:
    yield settings.SECRET_KEY
    yield from settings.SECRET_KEY_FALLBACKS


def _portal_key(secret: str | bytes) -> bytes:
    derive = HKDF(hashes.SHA256(), length=_KEY_BYTES, salt=None, info=_PURPOSE)
    return derive.derive(secret.encode() if isinstance(secret, str) else secret)


def _encrypt(key: bytes, plain: bytes, label: str) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, label.encode())


def _decrypt(key: bytes, content: bytes, label: str) -> bytes:
    nonce, body = content[:_NONCE_BYTES], content[_NONCE_BYTES:]
    try:
        return AESGCM(key).decrypt(nonce, body, label.encode())
    except (InvalidTag, ValueError) as error:
        raise SealBroken(label) from error


def _padded(plain: bytes) -> bytes:
    length = len(plain).to_bytes(8)
    return length + plain + bytes(-(len(plain) + 8) % _BLOCK)


def _unpadded(padded: bytes) -> bytes:
    return padded[8 : 8 + int.from_bytes(padded[:8])]
