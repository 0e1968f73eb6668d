"""News."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import PageManager, PageQuerySet

from cms.models.base import ONE_PER_LANGUAGE, ContentPage, IndexPage, Pages


class NewsQuerySet(PageQuerySet):
    """News pages."""

    def newest(self) -> Self:
        """Return them newest first."""
        newest: Self = self.order_by("-published_on", "-pk")
        return newest


class NewsIndexPage(IndexPage):
    """All news."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.NewsPage"]
    max_count = ONE_PER_LANGUAGE
    template = "cms/news_index_page.html"

    class Meta:
        verbose_name = _("news list")
        verbose_name_plural = _("news lists")

    def listed(self) -> Pages:
        """Return the news, newest first."""
        return NewsPage.objects.live().public().child_of(self).newest()


class NewsPage(ContentPage):
    """One piece of news."""

    published_on = models.DateField(_("day of publication"))

    objects = PageManager.from_queryset(NewsQuerySet)()

    content_panels = [
        *ContentPage.content_panels[:2],
        FieldPanel("published_on"),
        *ContentPage.content_panels[2:],
    ]
    search_kind = "news"
    parent_page_types = ["cms.NewsIndexPage"]
    subpage_types: list[str] = []
    template = "cms/news_page.html"

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")
