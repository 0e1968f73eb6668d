"""Entry to the staff area, derived from the posts a person holds."""

from django.contrib.auth.backends import BaseBackend
from django.db import models

from accounts import selectors
from accounts.permissions import Person
from core import clock

ADMIN_ENTRY = "wagtailadmin.access_admin"
_CACHE_NAME = "_holds_post_today"


class StaffPostBackend(BaseBackend):
    """Whoever holds a post today may enter the staff area; nobody else by this.

    What they may do inside is decided by predicates on each row.
    """

    def get_user_permissions(
        self,
        user_obj: Person,
        obj: models.Model | None = None,
    ) -> set[str]:
        """Return the permission to enter, as long as a post is held."""
        if obj is not None or not user_obj.is_active or user_obj.is_anonymous:
            return set()
        if not hasattr(user_obj, _CACHE_NAME):
            held = selectors.posts_of(user_obj, clock.today()).exists()
            setattr(user_obj, _CACHE_NAME, held)
        return {ADMIN_ENTRY} if getattr(user_obj, _CACHE_NAME) else set()
