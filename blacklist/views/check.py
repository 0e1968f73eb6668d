"""Checking a name, and the receipt of a check."""

from datetime import date
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.models import User
from blacklist import services
from blacklist.facts import Facts, facts_at
from blacklist.forms import CheckForm
from blacklist.models import NamePublication, ScreeningReceipt
from blacklist.queries import NameQuery
from blacklist.receipts import end_of_day, receipt_document
from blacklist.selectors import current_publications, publications_matching
from blacklist.views.privacy import not_indexed
from core import clock
from core.refusals import Refusal
from core.translog.canonical import plain_payload


@not_indexed
def check(request: HttpRequest) -> HttpResponse:
    """Answer whether a name is published, as published on a day."""
    asked = "q" in request.GET
    form = CheckForm(request.GET if asked else None)
    context: dict[str, object] = {"form": form, "today": clock.today()}
    if asked and form.is_valid():
        context |= _answer(form.query)
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render(request, "blacklist/check.html", context, status=status)


@require_POST
@not_indexed
def make_receipt(request: HttpRequest) -> HttpResponse:
    """Keep the answer as a receipt."""
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _unanswered(request, form)
    query = form.query
    try:
        made = services.screen_name(
            name=query.name,
            credit_code=query.credit_code,
            on=query.on,
            actor=request.user if isinstance(request.user, User) else None,
            at=clock.now(),
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal.message))
        return _unanswered(request, form)
    return redirect(made)


@not_indexed
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Show a receipt; what has ended since is not repeated."""
    made = get_object_or_404(ScreeningReceipt, code=code)
    rows = _still_shown(made)
    complete = len(rows) == len(made.publications)
    context = {
        "receipt": made,
        "rows": [(row, facts_at(row, end_of_day(made.on))) for row in rows],
        "complete": complete,
    }
    return render(request, "blacklist/receipt.html", context)


@not_indexed
def receipt_json(request: HttpRequest, code: str) -> HttpResponse:
    """Give the document whose digest the receipt carries."""
    made = get_object_or_404(ScreeningReceipt, code=code)
    rows = _still_shown(made)
    if len(rows) != len(made.publications):
        raise Http404
    facts: list[Facts | None] = [facts_at(row, end_of_day(made.on)) for row in rows]
    return JsonResponse(
        plain_payload(receipt_document(made, facts)),
        json_dumps_params={"ensure_ascii": False, "indent": 1, "sort_keys": True},
    )


def _answer(query: NameQuery) -> dict[str, object]:
    today = clock.today()
    rows = publications_matching(
        name=query.name, credit_code=query.credit_code, on=today
    )
    found = rows.filter(published_on__lte=query.on).order_by("published_at", "pk")
    return {
        "query": query,
        "rows": [(row, _facts_on(row, query.on, today)) for row in found],
        "is_past": query.on < today,
    }


def _facts_on(row: NamePublication, day: date, today: date) -> Facts | None:
    return facts_at(row, clock.now() if day == today else end_of_day(day))


def _still_shown(made: ScreeningReceipt) -> list[NamePublication]:
    shown = current_publications(clock.today()).prefetch_related("corrections")
    return list(
        shown.filter(number__in=made.publications).order_by("published_at", "pk")
    )


def _unanswered(request: HttpRequest, form: CheckForm) -> HttpResponse:
    return render(
        request,
        "blacklist/check.html",
        {"form": form, "today": clock.today()},
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    )
