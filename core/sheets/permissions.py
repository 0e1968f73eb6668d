"""Who may see the files and reports of imports."""

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from core.models.files import StoredFile
from core.models.imports import ImportBatch
from core.sheets.importing import importer_for, importers

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def imports_visible_to(user: "User | AnonymousUser") -> QuerySet[ImportBatch]:
    """Return the imports ``user`` made or oversees; operators see all."""
    if not user.is_authenticated:
        return ImportBatch.objects.none()
    within = Q(pk__in=())
    for importer in importers():
        if importer.can_import(user):
            kind = Q(importer=importer.key)
            overseen = Q(uploaded_by__in=importer.staff_overseen_by(user))
            everything = Q() if user.is_superuser else Q(uploaded_by=user) | overseen
            within |= kind & everything
    return ImportBatch.objects.filter(within)


def can_see_import(user: "User | AnonymousUser", batch: ImportBatch) -> bool:
    """Tell whether ``user`` may read an import, take it over, and take it back."""
    importer = importer_for(batch.importer)
    if not user.is_authenticated or not importer.can_import(user):
        return False
    if user.is_superuser or batch.uploaded_by_id == user.pk:
        return True
    overseen = importer.staff_overseen_by(user)
    return batch.uploaded_by is not None and overseen.contains(batch.uploaded_by)


def can_fetch_import(user: "User | AnonymousUser", stored: StoredFile) -> bool:
    """Tell whether ``user`` may fetch the file of an import."""
    batch = ImportBatch.objects.filter(file=stored).first()
    return batch is not None and can_see_import(user, batch)
