"""Staff screens of imports: choose a list, preview it, take it over or back."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core import clock
from core.exports import workbook_response
from core.journal.recording import plain
from core.models.imports import ImportBatch, ImportState, RowOutcome
from core.refusals import Refusal
from core.sheets.blank import blank_workbook
from core.sheets.importing import Importer, importer_for, importers
from core.sheets.permissions import can_see_import, imports_visible_to
from core.sheets.services import (
    commit_import,
    discard_import,
    preview_import,
    undo_import,
)
from core.views import ServiceFormView, refused_on

ROWS_PER_PAGE = 100
_ACTIONS: dict[str, tuple[Callable[..., Any], str | Promise]] = {
    "commit": (commit_import, _("The list was imported.")),
    "discard": (discard_import, _("The preview was put aside.")),
    "undo": (undo_import, _("The import was undone.")),
}


class ImportFileForm(forms.Form):
    """A file to read."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "An .xlsx or .csv file. Nothing is changed before you confirm the preview."
        ),
    )


class ImportsMixin(WagtailAdminTemplateMixin):
    """What the screens of imports share."""

    header_icon = "upload"
    page_title = _("Imports")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list of imports."""
        above = {"url": reverse("imports:index"), "label": _("Imports")}
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, above, here]


class ImportIndexView(ImportsMixin, TemplateView):
    """The lists this person may take over, and what was taken over before."""

    template_name = "core/imports/index.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Stand below the front page."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name importers and recent batches."""
        mine = usable_importers(self.request)
        if not mine:
            raise PermissionDenied
        batches = imports_visible_to(self.request.user)
        page = Paginator(batches.select_related("uploaded_by"), ROWS_PER_PAGE)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        labels = {importer.key: importer.label for importer in mine}
        page_obj = page.get_page(self.request.GET.get("page"))
        return context | {
            "importers": mine,
            "page_obj": page_obj,
            "batches": [(batch, labels[batch.importer]) for batch in page_obj],
        }


class ImportUploadView(ImportsMixin, ServiceFormView):
    """Upload a list; the preview follows."""

    template_name = "core/imports/upload.html"

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Find the importer, for those who may use it."""
        self.importer = importer_or_404(request, kwargs["key"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str | Promise:
        """Return the name of the list."""
        return self.importer.label

    def get_form_class(self) -> type[forms.Form]:
        """Return the file field with the importer's own."""
        return type("UploadForm", (ImportFileForm,), self.importer.option_fields())

    def perform(self, form: forms.BaseForm) -> object:
        """Preview the file."""
        values = dict(form.cleaned_data)
        upload = values.pop("file")
        options = {name: plain(value) for name, value in values.items()}
        batch = preview_import(
            self.importer(**options),
            upload,
            actor=self.request.user,  # type: ignore[arg-type] # the admin knows no strangers
            at=clock.now(),
        )
        return reverse("imports:batch", args=[batch.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the importer and its columns."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        columns = self.importer(**dict.fromkeys(self.importer.option_fields())).columns
        return context | {"importer": self.importer, "columns": columns}


class ImportBatchView(ImportsMixin, TemplateView):
    """What a file would do or did, row by row."""

    template_name = "core/imports/batch.html"

    def get_page_title(self) -> str:
        """Return the file's name."""
        return str(self.batch.file_name)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the batch, for those who may see it."""
        super().setup(request, *args, **kwargs)
        self.batch = batch_or_404(request, kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add one page of rows, those needing attention unless asked otherwise."""
        batch = self.batch
        outcome = self.request.GET.get("outcome", "")
        rows = batch.rows.all()
        if outcome in RowOutcome.values:
            rows = rows.filter(outcome=outcome)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "batch": batch,
            "label": importer_for(batch.importer).label,
            "page_obj": Paginator(rows, ROWS_PER_PAGE).get_page(
                self.request.GET.get("page")
            ),
            "outcome": outcome,
            "outcomes": [
                (choice.value, choice.label, getattr(batch, f"{choice.value}_count"))
                for choice in RowOutcome
            ],
            "is_previewed": batch.state == ImportState.PREVIEWED,
            "is_committed": batch.state == ImportState.COMMITTED,
        }


class ImportActionView(View):
    """Take over, put aside or take back; each is one service call."""

    def post(self, request: HttpRequest, pk: int, action: str) -> HttpResponse:
        """Do it, or show why not."""
        batch = batch_or_404(request, pk)
        if action not in _ACTIONS:
            raise Http404
        service, done = _ACTIONS[action]
        try:
            service(batch_id=batch.pk, actor=request.user, at=clock.now())
        except Refusal as refusal:
            return refused_on(ImportBatchView, request, refusal, pk=batch.pk)
        messages.success(request, str(done))
        return redirect("imports:batch", pk=batch.pk)


def blank_file(request: HttpRequest, key: str) -> HttpResponseBase:
    """Send the workbook to fill in."""
    importer = importer_or_404(request, key)
    made = importer(**dict.fromkeys(importer.option_fields()))
    return workbook_response(blank_workbook(made), name=key)


def usable_importers(request: HttpRequest) -> list[type[Importer]]:
    """Return the importers this person may use."""
    return [importer for importer in importers() if importer.can_import(request.user)]


def importer_or_404(request: HttpRequest, key: str) -> type[Importer]:
    """Return an importer this person may use; raise Http404 otherwise."""
    for importer in usable_importers(request):
        if importer.key == key:
            return importer
    raise Http404


def batch_or_404(request: HttpRequest, pk: int) -> ImportBatch:
    """Return an import this person may see; raise Http404 otherwise."""
    batch = get_object_or_404(ImportBatch, pk=pk)
    if not can_see_import(request.user, batch):
        raise Http404
    return batch
