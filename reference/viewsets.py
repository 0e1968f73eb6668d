"""Reference data in the admin: lists, filters, forms that call services."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import quote
from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import yesno
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from core import clock
from core.journal import journal_of
from core.models import JournalEntry
from core.refusals import Refusal
from core.staff_lists import DayColumn, InstantColumn, ReadableExport, TextColumn
from core.templatetags.portal import NOTHING
from reference import services
from reference.models import (
    Article,
    CoalFactor,
    EmissionFactor,
    Holiday,
    Indicator,
    Industry,
    IndustryLabel,
    Instrument,
    Jurisdiction,
    LabelledIndustry,
    LegalTerm,
    PlanTarget,
    Service,
    Unit,
)
from reference.selectors import uses_of

# Foreign keys with thousands of choices: their code is typed, not picked.
TYPED_KEYS = {"parent", "industry", "jurisdiction"}


class UnverifiedColumn(StatusTagColumn):
    """A badge on rows whose values still have to be confirmed."""

    cell_template_name = "reference/admin/unverified_cell.html"


class TruthColumn(Column):
    """Yes or no, in the reader's words."""

    def get_value(self, instance: models.Model) -> str:
        """Return the word."""
        return str(yesno(super().get_value(instance)))


class ReferenceForm(WagtailAdminModelForm):
    """A form that never changes the key of a row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Lock the key, and the place in the tree, of a row that exists."""
        super().__init__(*args, **kwargs)
        for name in TYPED_KEYS & self.fields.keys():
            self.fields[name].widget = forms.TextInput()
        if "instance" in kwargs and self.instance.pk:
            kept = {self._meta.model._meta.pk.name, "key", "parent"}
            for name in kept & self.fields.keys():
                self.fields[name].disabled = True


class _SavesThroughService:
    """What adding and changing share."""

    def save_instance(self) -> models.Model:
        """Save by the service, which writes the journal."""
        return services.save_reference_row(
            row=self.form.save(commit=False),  # type: ignore[attr-defined]  # a Wagtail view
            actor=self.request.user,  # type: ignore[attr-defined]  # as above
            at=clock.now(),
        )


class IndexView(ReadableExport, generic.IndexView):
    """The rows."""

    def get_base_queryset(self) -> models.QuerySet[models.Model]:
        """Return the rows with what they point at, for the columns that name it."""
        rows: models.QuerySet[models.Model] = super().get_base_queryset()
        return rows.select_related(
            *(f.name for f in rows.model._meta.concrete_fields if f.is_relation)
        )


class AddView(_SavesThroughService, generic.CreateView):
    """Add a row."""


class EditView(_SavesThroughService, generic.EditView):
    """Change a row."""


