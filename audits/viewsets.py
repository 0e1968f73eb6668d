"""Lists, rounds and review sessions on the desk of authority staff."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import Count, QuerySet
from django.forms import BaseForm
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.widgets.button import HeaderButton

from accounts.requests import person_of
from audits import selectors, services
from audits.desk import DeskPage, DeskStep, DeskViewSet
from audits.enums import Basis, Mode, ReviewKind
from audits.filters import ListingFilter
from audits.forms import staff as forms
from audits.models import AuditList, Listing, ReviewSession, Round
from audits.models.rounds import RoundQuerySet
from audits.permissions import (
    can_prepare_list,
    can_publish_list,
    can_publish_results,
)
from audits.states import (
    ACCEPTED,
    OPEN_SESSIONS,
    ListState,
    RoundState,
    SessionState,
)
from audits.tables import LISTING_COLUMNS
from core import clock
from core.clocks import deadlines_of
from core.journal import journal_of
from core.lists import ListPage, Sort
from core.staff_lists import (
    ROWS_PER_PAGE,
    CodeColumn,
    DayColumn,
    DueColumn,
    StaffIndexView,
    TextColumn,
)
from experts.selectors import draw_for
from reference.filters import WithinFilter

# The state in which a round waits for a review of each kind.
TURN_OF = {
    ReviewKind.EVALUATION: RoundState.REPORT_SUBMITTED,
    ReviewKind.ACCEPTANCE: RoundState.IMPLEMENTING,
}


class ListFilterSet(WagtailFilterSet):
    """Narrow the lists down."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=ListState.choices)

    class Meta:
        model = AuditList
        fields: list[str] = []


class RoundFilterSet(WagtailFilterSet):
    """Narrow the rounds down."""

    waiting = django_filters.ChoiceFilter(
        label=_("Waiting for you"),
        choices=[
            ("late", _("Past a statutory day")),
            ("results", _("Results to publish")),
        ],
        method="keep_waiting",
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=RoundState.choices)
    basis = django_filters.ChoiceFilter(label=_("Basis"), choices=Basis.choices)
    mode = django_filters.ChoiceFilter(label=_("Mode"), choices=Mode.choices)
    place = WithinFilter("enterprise__jurisdiction")

    class Meta:
        model = Round
        fields: list[str] = []

    def keep_waiting(
        self, rounds: RoundQuerySet, name: str, value: str
    ) -> RoundQuerySet:
        """Keep what the front page of the desk counts."""
        del name
        if value == "late":
            return selectors.late_rounds(rounds, clock.today())
        return rounds.filter(state__in=ACCEPTED)


class SessionFilterSet(WagtailFilterSet):
    """Narrow the sessions down."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=SessionState.choices)
    kind = django_filters.ChoiceFilter(
        label=pgettext_lazy("panel", "Review"), choices=ReviewKind.choices
    )

    class Meta:
        model = ReviewSession
        fields: list[str] = []


class ListIndexView(StaffIndexView):
    """The lists of a person's authorities."""

    page_title = _("Audit lists")
    filterset_class = ListFilterSet
    default_ordering = "-issued_on"
    search_fields = ["number", "title", "document_number"]
    list_export = ["number", "title", "document_number", "state", "issued_on"]
    export_filename = "audit-lists"

    @cached_property
    def columns(self) -> list[Any]:
        """Name the columns."""
        return [
            TitleColumn(
                "title",
                label=_("Title"),
                sort_key="title",
                get_url=lambda row: reverse("audit_lists:list", args=[row.number]),
            ),
            CodeColumn("number", label=_("Number"), sort_key="number"),
            Column("document_number", label=_("Document number")),
            Column("state", label=_("State"), accessor="get_state_display"),
            Column("enterprises", label=_("Number of enterprises")),
            DayColumn(
                "issued_on",
                label=pgettext_lazy("audit list", "Issued on"),
                sort_key="issued_on",
            ),
        ]

    @cached_property
    def header_buttons(self) -> list[Any]:
        """Offer to enter a list, or to import one."""
        return [
            HeaderButton(
                label=_("Import a list"),
                url=reverse("imports:upload", args=["audit_list"]),
                icon_name="upload",
            ),
            HeaderButton(
                label=_("Enter a list"),
                url=reverse("audit_lists:new"),
                icon_name="plus",
            ),
        ]

    def get_base_queryset(self) -> QuerySet[AuditList]:
        """Return what this person prepares."""
        lists = selectors.lists_prepared_by(self.request.user)
        return lists.annotate(enterprises=Count("listings"))


