"""Tips and cases on the authority's desk."""

from collections.abc import Callable
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies.base import BasePermissionPolicy

from accounts.enums import StaffRole
from accounts.models import User
from accounts.requests import acting_of, person_of
from blacklist import services
from blacklist.enums import ConductKind, Tier
from blacklist.models import Hearing, NamePublication, Tip, ViolationCase
from blacklist.selectors import cases_visible_to, tips_visible_to
from blacklist.services.cases import Charge
from blacklist.staff_forms import CaseForm, CaseStepForm, TipAnswerForm
from blacklist.staff_moves import BY_NAME, StaffMove, next_moves
from blacklist.states import OPEN, UNDECIDED, CaseState, TipState
from core import clock
from core.clocks import deadlines_of
from core.journal import journal_of
from core.models import JournalEntry
from core.refusals import MoveRefused
from core.staff_lists import DueColumn, InstantColumn, StaffIndexView
from core.staff_pages import StaffPage
from core.views import ServiceFormView, StepFormView, refused_on
from reference.filters import ALL, WithinFilter


class DeskPolicy(BasePermissionPolicy):
    """Holders of a post look; every change goes through a service."""

    def user_has_permission(self, user: User, action: str) -> bool:
        """Let holders of a post view."""
        return action == "view" and holds_post(user)

    def user_has_any_permission(self, user: User, actions: list[str]) -> bool:
        """Tell whether one of the actions is allowed."""
        return any(self.user_has_permission(user, action) for action in actions)


def holds_post(user: User) -> bool:
    """Tell whether ``user`` holds a post today."""
    return user.staff_posts.held_on(clock.today()).exists()


class CaseFilterSet(WagtailFilterSet):
    """Narrow the cases down."""

    open = django_filters.ChoiceFilter(
        label=pgettext_lazy("desk", "Progress"),
        choices=[("yes", pgettext_lazy("case", "Open")), ("no", _("Over"))],
        empty_label=ALL,
        method="keep_open",
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=CaseState.choices, empty_label=ALL
    )
    kind = django_filters.ChoiceFilter(
        label=_("Conduct"), choices=ConductKind.choices, empty_label=ALL
    )
    tier = django_filters.ChoiceFilter(
        label=_("Tier"), choices=Tier.choices, empty_label=ALL
    )
    place = WithinFilter()

    class Meta:
        model = ViolationCase
        fields: list[str] = []

    def keep_open(
        self, cases: QuerySet[ViolationCase], name: str, value: str
    ) -> QuerySet[ViolationCase]:
        """Keep cases that are open, or those that are over."""
        del name
        if value == "yes":
            return cases.filter(state__in=OPEN)
        return cases.exclude(state__in=OPEN)


class TipFilterSet(WagtailFilterSet):
    """Narrow the tips down."""

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=TipState.choices, empty_label=ALL
    )
    place = WithinFilter()

    class Meta:
        model = Tip
        fields: list[str] = []


class CaseIndexView(StaffIndexView):
    """Cases of the places a person's posts cover."""

    page_title = _("Violation cases")
    filterset_class = CaseFilterSet
    default_ordering = "-filed_at"
    search_fields = ["number", "party_name", "party_credit_code"]
    list_export = [
        "number",
        "state",
        "party_name",
        "party_credit_code",
        "kind",
        "tier",
        "jurisdiction",
        "handler",
        "filed_at",
        "decision_due_on",
    ]
    export_filename = "cases"

    @cached_property
    def columns(self) -> list[Any]:
        """Name the columns."""
        return [
            TitleColumn(
                "number",
                classname="unbroken",
                label=_("Number"),
                sort_key="number",
                get_url=lambda row: reverse("blacklist_cases:case", args=[row.number]),
            ),
            Column("party_name", label=_("Party"), sort_key="party_name"),
            Column("state", label=_("State"), accessor="get_state_display"),
            Column("kind", label=_("Conduct"), accessor="get_kind_display"),
            Column(
                "place",
                label=pgettext_lazy("register", "Place"),
                accessor="jurisdiction.label",
            ),
            Column(
                "handler",
                label=pgettext_lazy("case", "Handler"),
                accessor="handler.name",
                classname="unbroken",
            ),
            DueColumn(
                "decision_due_on",
                label=_("Decision due"),
                sort_key="decision_due_on",
                # A decided or closed case owes no decision.
                accessor=lambda row: (
                    row.decision_due_on if row.state in UNDECIDED else None
                ),
            ),
        ]

    def get_base_queryset(self) -> QuerySet[ViolationCase]:
        """Return what this person may see."""
        return cases_visible_to(self.request.user, clock.today())

    @cached_property
    def header_buttons(self) -> list[Any]:
        """Offer to open a case."""
        if not _is_handler(self.request):
            return []
        return [
            HeaderButton(
                label=_("Open a case"),
                url=reverse("blacklist_cases:new"),
                icon_name="plus",
            )
        ]


