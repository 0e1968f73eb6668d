"""Delegations on single rows: a colleague on a job, a handler on a case."""

from datetime import datetime

from django.db import models, transaction
from guardian.shortcuts import assign_perm, remove_perm

from accounts.journal import AccountAction
from accounts.models import User
from core.journal import record


@transaction.atomic
def grant(
    permission: str, user: User, obj: models.Model, *, actor: User, at: datetime
) -> None:
    """Let ``user`` do what ``permission`` names on this one row.

    The caller has checked that ``actor`` may delegate it.
    """
    assign_perm(permission, user, obj)
    record(
        AccountAction.GRANT_GIVEN,
        obj,
        actor=actor,
        at=at,
        person=user,
        person_id=user.pk,
        permission=permission,
    )


@transaction.atomic
def withdraw_grant(
    permission: str, user: User, obj: models.Model, *, actor: User, at: datetime
) -> None:
    """Take back what ``grant`` gave."""
    remove_perm(permission, user, obj)
    record(
        AccountAction.GRANT_WITHDRAWN,
        obj,
        actor=actor,
        at=at,
        person=user,
        person_id=user.pk,
        permission=permission,
    )
