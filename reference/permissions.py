"""Who may keep the reference data."""

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models


def can_keep_row(user: AbstractBaseUser, row: models.Model, verb: str) -> bool:
    """Tell whether a person may add, change or delete rows of this kind."""
    options = row._meta
    permission = f"{options.app_label}.{verb}_{options.model_name}"
    return isinstance(user, PermissionsMixin) and user.has_perm(permission)
