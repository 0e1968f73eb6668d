"""One search over everything public."""

from http import HTTPStatus
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cms.search import position_or_404
from core.search import search, suggest
from core.search.asking import SearchResults
from core.search.documents import facet_kinds
from core.search.questions import KIND, YEAR, Position
from core.search.text import MAX_QUERY

SORTS = [
    {"name": "relevance", "label": _("Best match first")},
    {"name": "newest", "label": _("Newest first")},
    {"name": "oldest", "label": _("Oldest first")},
]


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Show what is found, with facets, suggestions and tips."""
    query, after = _query(request), _position(request)
    results = search(
        query,
        user=request.user,
        facets=_chosen(request),
        sort=request.GET.get("sort", ""),
        page=_page_number(request),
        after=after,
    )
    if results.page > results.pages or (after is not None and not results.hits):
        raise Http404
    context = {**_context(query, results), "after": after}
    if after is not None or results.page == results.pages:
        context["goes_on"] = results.last
    return render(request, "cms/search/search.html", context)


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """Return names that go on as the query begins."""
    found = suggest(_query(request), user=request.user)
    return JsonResponse(
        {
            "suggestions": [
                {"title": one.title, "url": one.url, "kind": str(one.kind_label)}
                for one in found
            ]
        },
        status=HTTPStatus.OK,
    )


def _query(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").split())[:MAX_QUERY]


def _chosen(request: HttpRequest) -> dict[str, list[str]]:
    names = [KIND, YEAR, *(facet.name for facet in facet_kinds())]
    return {name: request.GET.getlist(name)[:50] for name in names}


def _page_number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    if not asked.isascii() or not asked.isdigit() or not int(asked[:9]) >= 1:
        raise Http404
    return int(asked[:9])


def _position(request: HttpRequest) -> Position | None:
    """Return where the page before ended, for whoever reads beyond the last number."""
    written = request.GET.get("after")
    return None if written is None else position_or_404(written)


def _context(query: str, results: SearchResults) -> dict[str, Any]:
    pages = Paginator(range(results.total), results.page_size)
    return {
        "query": query,
        "results": results,
        "page_obj": pages.page(results.page),
        "sorts": SORTS,
        "is_narrowed": any(
            option.chosen for facet in results.facets for option in facet.options
        ),
    }
