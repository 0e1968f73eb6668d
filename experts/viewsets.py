"""The desk of the pool: applications, members, and the console of draws."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies.base import BasePermissionPolicy

from accounts.models import User
from accounts.requests import acting_of, person_of
from core import clock
from core.journal import journal_of
from core.staff_lists import DayColumn, InstantColumn, StaffIndexView
from core.staff_pages import StaffPage
from core.views import ServiceFormView, StepFormView
from experts import services
from experts.enums import DrawPurpose, DutyKind
from experts.forms import DecisionForm, ReplaceForm, StaffReasonForm
from experts.models import Draw, Expert, ExpertApplication, Invitation, Speciality
from experts.permissions import can_decide_application
from experts.presentation import candidate_rows, draw_steps, seat_rows
from experts.selectors import (
    applications_decided_by,
    draws_run_by,
    experts_managed_by,
    panel_of,
    shared_employers,
    speciality_labels,
)
from experts.staff_forms import FreezeForm, NothingForm
from experts.staff_steps import BY_NAME, DrawStep, open_steps
from experts.states import (
    DRAW_FLOW,
    EXPERT_FLOW,
    UNDER_WAY,
    ApplicationState,
    DrawState,
    ExpertState,
)

REPLACEABLE = {DrawState.REVEALED, DrawState.OPEN}


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


class ApplicationFilterSet(WagtailFilterSet):
    """Narrow the applications down."""

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=ApplicationState.choices
    )
    specialities = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("expert", "Speciality"), queryset=Speciality.objects.all()
    )

    class Meta:
        model = ExpertApplication
        fields: list[str] = []


class ExpertFilterSet(WagtailFilterSet):
    """Narrow the members down."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=ExpertState.choices)
    specialities = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("expert", "Speciality"), queryset=Speciality.objects.all()
    )

    class Meta:
        model = Expert
        fields: list[str] = []


class DrawFilterSet(WagtailFilterSet):
    """Narrow the draws down."""

    waiting = django_filters.ChoiceFilter(
        label=pgettext_lazy("desk", "Progress"),
        choices=[("yes", _("Under way"))],
        method="keep_waiting",
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=DrawState.choices)
    purpose = django_filters.ChoiceFilter(
        label=_("Purpose"), choices=DrawPurpose.choices
    )

    class Meta:
        model = Draw
        fields: list[str] = []

    def keep_waiting(
        self, draws: QuerySet[Draw], name: str, value: str
    ) -> QuerySet[Draw]:
        """Keep what the front page of the desk counts."""
        del name, value
        return draws.filter(state__in=UNDER_WAY)


class ApplicationIndexView(StaffIndexView):
    """Applications handed in from the places a person's posts cover."""

    page_title = _("Applications to the pool")
    filterset_class = ApplicationFilterSet
    default_ordering = "-submitted_at"
    search_fields = ["name", "employer"]
    list_export = [
        *("name", "employer", "title", "jurisdiction", "state", "submitted_at"),
    ]
    export_filename = "expert-applications"

    @cached_property
    def columns(self) -> list[Any]:
        """Name the columns."""
        return [
            TitleColumn(
                "name",
                label=pgettext_lazy("person", "Name"),
                sort_key="name",
                get_url=lambda row: reverse(
                    "expert_applications:application", args=[row.pk]
                ),
            ),
            Column("employer", label=_("Employer")),
            Column("state", label=_("State"), accessor="get_state_display"),
            Column("place", label=_("Place"), accessor="jurisdiction.label"),
            InstantColumn(
                "submitted_at",
                label=pgettext_lazy("applications", "Submitted"),
                sort_key="submitted_at",
            ),
        ]

    def get_base_queryset(self) -> QuerySet[ExpertApplication]:
        """Return what this person may decide."""
        return applications_decided_by(self.request.user, clock.today()).select_related(
            "jurisdiction"
        )


