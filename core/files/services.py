"""Storing uploads."""

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from core.files.content import recognise, safe_name
from core.models.files import StoredFile
from core.refusals import Refusal

if TYPE_CHECKING:
    from accounts.models import User


def store_upload(
    upload: UploadedFile, *, kind: str, actor: "User | None", at: datetime
) -> StoredFile:
    """Keep an upload privately and return its row.

    Part of the service that asked for the file, which records the step. Raises
    Refusal (field ``file``) when it is empty, too large or of no accepted kind.
    """
    size = upload.size or 0
    if not size:
        raise Refusal(_("The file is empty."), field="file")
    if size > settings.UPLOAD_MAX_BYTES:
        limit = filesizeformat(settings.UPLOAD_MAX_BYTES)
        raise Refusal(
            _("The file is larger than %(limit)s.") % {"limit": limit}, field="file"
        )
    name = safe_name(upload.name or "")
    found = recognise(cast("BinaryIO", upload.file), name)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    stored = StoredFile(
        kind=kind,
        original_name=name,
        content_type=found.content_type,
        size=size,
        sha256=digest.hexdigest(),
        uploaded_by=actor,
        uploaded_at=at,
    )
    stored.content.save(name, upload, save=False)
    stored.save(force_insert=True)
    return stored
