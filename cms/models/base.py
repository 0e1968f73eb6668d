"""What all content pages share."""

from http import HTTPStatus
from typing import Any, ClassVar, TypeAlias

from django.conf import settings
from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.blocks import BodyBlock
from cms.finding import PageFilter

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
    # The kind of document that the search makes of it.
    search_kind: ClassVar[str] = ""

    class Meta:
        abstract = True

    @property
    def trail(self) -> list[tuple[str, str]]:
        """The pages above this one, below the home page, with their addresses."""
        above = self.get_ancestors().filter(depth__gt=2)
        return [(page.title, page.get_url()) for page in above]


class IndexPage(ContentPage):
    """A page that lists its children, in pages, with filters."""

    filterset_class: type[PageFilter] = PageFilter

    class Meta:
        abstract = True

    def listed(self) -> Pages:
        """Return the live children in the order of this list."""
        raise NotImplementedError

    def get_context(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> dict[str, Any]:
        """Add the filters, and one page of what they leave as ``page_obj``."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        filters = self.filterset_class(request.GET, self.listed(), request=request)
        context["filterset"] = filters
        context["page_obj"] = page_of(filters.qs, request)
        return context

    def serve(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> TemplateResponse:
        """Answer; filters that make no sense are explained beside their fields."""
        response: TemplateResponse = super().serve(request, *args, **kwargs)
        context = response.context_data
        if context is not None and not context["filterset"].is_valid():
            response.status_code = HTTPStatus.BAD_REQUEST
        return response


def page_of(rows: Pages, request: HttpRequest) -> PaginatorPage:
    """Return the page of ``rows`` that the request asks for."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