class ExpertIndexView(StaffIndexView):
    """Members at home in the places a person's posts cover."""

    page_title = _("Members of the pool")
    filterset_class = ExpertFilterSet
    default_ordering = "number"
    search_fields = ["number", "profile__name", "profile__employer"]
    list_export = [
        *("number", "profile.name", "profile.employer", "jurisdiction", "state"),
        "admitted_at",
    ]
    export_filename = "pool"

    @cached_property
    def columns(self) -> list[Any]:
        """Name the columns."""
        return [
            TitleColumn(
                "number",
                classname="unbroken",
                label=_("Number"),
                sort_key="number",
                get_url=lambda row: reverse("expert_pool:member", args=[row.number]),
            ),
            Column(
                "name", label=pgettext_lazy("person", "Name"), accessor="profile.name"
            ),
            Column("employer", label=_("Employer"), accessor="profile.employer"),
            Column("state", label=_("State"), accessor="get_state_display"),
            Column("place", label=_("Place"), accessor="jurisdiction.label"),
            DayColumn("admitted_at", label=_("Admitted"), sort_key="admitted_at"),
        ]

    def get_base_queryset(self) -> QuerySet[Expert]:
        """Return whom this person looks after."""
        return experts_managed_by(self.request.user, clock.today()).select_related(
            "profile", "jurisdiction"
        )


class DrawIndexView(StaffIndexView):
    """Draws about enterprises in the places a person's posts cover."""

    page_title = _("Draws of panels")
    filterset_class = DrawFilterSet
    default_ordering = "-frozen_at"
    search_fields = ["number", "subject_number", "enterprise__name"]
    list_export = [
        *("number", "enterprise", "purpose", "subject_number", "state", "frozen_at"),
    ]
    export_filename = "draws"

    @cached_property
    def columns(self) -> list[Any]:
        """Name the columns."""
        return [
            TitleColumn(
                "number",
                classname="unbroken",
                label=_("Number"),
                sort_key="number",
                get_url=lambda row: reverse("expert_draws:console", args=[row.number]),
            ),
            Column("enterprise", label=_("Enterprise"), accessor="enterprise.label"),
            Column("purpose", label=_("Purpose"), accessor="get_purpose_display"),
            Column("state", label=_("State"), accessor="get_state_display"),
            InstantColumn("frozen_at", label=_("Frozen"), sort_key="frozen_at"),
        ]

    @cached_property
    def header_buttons(self) -> list[Any]:
        """Offer to freeze a draw."""
        return [
            HeaderButton(
                label=_("Freeze a draw"),
                url=reverse("expert_draws:freeze"),
                icon_name="plus",
            )
        ]

    def get_base_queryset(self) -> QuerySet[Draw]:
        """Return what this person runs."""
        found = draws_run_by(self.request.user, clock.today())
        return found.select_related("enterprise").defer("frozen", "reveal")


class DeskPage(StaffPage):
    """A page of the desk for holders of a post."""

    request: HttpRequest
    kwargs: dict[str, Any]
    header_icon = "group"

    list_url = "expert_draws:index"
    list_label: str | Promise = _("Draws of panels")

    def test_func(self) -> bool:
        """Let holders of a post in."""
        return bool(acting_of(self.request).posts)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead from the list to this page."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(self.list_url), "label": self.list_label},
            {"url": "", "label": self.get_page_title(), "sublabel": self.page_subtitle},
        ]