class TipIndexView(StaffIndexView):
    """Tips of the places where a person handles or reviews."""

    page_title = _("Tips")
    filterset_class = TipFilterSet
    default_ordering = "-received_at"
    search_fields = ["number", "provider_name"]
    list_export = [
        *("number", "state", "provider_name", "kind", "jurisdiction", "received_at"),
    ]
    export_filename = "tips"

    @cached_property
    def columns(self) -> list[Any]:
        """Name the columns."""
        return [
            TitleColumn(
                "number",
                classname="unbroken",
                label=_("Number"),
                sort_key="number",
                get_url=lambda row: reverse("blacklist_tips:tip", args=[row.number]),
            ),
            Column("provider_name", label=_("Provider concerned")),
            Column("state", label=_("State"), accessor="get_state_display"),
            Column("kind", label=_("Conduct"), accessor="get_kind_display"),
            Column(
                "place",
                label=pgettext_lazy("register", "Place"),
                accessor="jurisdiction.label",
            ),
            InstantColumn(
                "received_at", label=_("Received at"), sort_key="received_at"
            ),
        ]

    def get_base_queryset(self) -> QuerySet[Tip]:
        """Return what this person may see."""
        return tips_visible_to(self.request.user, clock.today())


class DeskPage(StaffPage):
    """A page of the desk for holders of a post."""

    request: HttpRequest
    header_icon = "warning"
    list_name = "blacklist_cases:index"
    list_label = _("Violation cases")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list, and name the page."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(self.list_name), "label": self.list_label},
            {
                "url": "",
                "label": self.get_page_title(),
                "sublabel": self.get_page_subtitle(),
            },
        ]

    def test_func(self) -> bool:
        """Let holders of a post in."""
        return bool(acting_of(self.request).posts)


class CasePage(DeskPage):
    """A page about one case."""

    kwargs: dict[str, Any]

    @cached_property
    def case(self) -> ViolationCase:
        """Return the case; one outside the territory is a 404."""
        found = cases_visible_to(self.request.user, clock.today()).select_related(
            "proposed_by",
            "reviewed_by",
            "sanction_basis__instrument",
            "rectification_standard__instrument",
        )
        return get_object_or_404(found, number=self.kwargs["number"])

    @property
    def case_url(self) -> str:
        """Return the address of the case's page."""
        return reverse("blacklist_cases:case", args=[self.case.number])