class DeleteView(generic.DeleteView):
    """Remove a row that nothing points at."""

    template_name = "reference/admin/confirm_delete.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the rows and the row."""
        options = self.model._meta
        edit_url = reverse(self.edit_url_name, args=[quote(self.object.pk)])
        return [
            *self.breadcrumbs_items,
            {
                "url": reverse(self.index_url_name),
                "label": capfirst(options.verbose_name_plural),
            },
            {"url": edit_url, "label": str(self.object)},
            {"url": "", "label": self.page_title, "sublabel": str(self.object)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say who uses the row, and whether an update brings it back."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "uses": uses_of(self.object),
            "is_shipped": bool(self.object.shipped),
            "edit_url": reverse(self.edit_url_name, args=[quote(self.object.pk)]),
            "can_end": any(f.name == "valid_until" for f in self.model._meta.fields),
        }

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        """Remove by the service; say why where it refuses."""
        removed = self.get_success_message()
        try:
            services.remove_reference_row(
                row=self.object, actor=self.request.user, at=clock.now()
            )
        except Refusal as refusal:
            messages.error(self.request, str(refusal.message))
            response: HttpResponse = self.render_to_response(
                self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY
            )
            return response
        messages.success(self.request, removed)
        return redirect(self.get_success_url())


class HistoryView(generic.HistoryView):
    """What operators did with a row, out of our journal."""

    # Entries are few, and told by whole sentences.
    filterset_class = None
    verbose_name_plural = JournalEntry._meta.verbose_name_plural

    @cached_property
    def columns(self) -> list[Column]:
        """Name the columns."""
        return [
            Column("sentence", label=_("What was done")),
            Column("changes", label=_("Before and after"), accessor=self.changes_of),
            TextColumn("actor", label=_("By")),
            InstantColumn("at", label=_("When")),
        ]

    def get_base_queryset(self) -> models.QuerySet[JournalEntry]:
        """Return the entries about the row, newest first."""
        return journal_of(self.object).order_by("-at", "-pk")

    def changes_of(self, entry: JournalEntry) -> SafeString | str:
        """Return a line for each column that was changed."""
        changes = entry.facts.get("changes") or {}
        lines = [
            (capfirst(self.model._meta.get_field(name).verbose_name), *map(_told, pair))
            for name, pair in changes.items()
        ]
        return format_html_join(mark_safe("<br>"), "{}: {} → {}", lines) or NOTHING


class ReferenceViewSet(ModelViewSet):
    """The admin of one kind of reference row."""

    index_view_class = IndexView
    add_view_class = AddView
    edit_view_class = EditView
    delete_view_class = DeleteView
    history_view_class = HistoryView
    copy_view_enabled = False
    add_to_reference_index = False
    exclude_form_fields = ["shipped"]
    list_per_page = 50
    search_backend_name = None
    shown: list[str | Column] = []
    narrowed_by: list[str] = []
    searched: list[str] = ["name", "name_en"]

    def __init__(self, name: str | None = None, **kwargs: Any) -> None:
        """Derive columns, filters and search from what the subclass names."""
        flagged = any(f.name == "unverified" for f in self.model._meta.fields)
        badge = UnverifiedColumn(
            "unverified", label=_("Verification"), sort_key="unverified"
        )
        shown = [self.readable(column) for column in self.shown]
        self.list_display = [*shown, *([badge] if flagged else [])]
        self.list_filter = [*self.narrowed_by, *(["unverified"] if flagged else [])]
        self.search_fields = self.searched
        self.list_export = [field.name for field in self.exported()]
        super().__init__(name, **kwargs)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Leave out the library's index of uses, which knows pages only."""
        told: dict[str, Any] = {"usage_url_name": None, **kwargs}
        return dict(super().get_common_view_kwargs(**told))

    def get_urlpatterns(self) -> list[Any]:
        """Return the pages, without that of the library's index of uses."""
        return [one for one in super().get_urlpatterns() if one.name != "usage"]

    def readable(self, column: str | Column) -> str | Column:
        """Return a column that shows a choice by its label and a truth by a word."""
        if isinstance(column, Column):
            return column
        field = self.model._meta.get_field(column)
        told = {"label": capfirst(field.verbose_name), "sort_key": column}
        if isinstance(field, models.BooleanField):
            return TruthColumn(column, **told)
        if isinstance(field, models.DateField):
            return DayColumn(column, **told)
        if field.choices:
            return Column(column, accessor=f"get_{column}_display", **told)
        return column

    def exported(self) -> list[models.Field]:
        """Return the columns of a download."""
        return [f for f in self.model._meta.concrete_fields if f.name != "shipped"]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:  # noqa: FBT001, FBT002 - Wagtail's signature
        """Return a form for every column an operator may write."""
        fields = [f.name for f in self.exported() if f.editable and not f.auto_created]
        return forms.modelform_factory(self.model, form=ReferenceForm, fields=fields)


def _told(value: str) -> str:
    return value or NOTHING


def text_column(name: str, label: str | Promise) -> Column:
    """Return a column that shows an attribute of the row."""
    head = capfirst(label)  # type: ignore[type-var] # lazy texts are taken, too
    return Column(name, label=head, accessor=name)


class HolidayViewSet(ReferenceViewSet):
    """Holidays and make-up days."""

    model = Holiday
    icon = "calendar-alt"
    shown = ["day", "name", "name_en", "is_working"]
    narrowed_by = ["is_working", "day"]


class InstrumentViewSet(ReferenceViewSet):
    """Legal instruments."""

    model = Instrument
    icon = "doc-full"
    shown = [
        text_column("label", _("title")),
        "number",
        "valid_from",
        "valid_until",
    ]
    searched = ["title", "title_en", "number", "key"]


class ArticleViewSet(ReferenceViewSet):
    """Articles."""

    model = Article
    icon = "list-ul"
    shown = ["key", text_column("citation", _("article")), "valid_from", "valid_until"]
    narrowed_by = ["instrument"]
    searched = ["key", "label", "gist", "gist_en", "topic"]


class LegalTermViewSet(ReferenceViewSet):
    """Periods and thresholds."""

    model = LegalTerm
    icon = "time"
    shown = [
        "key",
        text_column("label", _("description")),
        "amount",
        "unit",
        "valid_from",
        "valid_until",
    ]
    narrowed_by = ["unit"]
    searched = ["key", "description", "description_en"]


class PlanTargetViewSet(ReferenceViewSet):
    """Targets of the plan."""

    model = PlanTarget
    icon = "pick"
    shown = [text_column("label", _("name")), "value", "value_to", "unit", "year"]
    narrowed_by = ["instrument", "year"]


class CoalFactorViewSet(ReferenceViewSet):
    """Standard coal factors."""

    model = CoalFactor
    icon = "decimal"
    shown = [text_column("label", _("name")), "value", "unit", "vintage", "document"]
    narrowed_by = ["carrier", "vintage"]
    searched = ["key", "name", "name_en"]


class EmissionFactorViewSet(ReferenceViewSet):
    """Emission factors."""

    model = EmissionFactor
    icon = CoalFactorViewSet.icon
    shown = CoalFactorViewSet.shown
    narrowed_by = CoalFactorViewSet.narrowed_by
    searched = CoalFactorViewSet.searched


class IndustryLabelViewSet(ReferenceViewSet):
    """Key industries."""

    model = IndustryLabel
    icon = "tag"
    shown = [text_column("label", _("name")), "key", "position", "is_process"]
    narrowed_by = ["is_process"]


class LabelledIndustryViewSet(ReferenceViewSet):
    """Codes that key industries cover."""

    model = LabelledIndustry
    icon = "link"
    shown = ["industry_label", "industry", "note"]
    narrowed_by = ["industry_label"]
    searched = ["industry__name", "industry__code", "note"]


class IndustryViewSet(ReferenceViewSet):
    """The national classification."""

    model = Industry
    icon = "cogs"
    shown = ["code", text_column("label", _("name")), "level"]
    narrowed_by = ["level"]
    searched = ["code", "name", "name_en"]


class JurisdictionViewSet(ReferenceViewSet):
    """Administrative divisions."""

    model = Jurisdiction
    icon = "globe"
    shown = [
        "code",
        text_column("label", _("name")),
        "level",
        "is_unit",
        "statistical",
    ]
    narrowed_by = ["level", "is_unit", "statistical"]
    searched = ["code", "name", "name_en", "short_name"]


class ServiceViewSet(ReferenceViewSet):
    """The six services."""

    model = Service
    icon = "clipboard-list"
    shown = [text_column("label", _("name")), "key", "position"]


class UnitViewSet(ReferenceViewSet):
    """Units of measurement."""

    model = Unit
    icon = "order"
    shown = ["key", "symbol", text_column("label", _("name")), "dimension"]
    narrowed_by = ["dimension"]


class IndicatorViewSet(ReferenceViewSet):
    """Indicators."""

    model = Indicator
    icon = "history"
    shown = [text_column("label", _("name")), "key", "unit", "restrictive"]
    narrowed_by = ["group", "better", "restrictive"]


class ReferenceGroup(ModelViewSetGroup):
    """Everything an operator keeps, in one menu."""

    menu_label = pgettext_lazy("admin menu", "Reference data")
    menu_icon = "table"
    menu_order = 700
    items = (
        HolidayViewSet,
        InstrumentViewSet,
        ArticleViewSet,
        LegalTermViewSet,
        PlanTargetViewSet,
        CoalFactorViewSet,
        EmissionFactorViewSet,
        IndustryLabelViewSet,
        LabelledIndustryViewSet,
        IndustryViewSet,
        JurisdictionViewSet,
        ServiceViewSet,
        UnitViewSet,
        IndicatorViewSet,
    )