class ApplicationView(DeskPage, ServiceFormView):
    """One application: read it, admit or refuse."""

    template_name = "experts/admin/application.html"
    list_url = "expert_applications:index"
    list_label = _("Applications to the pool")
    form_class = DecisionForm
    success_message = _("The decision was recorded and the applicant told.")

    @cached_property
    def application(self) -> ExpertApplication:
        """Return the application; one outside the territory is a 404."""
        found = applications_decided_by(self.request.user, clock.today())
        return get_object_or_404(
            found.select_related("jurisdiction", "nominated_by", "expert"),
            pk=self.kwargs["pk"],
        )

    @property
    def page_title(self) -> str:
        """Head the page."""
        return self.application.name or str(pgettext_lazy("pool", "Application"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show particulars and evidence."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context |= {
            "application": self.application,
            "evidence": self.application.evidence.select_related("file"),
            "may_decide": self.application.state == ApplicationState.SUBMITTED
            and can_decide_application(self.request.user, self.application),
        }
        return context

    def perform(self, form: BaseForm) -> object:
        """Admit or refuse."""
        decide: Any = (
            services.admit_expert
            if self.request.POST.get("answer") == "admit"
            else services.refuse_application
        )
        decide(
            application_id=self.application.pk,
            note=form.cleaned_data["note"],
            actor=person_of(self.request),
            at=clock.now(),
        )
        return reverse("expert_applications:application", args=[self.application.pk])


class _MemberPage(DeskPage):
    """A page about one member."""

    list_url = "expert_pool:index"
    list_label = _("Members of the pool")

    @cached_property
    def expert(self) -> Expert:
        """Return the member; one outside the territory is a 404."""
        found = experts_managed_by(self.request.user, clock.today())
        return get_object_or_404(
            found.select_related("profile", "jurisdiction"),
            number=self.kwargs["number"],
        )

    @property
    def page_title(self) -> str:
        """Head the page."""
        return self.expert.number

    @property
    def page_subtitle(self) -> str:
        """Name the member, while a name is kept."""
        profile = getattr(self.expert, "profile", None)
        return profile.name if profile else ""


class MemberView(_MemberPage, TemplateView):
    """One member: particulars, ties, terms, consents and duty."""

    template_name = "experts/admin/member.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather what is known of the member."""
        expert = self.expert
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context |= {
            "expert": expert,
            "profile": getattr(expert, "profile", None),
            "consents": expert.consents.prefetch_related("fields"),
            "duties": expert.duties.select_related("draw__enterprise")[:30],
            "can_suspend": EXPERT_FLOW.can("suspend", expert.state),
            "can_restore": EXPERT_FLOW.can("restore", expert.state),
            "can_renew": expert.state != ExpertState.ENDED,
            "entries": journal_of(expert).order_by("-at", "-pk")[:50],
        }
        return context


class MemberStepView(_MemberPage, StepFormView):
    """Suspend, restore, or renew the term of a member."""

    template_name = "experts/admin/step.html"
    success_message = _("The step was recorded.")
    labels = {
        "suspend": _("Suspend"),
        "restore": _("End the suspension"),
        "renew": _("Renew the term"),
    }
    explanations = {
        "suspend": _("A suspended member stands in no draw until the suspension ends."),
        "restore": _("The member stands in draws again from now on."),
        "renew": _(
            "Another term as long as the law sets follows the last one, or begins "
            "today where that is over."
        ),
    }

    @property
    def page_title(self) -> str:
        """Name the step."""
        return str(self.labels.get(self.kwargs["step"], ""))

    @property
    def page_subtitle(self) -> str:
        """Name the member."""
        return f"{self.expert.number} {super().page_subtitle}".strip()

    def is_open(self) -> bool:
        """Tell whether the member's state lets the step be taken."""
        step = self.kwargs["step"]
        if step not in self.labels:
            raise Http404
        if step == "renew":
            return self.expert.state != ExpertState.ENDED
        return EXPERT_FLOW.can(step, self.expert.state)

    def matter_url(self) -> str:
        """Return the page of the member."""
        return reverse("expert_pool:member", args=[self.expert.number])

    def get_form_class(self) -> type[Any]:
        """Ask for a reason where one is read; an unknown step is a 404."""
        if self.kwargs["step"] not in self.labels:
            raise Http404
        return StaffReasonForm if self.kwargs["step"] == "suspend" else NothingForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the step."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context |= {
            "label": self.labels[self.kwargs["step"]],
            "explanation": self.explanations[self.kwargs["step"]],
            "danger": self.kwargs["step"] == "suspend",
            "back": reverse("expert_pool:member", args=[self.expert.number]),
        }
        return context

    def perform(self, form: BaseForm) -> object:
        """Take the step."""
        told: dict[str, Any] = {
            "expert_id": self.expert.pk,
            "actor": person_of(self.request),
            "at": clock.now(),
        }
        if self.kwargs["step"] == "suspend":
            services.suspend_expert(reason=form.cleaned_data["reason"], **told)
        elif self.kwargs["step"] == "restore":
            services.restore_expert(**told)
        else:
            services.renew_term(**told)
        return reverse("expert_pool:member", args=[self.expert.number])


