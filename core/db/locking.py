"""Row locks."""

from typing import Self, TypeVar

from django.db import connections, models

_Row = TypeVar("_Row", bound=models.Model)


class LockedQuerySet(models.QuerySet[_Row]):
    """A queryset whose rows can be locked until the transaction ends."""

    def locked(self) -> Self:
        """Lock the rows of this table, not those joined to it.

        SQLite has one writer at a time and needs no row lock.
        """
        if connections[self.db].features.has_select_for_update_of:
            return self.select_for_update(of=("self",))
        return self.select_for_update()
