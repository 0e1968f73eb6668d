"""Plain pages: about, rules, guides."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cms.models.base import ContentPage


class StandardPage(ContentPage):
    """A page of text that may have further pages below it."""

    parent_page_types = ["cms.HomePage", "cms.StandardPage"]
    subpage_types = ["cms.StandardPage"]
    template = "cms/standard_page.html"
    search_kind = "page"

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def get_context(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> dict[str, Any]:
        """Add the pages below this one."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["children"] = StandardPage.objects.live().public().child_of(self)
        return context
