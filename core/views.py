"""Views that every package builds on, and the pages for errors."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import connection
from django.db.utils import DatabaseError
from django.forms import BaseForm
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.generic import FormView

from core.files.policies import can_fetch_file
from core.models import StoredFile
from core.refusals import Refusal
from core.search.health import search_health


class ServiceFormView(FormView[BaseForm]):
    """A form whose submission is one service call.

    Subclasses write ``perform``. What a service refuses appears beside the
    field it names, and everything typed stays.
    """

    success_message: str | Promise = ""

    def perform(self, form: BaseForm) -> Any:  # noqa: ANN401 - as redirect() takes it
        """Call the service and return where to go, or an object with a URL."""
        raise NotImplementedError

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """Perform, then redirect; show a refusal in the form."""
        try:
            result = self.perform(form)
        except Refusal as refusal:
            field = refusal.field if refusal.field in form.fields else None
            form.add_error(field, str(refusal.message))
            return self.form_invalid(form)
        if self.success_message:
            messages.success(self.request, str(self.success_message))
        return redirect(str(self.success_url or "") or result)

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """Show the form again with what was typed, as a client error."""
        context = self.get_context_data(form=form)
        return self.render_to_response(context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def refused_on(
    page: type[Any] | Callable[..., HttpResponse],
    request: HttpRequest,
    refusal: Refusal,
    **kwargs: Any,
) -> HttpResponse:
    """Show the page a refused button stood on, with the reason, as a client error.

    ``page`` is a view: a function, or a class that shows the page on ``get``.
    """
    messages.error(request, str(refusal.message))
    if isinstance(page, type):
        view = page()
        view.setup(request, **kwargs)
        page = view.get
    response: HttpResponse = page(request, **kwargs)
    response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return response


class StepFormView(ServiceFormView):
    """A step's form, shown only while the step is open.

    Subclasses say whether it is, and where the matter itself is shown.
    """

    def is_open(self) -> bool:
        """Tell whether the step can be taken now."""
        raise NotImplementedError

    def matter_url(self) -> str:
        """Return the page of what the step is about."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or lead to the matter and say that the step is closed."""
        if not self.is_open():
            messages.info(
                request,
                _("This step is not open now. The page shows where it stands."),
            )
            return redirect(self.matter_url())
        return super().get(request, *args, **kwargs)


def fetch_file(request: HttpRequest, pk: str) -> FileResponse:
    """Serve a private file as an attachment to whoever its policy allows."""
    stored = get_object_or_404(StoredFile, pk=pk)
    if not can_fetch_file(request.user, stored):
        raise Http404
    response = FileResponse(stored.content.open("rb"), content_type=stored.content_type)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=stored.original_name
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """Name each part the portal needs and whether it answers."""
    parts = {"database": _database_answers()}
    ready = all(parts.values())
    report = {name: "up" if up else "down" for name, up in parts.items()}
    status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
    answer: dict[str, Any] = {"ready": ready, "parts": report}
    if ready:
        answer["search"] = search_health()
    return JsonResponse(answer, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Show the page for a request that cannot be understood."""
    return _error_page(request, HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Show the page for something this person may not do."""
    return _error_page(request, HTTPStatus.FORBIDDEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show the page for a form sent without the token that came with it."""
    del reason
    return render(request, "errors/csrf.html", status=HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Show the page for something that is not there."""
    return _error_page(request, HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """Show the page for a fault of ours; it needs neither database nor session."""
    return render(
        # No request: a context processor may be what failed.
        None,
        "errors/500.html",
        status=HTTPStatus.INTERNAL_SERVER_ERROR,
    )


def _error_page(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    context: dict[str, Any] = {"path": request.path}
    return render(request, f"errors/{status.value}.html", context, status=status)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True