class CaseView(CasePage, TemplateView):
    """Everything about a case, and what can be done next."""

    template_name = "blacklist/admin/case.html"

    @property
    def page_title(self) -> str:
        """Head the page."""
        return self.case.number

    @property
    def page_subtitle(self) -> str:
        """Name the party."""
        return self.case.party_name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather the parts of the case."""
        case, today = self.case, clock.today()
        context: dict[str, Any] = super().get_context_data(**kwargs)
        moves = next_moves(case, person_of(self.request), today)
        context |= {
            "case": case,
            "open_moves": [one.move for one in moves if one.allowed],
            "reserved_moves": [one.move for one in moves if not one.allowed],
            "deadlines": deadlines_of(case, today),
            "hearing": Hearing.objects.filter(case=case).first(),
            "statements": case.statements.select_related("filed_by"),
            "files": case.files.select_related("file"),
            "publication": NamePublication.objects.filter(case=case)
            .select_related("published_by", "leaf", "end_leaf")
            .first(),
            "challenges": case.reconsiderations.all(),
            "tips": case.tips.all(),
            "entries": _timeline(case),
        }
        return context


class MoveView(CasePage, StepFormView):
    """One step of a case."""

    template_name = "blacklist/admin/step.html"

    @cached_property
    def move(self) -> StaffMove:
        """Return the step; one that is unknown is a 404."""
        move = BY_NAME.get(self.kwargs["move"])
        if move is None:
            raise Http404
        return move

    def is_open(self) -> bool:
        """Tell whether the case lets the step be taken today."""
        return self.move.is_open(self.case, clock.today())

    def matter_url(self) -> str:
        """Return the page of the case."""
        return self.case_url

    def reserved_for(self) -> str:
        """Name those who may take the step."""
        return gettext("This step is reserved for %(who)s. Nothing was changed.") % {
            "who": self.move.by
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the step; one that is closed is refused on the page of the case."""
        if not self.is_open():
            refusal = MoveRefused(self.move.name, self.case.state)
            return refused_on(CaseView, request, refusal, number=self.case.number)
        return super().post(request, *args, **kwargs)

    @property
    def page_title(self) -> str:
        """Name the step."""
        return str(self.move.label)

    @property
    def page_subtitle(self) -> str:
        """Name the case."""
        return str(self.case)

    def get_form_class(self) -> type[CaseStepForm]:
        """Return the step's form, for those who may take it."""
        allowed = self.move.allowed(
            person_of(self.request), self.case, on=clock.today()
        )
        if not allowed:
            raise PermissionDenied
        return self.move.form

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the case to the form."""
        return {**super().get_form_kwargs(), "case": self.case}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name case and step."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context |= {"case": self.case, "move": self.move, "case_url": self.case_url}
        return context

    def perform(self, form: BaseForm) -> object:
        """Take the step."""
        user = person_of(self.request)
        self.move.run(self.case, form.cleaned_data, user, clock.now())
        return self.case_url

    success_message = _("The step was recorded.")


class NewCaseView(DeskPage, ServiceFormView):
    """Open a case, from a tip or without one."""

    template_name = "blacklist/admin/step.html"
    form_class = CaseForm
    page_title = _("Open a case")
    success_message = _("The case was opened.")

    def test_func(self) -> bool:
        """Let handlers in."""
        return _is_handler(self.request)

    @cached_property
    def tip(self) -> Tip | None:
        """Return the tip the case starts from."""
        number = self.request.GET.get("tip")
        if not number:
            return None
        seen = tips_visible_to(self.request.user, clock.today())
        return get_object_or_404(seen.filter(state=TipState.RECEIVED), number=number)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer what this handler may choose."""
        return {**super().get_form_kwargs(), "user": person_of(self.request)}

    def get_initial(self) -> dict[str, Any]:
        """Start from the tip."""
        tip = self.tip
        if tip is None:
            return {}
        return {
            "party_name": tip.provider_name,
            "party_credit_code": tip.provider_credit_code,
            "enterprise_name": tip.enterprise_name,
            "kind": tip.kind,
            "conduct_from": tip.conduct_on,
            "conduct_until": tip.conduct_on,
            "jurisdiction": tip.jurisdiction_id,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lead back to where one came from."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["case_url"] = reverse("blacklist_cases:index")
        context["submit_label"] = _("Open the case")
        return context

    def perform(self, form: BaseForm) -> object:
        """Open it."""
        facts = dict(form.cleaned_data)
        assert isinstance(form, CaseForm)  # noqa: S101 - tells the type checker
        case = services.file_case(
            Charge(**facts, party=form.party()),
            actor=person_of(self.request),
            at=clock.now(),
            tip_id=self.tip.pk if self.tip else None,
        )
        return reverse("blacklist_cases:case", args=[case.number])


class TipView(DeskPage, ServiceFormView):
    """A tip: read it, open a case, or answer it."""

    template_name = "blacklist/admin/tip.html"
    form_class = TipAnswerForm
    list_name = "blacklist_tips:index"
    list_label = _("Tips")
    success_message = _("The answer was recorded.")
    kwargs: dict[str, Any]

    @cached_property
    def tip(self) -> Tip:
        """Return the tip; one outside the territory is a 404."""
        seen = tips_visible_to(self.request.user, clock.today())
        return get_object_or_404(seen, number=self.kwargs["number"])

    @property
    def page_title(self) -> str:
        """Head the page."""
        return self.tip.number

    @property
    def page_subtitle(self) -> str:
        """Name the provider."""
        return self.tip.provider_name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the tip and what came with it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context |= {
            "tip": self.tip,
            "files": self.tip.files.select_related("file"),
            "is_open": self.tip.state == TipState.RECEIVED,
            "may_handle": _is_handler(self.request),
        }
        return context

    def perform(self, form: BaseForm) -> object:
        """Answer without a case."""
        services.dismiss_tip(
            tip_id=self.tip.pk,
            answer=form.cleaned_data["answer"],
            actor=person_of(self.request),
            at=clock.now(),
        )
        return reverse("blacklist_tips:index")


class DeskViewSet(ViewSet):
    """A group of pages shown to holders of a post."""

    model: type[Any]
    index_view: type[StaffIndexView]

    @cached_property
    def menu_item_class(self) -> type:
        """Show the entry to holders of a post only."""
        base = super().menu_item_class

        class DeskMenuItem(base):  # type: ignore[misc, valid-type] # untyped library
            def is_shown(self, request: HttpRequest) -> bool:
                return bool(acting_of(request).posts)

        return DeskMenuItem

    def index(self, *, results_only: bool) -> Callable[..., HttpResponseBase]:
        """Return the list's view, whole or its results alone."""
        view: Callable[..., HttpResponseBase] = self.index_view.as_view(
            model=self.model,
            permission_policy=DeskPolicy(self.model),
            index_url_name=self.get_url_name("index"),
            index_results_url_name=self.get_url_name("index_results"),
            header_icon=self.icon,
            results_only=results_only,
        )
        return view


class CaseViewSet(DeskViewSet):
    """Violation cases."""

    name = "blacklist_cases"
    url_prefix = "register/cases"
    icon = "warning"
    menu_label = _("Violation cases")
    menu_order = 120
    model = ViolationCase
    index_view = CaseIndexView

    def get_urlpatterns(self) -> list[Any]:
        """Return the pages of the group."""
        return [
            path("", self.index(results_only=False), name="index"),
            path("results/", self.index(results_only=True), name="index_results"),
            path("new/", NewCaseView.as_view(), name="new"),
            path("<str:number>/", CaseView.as_view(), name="case"),
            path("<str:number>/<slug:move>/", MoveView.as_view(), name="move"),
        ]


class TipViewSet(DeskViewSet):
    """Tips."""

    name = "blacklist_tips"
    url_prefix = "register/tips"
    icon = "mail"
    menu_label = _("Tips")
    menu_order = 110
    model = Tip
    index_view = TipIndexView

    def get_urlpatterns(self) -> list[Any]:
        """Return the pages of the group."""
        return [
            path("", self.index(results_only=False), name="index"),
            path("results/", self.index(results_only=True), name="index_results"),
            path("<str:number>/", TipView.as_view(), name="tip"),
        ]


class RegisterGroup(ViewSetGroup):
    """Tips and cases under one entry of the menu."""

    menu_label = pgettext_lazy("register", "Register")
    menu_icon = "warning"
    menu_order = 150
    items = (TipViewSet(), CaseViewSet())


def _is_handler(request: HttpRequest) -> bool:
    return any(post.role == StaffRole.HANDLER for post in acting_of(request).posts)


def _timeline(case: ViolationCase) -> list[dict[str, Any]]:
    entries = journal_of(case).order_by("-at", "-pk")
    return [{"when": one.at, "title": _titled(one)} for one in entries]


def _titled(entry: JournalEntry) -> str:
    return f"{entry.actor.name} {entry.sentence}" if entry.actor else entry.sentence
