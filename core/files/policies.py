"""Who may fetch a file: each kind's owner says."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Union

from django.contrib.auth.models import AnonymousUser

from core.models.files import StoredFile

if TYPE_CHECKING:
    from accounts.models import User

Policy = Callable[[Union["User", AnonymousUser], StoredFile], bool]
_policies: dict[str, Policy] = {}


def register_file_policy(kind: str, policy: Policy) -> None:
    """Let ``policy(user, file)`` decide about files of ``kind``."""
    _policies[kind] = policy


def can_fetch_file(user: "User | AnonymousUser", stored: StoredFile) -> bool:
    """Tell whether ``user`` may fetch this file; without a policy nobody may."""
    policy = _policies.get(stored.kind)
    return policy is not None and policy(user, stored)
