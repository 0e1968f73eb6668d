"""Private files."""

import uuid

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _


def private_storage() -> Storage:
    """Return the storage that no public URL reaches."""
    return storages["private"]


def path_of(stored: "StoredFile", name: str) -> str:
    """Return a path that tells nothing of the file's content."""
    key = str(stored.pk)
    return f"{key[:2]}/{key}"


class StoredFile(models.Model):
    """An upload: private, checked by content, named as its sender named it.

    ``kind`` is the label of the model it belongs to, whose registered policy
    says who may fetch it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=80, db_index=True)
    content = models.FileField(
        _("content"), storage=private_storage, upload_to=path_of, max_length=120
    )
    original_name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("content type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return self.original_name