class FreezeView(DeskPage, ServiceFormView):
    """Freeze a draw that no other page asks for."""

    template_name = "experts/admin/step.html"
    form_class = FreezeForm
    page_title = _("Freeze a draw")
    success_message = _("The draw is frozen. The enterprise was asked for its words.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer what this person may choose."""
        return {**super().get_form_kwargs(), "user": person_of(self.request)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Explain the step."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context |= {
            "label": _("Freeze"),
            "back": reverse("expert_draws:index"),
            "explanation": _(
                "Who stands in the draw, who does not and why, is fixed and logged. "
                "Seats that are not reserved are open to every speciality. Panels of "
                "an audit round are drawn from the round's own page."
            ),
        }
        return context

    def perform(self, form: BaseForm) -> object:
        """Freeze."""
        assert isinstance(form, FreezeForm)  # noqa: S101 - tells the type
        data = form.cleaned_data
        posts = acting_of(self.request).posts
        draw = services.freeze_draw(
            subject=data["enterprise"],
            purpose=data["purpose"],
            enterprise=data["enterprise"],
            provider=data["provider"],
            quotas=form.quotas,
            size=data["size"],
            meets_on=data["meets_on"],
            requested_by=posts[0].authority,
            actor=person_of(self.request),
            at=clock.now(),
        )
        return reverse("expert_draws:console", args=[draw.number])


class _DrawPage(DeskPage):
    """A page about one draw."""

    @cached_property
    def draw(self) -> Draw:
        """Return the draw; one outside the territory is a 404."""
        found = draws_run_by(self.request.user, clock.today()).select_related(
            "enterprise__jurisdiction", "provider", "freeze_leaf", "reveal_leaf"
        )
        return get_object_or_404(found, number=self.kwargs["number"])

    @property
    def page_title(self) -> str:
        """Head the page."""
        return self.draw.number

    @property
    def page_subtitle(self) -> str:
        """Name the enterprise."""
        return self.draw.enterprise.label

    def matter_url(self) -> str:
        """Return where a closed step leads."""
        return self.console_url

    @property
    def console_url(self) -> str:
        """Return the address of the console."""
        return reverse("expert_draws:console", args=[self.draw.number])


class ConsoleView(_DrawPage, TemplateView):
    """Everything about a draw, and what can be done next."""

    template_name = "experts/admin/console.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather steps, seats, warnings and candidates."""
        draw, reader = self.draw, self.request.user
        panel = list(panel_of(draw))
        labels = speciality_labels()
        for seated in panel:
            seated.label = labels.get(seated.speciality, seated.speciality)  # type: ignore[attr-defined] # for the template
        candidates = draw.candidates.select_related("expert__profile")
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context |= {
            "draw": draw,
            "moves": open_steps(draw),
            "panel": panel,
            "seats": seat_rows(draw, reader),
            "steps": draw_steps(draw, reader),
            "shared_employers": shared_employers(panel),
            "candidates": candidate_rows(draw, candidates[:200], reader),
            "can_replace": draw.state in REPLACEABLE,
            "can_record": draw.state == DrawState.OPEN,
            "entries": journal_of(draw).order_by("-at", "-pk")[:50],
        }
        return context


class DrawStepView(_DrawPage, StepFormView):
    """One step of a draw."""

    template_name = "experts/admin/step.html"
    success_message = _("The step was recorded.")

    @cached_property
    def step(self) -> DrawStep:
        """Return the step; one that is unknown is a 404."""
        step = BY_NAME.get(self.kwargs["step"])
        if step is None:
            raise Http404
        return step

    def is_open(self) -> bool:
        """Tell whether the draw's state lets the step be taken."""
        return DRAW_FLOW.can(self.step.name, self.draw.state)

    @property
    def page_title(self) -> str:
        """Name the step."""
        return str(self.step.label)

    @property
    def page_subtitle(self) -> str:
        """Name the draw."""
        return self.draw.number

    def get_form_class(self) -> type[Any]:
        """Return the step's form."""
        return self.step.form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Explain the step."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context |= {
            "label": self.step.label,
            "explanation": self.step.explanation,
            "danger": self.step.danger,
            "back": self.console_url,
        }
        return context

    def perform(self, form: BaseForm) -> object:
        """Take the step."""
        self.step.run(
            self.draw, form.cleaned_data, person_of(self.request), clock.now()
        )
        return self.console_url


