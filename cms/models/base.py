"""What all content pages share."""

from typing import Any, TypeAlias

from django.conf import settings
from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.blocks import BodyBlock

# One page of a kind in each language.
ONE_PER_LANGUAGE = len(settings.LANGUAGES)
PER_PAGE = 20

# A queryset of pages; Wagtail's are untyped.
Pages: TypeAlias = Any


class ContentPage(Page):
    """A page with a lede and a body."""

    lede = models.TextField(
        _("lede"),
        max_length=300,
        blank=True,
        help_text=_("What the reader gets from this page, in one or two sentences."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lede"), FieldPanel("body")]
    search_fields = [
        *Page.search_fields,
        index.SearchField("lede"),
        index.SearchField("body"),
    ]
    show_in_menus_default = False

    class Meta:
        abstract = True

    @property
    def trail(self) -> list[tuple[str, str]]:
        """The pages above this one, below the home page, with their addresses."""
        above = self.get_ancestors().filter(depth__gt=2)
        return [(page.title, page.get_url()) for page in above]


class IndexPage(ContentPage):
    """A page that lists its children, newest first, in pages."""

    class Meta:
        abstract = True

    def listed(self, request: HttpRequest) -> Pages:
        """Return the live children in the order of this list."""
        raise NotImplementedError

    def get_context(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> dict[str, Any]:
        """Add one page of the list as ``page_obj``."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["page_obj"] = page_of(self.listed(request), request)
        return context


def page_of(rows: Pages, request: HttpRequest) -> PaginatorPage:
    """Return the page of ``rows`` that the request asks for."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
