"""Pages of open data."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Field, Schema
from ninja.pagination import PaginationBase

MOST = 100


class Pages(PaginationBase):
    """Numbered pages of at most a hundred rows."""

    class Input(Schema):
        """Which page, and how long."""

        page: int = Field(
            1, ge=1, le=100_000, description=_("Number of the page, from 1")
        )
        size: int = Field(20, ge=1, le=MOST, description=_("Rows on a page"))

    class Output(Schema):
        """A page with the number of all rows."""

        items: list[Any] = Field(description=_("The rows of this page"))
        total: int = Field(description=_("Number of all rows"), ge=0)

    def paginate_queryset(
        self,
        queryset: QuerySet[Any],
        pagination: Any,  # noqa: ANN401 - the Input above; the library says Any
        request: HttpRequest,
        **params: Any,
    ) -> dict[str, Any]:
        """Cut one page."""
        start = (pagination.page - 1) * pagination.size
        return {
            "items": queryset[start : start + pagination.size],
            "total": queryset.count(),
        }


def absolute(path: str) -> str:
    """Return the address of a page of the portal."""
    return f"{settings.PORTAL_URL}{path}"