class _SeatPage(_DrawPage):
    """A page about one seat that is taken."""

    @cached_property
    def invitation(self) -> Invitation:
        """Return the invitation; of another draw it is a 404."""
        return get_object_or_404(panel_of(self.draw), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Find the seat before a form about it is shown."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"invitation": self.invitation}


class ReplaceView(_SeatPage, StepFormView):
    """Pass a seat on to the next in the order."""

    template_name = "experts/admin/step.html"
    form_class = ReplaceForm
    success_message = _("The seat passed on, and the step was chained and logged.")

    def is_open(self) -> bool:
        """Pass seats on once they are filled."""
        return self.draw.state in REPLACEABLE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Explain the step."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context |= {
            "label": _("Pass the seat on"),
            "explanation": _(
                "The next in the order who fits is invited. The kind of reason "
                "becomes part of the public record."
            ),
            "danger": True,
            "back": self.console_url,
        }
        return context

    def perform(self, form: BaseForm) -> object:
        """Replace."""
        services.replace_member(
            invitation_id=self.invitation.pk,
            reason=form.cleaned_data["reason"],
            note=form.cleaned_data["note"],
            actor=person_of(self.request),
            at=clock.now(),
        )
        return self.console_url


class DutyView(_SeatPage, StepFormView):
    """Record that a seated expert came, or did not."""

    template_name = "experts/admin/step.html"
    form_class = NothingForm
    success_message = _("The record of duty was kept.")
    kinds = {"attended": DutyKind.ATTENDED, "absent": DutyKind.ABSENT}

    def is_open(self) -> bool:
        """Keep the record once the meeting began."""
        return self.draw.state == DrawState.OPEN

    @cached_property
    def kind(self) -> DutyKind:
        """Return the kind of the address; unknown ones are a 404."""
        if self.kwargs["kind"] not in self.kinds:
            raise Http404
        return self.kinds[self.kwargs["kind"]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name what is recorded."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context |= {"label": self.kind.label, "back": self.console_url}
        return context

    def perform(self, form: BaseForm) -> object:
        """Record it."""
        services.record_duty(
            draw_id=self.draw.pk,
            expert_id=self.invitation.expert_id,
            kind=self.kind,
            actor=person_of(self.request),
            at=clock.now(),
        )
        return self.console_url


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

    def get_urlpatterns(self) -> list[Any]:
        """Return the list and its results."""
        told = {
            "model": self.model,
            "permission_policy": DeskPolicy(self.model),
            "index_url_name": self.get_url_name("index"),
            "index_results_url_name": self.get_url_name("index_results"),
            "header_icon": self.icon,
        }
        results = self.index_view.as_view(results_only=True, **told)
        return [
            path("", self.index_view.as_view(**told), name="index"),
            path("results/", results, name="index_results"),
        ]


class ApplicationViewSet(DeskViewSet):
    """Applications on the desk."""

    name = "expert_applications"
    url_prefix = "experts/applications"
    model = ExpertApplication
    index_view = ApplicationIndexView
    icon = "mail"
    menu_label = _("Applications")

    def get_urlpatterns(self) -> list[Any]:
        """Add the page of one application."""
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/", ApplicationView.as_view(), name="application"),
        ]


class MemberViewSet(DeskViewSet):
    """Members on the desk."""

    name = "expert_pool"
    url_prefix = "experts/members"
    model = Expert
    index_view = ExpertIndexView
    icon = "group"
    menu_label = _("Members")

    def get_urlpatterns(self) -> list[Any]:
        """Add the pages of one member."""
        return [
            *super().get_urlpatterns(),
            path("<str:number>/", MemberView.as_view(), name="member"),
            path(
                "<str:number>/<str:step>/", MemberStepView.as_view(), name="member_step"
            ),
        ]


class DrawViewSet(DeskViewSet):
    """Draws on the desk."""

    name = "expert_draws"
    url_prefix = "experts/draws"
    model = Draw
    index_view = DrawIndexView
    icon = "rotate"
    menu_label = _("Draws")

    def get_urlpatterns(self) -> list[Any]:
        """Add the console and its steps."""
        return [
            *super().get_urlpatterns(),
            path("freeze/", FreezeView.as_view(), name="freeze"),
            path("<str:number>/", ConsoleView.as_view(), name="console"),
            path(
                "<str:number>/seats/<int:pk>/replace/",
                ReplaceView.as_view(),
                name="replace",
            ),
            path(
                "<str:number>/seats/<int:pk>/<str:kind>/",
                DutyView.as_view(),
                name="duty",
            ),
            path("<str:number>/<str:step>/", DrawStepView.as_view(), name="step"),
        ]


class ExpertsGroup(ViewSetGroup):
    """The pool in the menu."""

    menu_label = _("Expert pool")
    menu_icon = "group"
    menu_order = 230
    items = (ApplicationViewSet, MemberViewSet, DrawViewSet)
