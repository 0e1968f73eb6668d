"""The home page."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms import front_page
from cms.models.base import ONE_PER_LANGUAGE, ContentPage, Pages
from cms.models.news import NewsPage
from core.clock import now


class HomePage(ContentPage):
    """The first page, one in each language."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "cms.StandardPage",
        "cms.PolicyIndexPage",
        "cms.NewsIndexPage",
        "cms.TechnologyIndexPage",
        "cms.CaseStudyIndexPage",
    ]
    max_count = ONE_PER_LANGUAGE
    template = "cms/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> dict[str, Any]:
        """Add what is new on the market."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        at = now()
        context |= {
            "figures": front_page.figures(at),
            "columns": front_page.columns(at),
            "news": latest_news(self),
        }
        return context


def latest_news(home: Page) -> Pages:
    """Return the three newest news pages below ``home``."""
    return NewsPage.objects.live().public().descendant_of(home).newest()[:3]