class RoundIndexView(StaffIndexView):
    """The rounds of the places a person's posts cover."""

    page_title = _("Audits")
    filterset_class = RoundFilterSet
    default_ordering = "-opened_at"
    search_fields = ["number", "enterprise__name", "enterprise__credit_code"]
    list_export = [
        *("number", "enterprise", "enterprise.credit_code", "enterprise.jurisdiction"),
        *("basis", "mode", "state", "provider", "opened_at", "next_due"),
    ]
    export_headings = {"next_due": _("Next statutory day")}
    export_filename = "audits"

    @cached_property
    def columns(self) -> list[Any]:
        """Name the columns."""
        return [
            TitleColumn(
                "enterprise",
                label=_("Enterprise"),
                accessor="enterprise.label",
                sort_key="enterprise__name",
                get_url=lambda row: reverse("audit_rounds:round", args=[row.number]),
            ),
            CodeColumn("number", label=_("Number"), sort_key="number"),
            Column("state", label=_("State"), accessor="get_state_display"),
            Column("basis", label=_("Basis"), accessor="get_basis_display"),
            TextColumn("provider", label=_("Provider"), accessor="provider.label"),
            Column("place", label=_("Place"), accessor="enterprise.jurisdiction.label"),
            DueColumn("next_due", label=_("Next statutory day"), sort_key="next_due"),
        ]

    def get_base_queryset(self) -> QuerySet[Round]:
        """Return what this person oversees, with what is owed next."""
        mine = selectors.rounds_overseen_by(self.request.user)
        return selectors.with_next_due(mine)


class SessionIndexView(StaffIndexView):
    """The review sessions of the places a person's posts cover."""

    page_title = _("Review sessions")
    filterset_class = SessionFilterSet
    default_ordering = "-meets_on"
    search_fields = ["number", "round__number", "round__enterprise__name"]
    list_export = [
        *("number", "round.number", "round.enterprise", "kind", "state", "meets_on"),
        "organiser",
    ]
    export_headings = {
        "round.number": _("Audit"),
        "round.enterprise": _("Enterprise"),
        "kind": pgettext_lazy("panel", "Review"),
    }
    export_filename = "review-sessions"

    @cached_property
    def columns(self) -> list[Any]:
        """Name the columns."""
        return [
            TitleColumn(
                "number",
                classname="unbroken",
                label=_("Number"),
                sort_key="number",
                get_url=lambda row: reverse(
                    "audit_sessions:session", args=[row.number]
                ),
            ),
            Column(
                "kind",
                label=pgettext_lazy("panel", "Review"),
                accessor="get_kind_display",
            ),
            Column(
                "enterprise",
                label=_("Enterprise"),
                accessor="round.enterprise.label",
            ),
            Column("state", label=_("State"), accessor="get_state_display"),
            DayColumn("meets_on", label=_("Meets on"), sort_key="meets_on"),
        ]

    def get_base_queryset(self) -> QuerySet[ReviewSession]:
        """Return what this person oversees."""
        return selectors.sessions_overseen_by(self.request.user)


def _may_follow(audit_round: Round) -> bool:
    return selectors.was_unqualified(audit_round) and not audit_round.followers.exists()


def _session_url(session: ReviewSession) -> str:
    return reverse("audit_sessions:session", args=[session.number])


class _OfList(DeskPage):
    """A page about one list."""

    section_url = "audit_lists:index"
    section = _("Audit lists")

    @cached_property
    def audit_list(self) -> AuditList:
        """Find the list; one of another authority is a 404."""
        mine = selectors.lists_prepared_by(self.request.user)
        return get_object_or_404(mine, number=self.kwargs["number"])

    def is_open(self) -> bool:
        """Change drafts only."""
        return self.audit_list.state == ListState.DRAFT

    @property
    def back(self) -> str:
        """The page of the list."""
        return reverse("audit_lists:list", args=[self.audit_list.number])


