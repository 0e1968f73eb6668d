"""Who may see the files and reports of imports."""

from typing import TYPE_CHECKING

from core.models.files import StoredFile
from core.models.imports import ImportBatch
from core.sheets.importing import importer_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def can_see_import(user: "User | AnonymousUser", batch: ImportBatch) -> bool:
    """Tell whether ``user`` may take over lists of the batch's kind."""
    return importer_for(batch.importer).can_import(user)


def can_fetch_import(user: "User | AnonymousUser", stored: StoredFile) -> bool:
    """Tell whether ``user`` may fetch the file of an import."""
    batch = ImportBatch.objects.filter(file=stored).first()
    return batch is not None and can_see_import(user, batch)
