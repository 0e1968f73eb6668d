"""The page that explains open data to people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.api.guide import guide_to
from cms.api.paging import MOST
from cms.api.routes import api


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """Explain every operation of the open interface."""
    context = {"guide": guide_to(api.get_openapi_schema()), "most_rows": MOST}
    return render(request, "cms/api/docs.html", context)