class AuditListPage(_OfList, ListPage):
    """A list with its enterprises, a page at a time; a download holds all."""

    template_name = "audits/admin/list.html"
    filterset_class = ListingFilter
    columns = LISTING_COLUMNS
    paginate_by = ROWS_PER_PAGE
    sorts = (
        Sort("position", _("As listed"), "pk"),
        Sort("name", _("By name"), ["enterprise__name", "pk"]),
    )

    @property
    def page_title(self) -> str:
        """Head the page."""
        return self.audit_list.title

    @property
    def export_name(self) -> str:  # type: ignore[override] # computed here
        """Name the file after the list."""
        return self.audit_list.number

    def get_queryset(self) -> QuerySet[Listing]:
        """Return the rows of the list."""
        return selectors.listings_of(self.audit_list)

    def export_rows(self, rows: QuerySet[Listing]) -> Iterable[Listing]:
        """Return the rows with the industries a download names."""
        return super().export_rows(rows.prefetch_related("enterprise__labels"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather the list, and what may be done with it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        draft = self.is_open()
        return context | {
            "audit_list": self.audit_list,
            "is_draft": draft,
            "may_publish": draft
            and can_publish_list(self.request.user, self.audit_list),
            "entries": journal_of(self.audit_list).order_by("-at", "-pk")[:20],
        }


class NewListView(DeskStep):
    """Enter a list."""

    section_url = "audit_lists:index"
    section = _("Audit lists")

    form_class = forms.ListForm
    page_title = label = _("Enter a list")
    explanation = _(
        "The list is a draft until a signatory publishes it. To take a spreadsheet "
        "over, import it instead."
    )
    back = property(lambda _self: reverse("audit_lists:index"))

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the person's authorities."""
        return super().get_form_kwargs() | {"user": self.actor}

    def perform(self, form: BaseForm) -> object:
        """Create it."""
        entered = services.create_list(
            actor=self.actor, at=clock.now(), **form.cleaned_data
        )
        return reverse("audit_lists:list", args=[entered.number])


class AddListingView(_OfList, DeskStep):
    """Put an enterprise on a draft."""

    form_class = forms.ListingForm
    page_title = label = _("Add an enterprise")

    def act(self, form: BaseForm) -> None:
        """Add it."""
        data = form.cleaned_data
        services.add_listing(
            list_id=self.audit_list.pk,
            enterprise=data["credit_code"],
            reasons=data["reasons"],
            time_limit_on=data["time_limit_on"],
            actor=self.actor,
            at=clock.now(),
        )


class RemoveListingView(_OfList, DeskStep):
    """Take an enterprise off a draft."""

    form_class = forms.NothingForm
    page_title = label = _("Take off the list")
    danger = True

    @cached_property
    def listing(self) -> Listing:
        """Find the entry."""
        return get_object_or_404(self.audit_list.listings, pk=self.kwargs["pk"])

    def is_open(self) -> bool:
        """Take entries off drafts; an unknown entry is a 404."""
        return self.listing is not None and super().is_open()

    @property
    def page_subtitle(self) -> str:
        """Name the enterprise."""
        return self.listing.enterprise.label

    def act(self, form: BaseForm) -> None:
        """Remove it."""
        del form
        services.remove_listing(
            listing_id=self.listing.pk, actor=self.actor, at=clock.now()
        )


class PublishListView(_OfList, DeskStep):
    """Put a list out."""

    form_class = forms.NothingForm
    page_title = label = _("Publish the list")
    explanation = _(
        "A round opens for every enterprise on the list, its statutory periods run "
        "from the day of issue, and the list is public. This cannot be undone."
    )

    def test_func(self) -> bool:
        """Let those in who may publish."""
        return super().test_func() and can_publish_list(self.actor, self.audit_list)

    def act(self, form: BaseForm) -> None:
        """Publish it."""
        del form
        services.publish_list(
            list_id=self.audit_list.pk, actor=self.actor, at=clock.now()
        )


class _OfRound(DeskPage):
    """A page about one round."""

    section_url = "audit_rounds:index"
    section = _("Audits")

    @cached_property
    def round(self) -> Round:
        """Find the round; one outside the territory is a 404."""
        mine = selectors.rounds_overseen_by(self.request.user)
        return get_object_or_404(mine, number=self.kwargs["number"])

    @property
    def page_subtitle(self) -> str:
        """Name the round."""
        return f"{self.round.number} {self.round.enterprise.label}"

    @property
    def back(self) -> str:
        """The page of the round."""
        return reverse("audit_rounds:round", args=[self.round.number])


class RoundPage(_OfRound, TemplateView):
    """A round, its reviews, and what the authority does next."""

    template_name = "audits/admin/round.html"

    @property
    def page_title(self) -> str:
        """Head the page."""
        return self.round.enterprise.label

    @property
    def page_subtitle(self) -> str:
        """Give the number."""
        return self.round.number

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather the round."""
        user = person_of(self.request)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        parts = selectors.round_page(self.round, user)
        state = self.round.state
        audit_list = self.round.listing.audit_list if self.round.listing else None
        meeting = parts["sessions"].filter(state__in=OPEN_SESSIONS).exists()
        return context | {
            **parts,
            "reports": parts["reports"].prefetch_related("findings"),
            "round": self.round,
            "audit_list": audit_list,
            "owns_list": audit_list is not None and can_prepare_list(user, audit_list),
            "deadlines": deadlines_of(self.round, clock.today()),
            "may_evaluate": state == RoundState.REPORT_SUBMITTED and not meeting,
            "may_accept": state == RoundState.IMPLEMENTING and not meeting,
            "may_publish": state in ACCEPTED and can_publish_results(user, self.round),
            "awaits_publication": state in ACCEPTED,
            "may_cover": self.round.mode == Mode.WHOLE_AREA,
            "may_follow": _may_follow(self.round),
            "entries": journal_of(self.round).order_by("-at", "-pk")[:20],
        }


class PlanView(_OfRound, DeskStep):
    """Plan an evaluation or an acceptance."""

    form_class = forms.SessionForm
    explanation = _(
        "The latest filed report is reviewed. The panel is drawn afterwards; its "
        "names stay closed until the meeting. The enterprise pays nothing."
    )

    @cached_property
    def kind(self) -> ReviewKind:
        """Find the kind of review asked for."""
        if self.kwargs["kind"] not in ReviewKind.values:
            raise Http404
        return ReviewKind(self.kwargs["kind"])

    def is_open(self) -> bool:
        """Plan when the round is there and no other review is under way."""
        return self.round.state == TURN_OF[self.kind] and not (
            self.round.sessions.filter(state__in=OPEN_SESSIONS).exists()
        )

    @property
    def page_title(self) -> str:
        """Name the step."""
        return str(self.kind.label)

    label = _("Plan the session")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer rubrics and authorities."""
        return super().get_form_kwargs() | {"user": self.actor, "kind": self.kind}

    def perform(self, form: BaseForm) -> object:
        """Plan it."""
        session = services.plan_session(
            round_id=self.round.pk,
            kind=self.kind,
            actor=self.actor,
            at=clock.now(),
            **form.cleaned_data,
        )
        return reverse("audit_sessions:session", args=[session.number])


class ResultsView(_OfRound, DeskStep):
    """Publish the results."""

    form_class = forms.ResultsForm
    page_title = label = _("Publish the results")
    explanation = _(
        "Conclusion, day and organiser of each review become public and entries of "
        "the public log. They count towards the provider's quality record."
    )

    def test_func(self) -> bool:
        """Let those in who may publish."""
        return super().test_func() and can_publish_results(self.actor, self.round)

    def is_open(self) -> bool:
        """Publish once, after the acceptance."""
        return self.round.state in ACCEPTED

    def act(self, form: BaseForm) -> None:
        """Publish them."""
        services.publish_results(
            round_id=self.round.pk,
            with_score=form.cleaned_data["with_score"],
            actor=self.actor,
            at=clock.now(),
        )


class FollowUpView(_OfRound, DeskStep):
    """Open the new round after an unqualified acceptance."""

    form_class = forms.NothingForm
    page_title = label = _("Open a new round")
    explanation = _(
        "The acceptance found the audit unqualified, so the enterprise audits again. "
        "What it published stays published."
    )

    def is_open(self) -> bool:
        """Follow an unqualified acceptance, once."""
        return _may_follow(self.round)

    def perform(self, form: BaseForm) -> object:
        """Open it and go there."""
        del form
        opened = services.open_follow_up(
            round_id=self.round.pk, actor=self.actor, at=clock.now()
        )
        return reverse("audit_rounds:round", args=[opened.number])


class CoverView(_OfRound, DeskStep):
    """Enter an enterprise the round covers."""

    form_class = forms.CoverageForm
    page_title = label = _("Enter a covered enterprise")

    def is_open(self) -> bool:
        """Cover enterprises of a whole area only."""
        return self.round.mode == Mode.WHOLE_AREA

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer enterprises of the territory."""
        return super().get_form_kwargs() | {
            "user": self.actor,
            "audit_round": self.round,
        }

    def act(self, form: BaseForm) -> None:
        """Enter it."""
        services.cover_enterprise(
            round_id=self.round.pk,
            actor=self.actor,
            at=clock.now(),
            **form.cleaned_data,
        )


class _OfSession(DeskPage):
    """A page about one session."""

    section_url = "audit_sessions:index"
    section = _("Review sessions")

    @cached_property
    def session(self) -> ReviewSession:
        """Find the session; one outside the territory is a 404."""
        mine = selectors.sessions_overseen_by(self.request.user)
        return get_object_or_404(mine, number=self.kwargs["number"])

    @property
    def page_subtitle(self) -> str:
        """Name the enterprise."""
        return self.session.round.enterprise.label

    @property
    def back(self) -> str:
        """The page of the session."""
        return reverse("audit_sessions:session", args=[self.session.number])


class SessionPage(_OfSession, TemplateView):
    """A session with its panel and sheets."""

    template_name = "audits/admin/session.html"

    @property
    def page_title(self) -> str:
        """Head the page."""
        return f"{self.session.number} · {self.session.get_kind_display()}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather the panel."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        state = self.session.state
        return context | {
            "session": self.session,
            "draw": draw_for(self.session),
            "seats": selectors.panel_of(self.session),
            "conclusion": getattr(self.session, "conclusion", None),
            "is_planned": state == SessionState.PLANNED,
            "is_scoring": state == SessionState.SCORING,
            "is_over": state == SessionState.CONCLUDED,
            "unsigned": selectors.panel_of(self.session)
            .filter(left_at=None, sheet=None)
            .count(),
            "entries": journal_of(self.session).order_by("-at", "-pk")[:20],
        }


class DrawView(_OfSession, DeskStep):
    """Freeze the draw of the panel."""

    form_class = forms.PanelForm
    page_title = label = _("Draw the panel")
    explanation = _(
        "Who stands in the draw, who does not and why, is fixed and logged. Seats "
        "that are not reserved are open to every speciality."
    )

    def is_open(self) -> bool:
        """Draw before the meeting, once."""
        return self.session.state == SessionState.PLANNED and not (
            draw_for(self.session)
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        """Begin with what the rubric asks for."""
        return super().get_form_kwargs() | {"session": self.session}

    def perform(self, form: BaseForm) -> object:
        """Freeze, and go on at the draw's console."""
        assert isinstance(form, forms.PanelForm)  # noqa: S101 - tells the type
        draw = services.draw_panel(
            session_id=self.session.pk,
            size=form.cleaned_data["size"],
            quotas=form.quotas,
            actor=self.actor,
            at=clock.now(),
        )
        return reverse("expert_draws:console", args=[draw.number])


class OpenView(_OfSession, DeskStep):
    """Open the meeting."""

    form_class = forms.NothingForm
    page_title = label = _("Open the meeting")
    explanation = _("From now on the experts score, and their names are open.")

    def is_open(self) -> bool:
        """Open what is planned."""
        return self.session.state == SessionState.PLANNED

    def act(self, form: BaseForm) -> None:
        """Open it."""
        del form
        services.open_session(
            session_id=self.session.pk, actor=self.actor, at=clock.now()
        )


class ConcludeView(_OfSession, DeskStep):
    """Conclude from the signed sheets."""

    form_class = forms.ConclusionForm
    page_title = label = _("Conclude")
    explanation = _(
        "Score and outcome follow from the signed sheets by the rubric's rule; "
        "nobody types them in."
    )

    def is_open(self) -> bool:
        """Conclude what is being scored."""
        return self.session.state == SessionState.SCORING

    def act(self, form: BaseForm) -> None:
        """Conclude."""
        services.conclude_session(
            session_id=self.session.pk,
            opinion=form.cleaned_data["opinion"],
            actor=self.actor,
            at=clock.now(),
        )


class CancelView(_OfSession, DeskStep):
    """Call the session off."""

    form_class = forms.CancellationForm
    page_title = label = _("Cancel the session")
    danger = True

    def is_open(self) -> bool:
        """Cancel what is not over."""
        return self.session.state in OPEN_SESSIONS

    def act(self, form: BaseForm) -> None:
        """Cancel."""
        services.cancel_session(
            session_id=self.session.pk,
            reason=form.cleaned_data["reason"],
            actor=self.actor,
            at=clock.now(),
        )


class ListViewSet(DeskViewSet):
    """Audit lists."""

    name = "audit_lists"
    url_prefix = "audits/lists"
    icon = "list-ul"
    menu_label = _("Audit lists")
    model = AuditList
    index_view = ListIndexView

    def get_urlpatterns(self) -> list[Any]:
        """Return the pages of the group."""
        one = "<str:number>/"
        return [
            path("", self.index(results_only=False), name="index"),
            path("results/", self.index(results_only=True), name="index_results"),
            path("new/", NewListView.as_view(), name="new"),
            path(one, AuditListPage.as_view(), name="list"),
            path(f"{one}add/", AddListingView.as_view(), name="add"),
            path(f"{one}remove/<int:pk>/", RemoveListingView.as_view(), name="remove"),
            path(f"{one}publish/", PublishListView.as_view(), name="publish"),
        ]


class RoundViewSet(DeskViewSet):
    """Rounds."""

    name = "audit_rounds"
    url_prefix = "audits/rounds"
    icon = "clipboard-list"
    menu_label = _("Audits")
    model = Round
    index_view = RoundIndexView

    def get_urlpatterns(self) -> list[Any]:
        """Return the pages of the group."""
        one = "<str:number>/"
        return [
            path("", self.index(results_only=False), name="index"),
            path("results/", self.index(results_only=True), name="index_results"),
            path(one, RoundPage.as_view(), name="round"),
            path(f"{one}plan/<str:kind>/", PlanView.as_view(), name="plan"),
            path(f"{one}publish/", ResultsView.as_view(), name="publish"),
            path(f"{one}cover/", CoverView.as_view(), name="cover"),
            path(f"{one}again/", FollowUpView.as_view(), name="again"),
        ]


class SessionViewSet(DeskViewSet):
    """Review sessions."""

    name = "audit_sessions"
    url_prefix = "audits/sessions"
    icon = "calendar-check"
    menu_label = _("Review sessions")
    model = ReviewSession
    index_view = SessionIndexView

    def get_urlpatterns(self) -> list[Any]:
        """Return the pages of the group."""
        one = "<str:number>/"
        return [
            path("", self.index(results_only=False), name="index"),
            path("results/", self.index(results_only=True), name="index_results"),
            path(one, SessionPage.as_view(), name="session"),
            path(f"{one}draw/", DrawView.as_view(), name="draw"),
            path(f"{one}open/", OpenView.as_view(), name="open"),
            path(f"{one}conclude/", ConcludeView.as_view(), name="conclude"),
            path(f"{one}cancel/", CancelView.as_view(), name="cancel"),
        ]


class AuditsGroup(ViewSetGroup):
    """Audits in the menu."""

    menu_label = _("Audits")
    menu_icon = "clipboard-list"
    menu_order = 210
    items = (ListViewSet(), RoundViewSet(), SessionViewSet())
