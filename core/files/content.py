"""What a file is, told from its bytes."""

import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal

HEAD_BYTES = 4096
_SIGNATURES = (
    (b"%PDF-", "pdf", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "png", "image/png"),
    (b"\xff\xd8\xff", "jpg", "image/jpeg"),
)
_OFFICE = (
    (
        "word/document.xml",
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    (
        "xl/workbook.xml",
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
)
_SAME = {"jpeg": "jpg", "txt": "csv"}


@dataclass(frozen=True, slots=True)
class ContentKind:
    """An accepted kind of file."""

    extension: str
    content_type: str


def recognise(stream: BinaryIO, name: str) -> ContentKind:
    """Return the kind of file in ``stream``, whatever its name claims.

    Accepts PDF, PNG, JPEG, Word and Excel documents, and plain text or CSV.
    Raises Refusal for anything else and for a name that claims another kind.
    """
    kind = _kind_of(stream)
    stream.seek(0)
    claimed = PurePath(name).suffix.lower().lstrip(".")
    if kind is None:
        raise Refusal(
            _(
                "This kind of file is not accepted. Use PDF, Word (.docx), Excel "
                "(.xlsx), CSV or text, PNG or JPEG."
            ),
            field="file",
        )
    if _SAME.get(claimed, claimed) != kind.extension:
        raise Refusal(
            _("The file's content does not match its name; save it again and retry."),
            field="file",
        )
    return kind


def safe_name(name: str) -> str:
    """Return the file's own name without folders or control characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    stem, dot, extension = shown.rpartition(".")
    return f"{stem[:150]}{dot}{extension[:20]}" if dot else shown[:170]


def _kind_of(stream: BinaryIO) -> ContentKind | None:
    stream.seek(0)
    head = stream.read(HEAD_BYTES)
    for signature, extension, content_type in _SIGNATURES:
        if head.startswith(signature):
            return ContentKind(extension, content_type)
    if head.startswith(b"PK\x03\x04"):
        return _office_kind(stream)
    if head and _is_text(head):
        return ContentKind("csv", "text/plain")
    return None


def _office_kind(stream: BinaryIO) -> ContentKind | None:
    try:
        with zipfile.ZipFile(stream) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, OSError):
        return None
    if any(member.endswith("vbaProject.bin") for member in members):
        return None
    for member, extension, content_type in _OFFICE:
        if member in members:
            return ContentKind(extension, content_type)
    return None


def _is_text(head: bytes) -> bool:
    if b"\x00" in head or head.lstrip().lower().startswith((b"<!doctype", b"<html")):
        return False
    for encoding in ("utf-8", "gb18030"):
        # The head may end in the middle of a letter.
        for cut in range(4):
            try:
                head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return True
    return False
