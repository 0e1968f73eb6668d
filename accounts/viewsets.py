"""Organisations and requests to join, for authority staff and the operator."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies.base import BasePermissionPolicy

from accounts import selectors, services
from accounts.enums import OrganisationKind, StaffRole
from accounts.forms import MOST_TYPED, OrganisationField, typed_name
from accounts.models import Organisation, StaffPost, User
from accounts.permissions import can_oversee_organisations, staff_covers
from accounts.requests import person_of
from core import clock
from core.journal import journal_of
from core.refusals import Refusal
from core.staff_lists import (
    CodeColumn,
    InstantColumn,
    StaffIndexView,
    TextColumn,
)
from core.staff_pages import StaffPage
from core.typed import whole_number
from core.views import ServiceFormView, refused_on
from reference.filters import WithinFilter

MOST_SUGGESTED = 8


class OversightPolicy(BasePermissionPolicy):
    """Staff look at organisations; what they change goes through services."""

    def user_has_permission(self, user: User, action: str) -> bool:
        """Let staff view and nobody edit in place."""
        return action == "view" and can_oversee_organisations(user)

    def user_has_any_permission(self, user: User, actions: list[str]) -> bool:
        """Tell whether one of the actions is allowed."""
        return any(self.user_has_permission(user, action) for action in actions)


class OrganisationFilterSet(WagtailFilterSet):
    """Narrow the organisations down."""

    jurisdiction = WithinFilter()

    class Meta:
        model = Organisation
        fields = ["kind", "state", "jurisdiction"]


class OrganisationIndexView(StaffIndexView):
    """Organisations within a person's territory."""

    filterset_class = OrganisationFilterSet
    default_ordering = "name"
    search_fields = ["name", "short_name", "credit_code", "former_names__name"]
    list_export = [
        "name",
        "kind",
        "credit_code",
        "jurisdiction",
        "identity_checked_at",
        "registered_at",
    ]
    export_filename = "organisations"

    @cached_property
    def columns(self) -> list[Any]:
        """Name the columns."""
        return [
            TitleColumn(
                "name",
                label=pgettext_lazy("organisation", "Name"),
                accessor="label",
                sort_key="name",
                get_url=lambda row: reverse("organisations:detail", args=[row.pk]),
            ),
            Column("kind", label=_("Kind"), accessor="get_kind_display"),
            CodeColumn(
                "credit_code",
                label=_("Unified social credit code"),
                sort_key="credit_code",
            ),
            TextColumn(
                "jurisdiction",
                label=_("Place"),
                accessor="jurisdiction.label",
                sort_key="jurisdiction",
            ),
            InstantColumn(
                "identity_checked_at",
                label=_("Identity checked at"),
                sort_key="identity_checked_at",
            ),
        ]

    @cached_property
    def header_buttons(self) -> list[Any]:
        """Lead to what waits, and the operator to the posts."""
        requests = HeaderButton(
            label=_("Requests to join"),
            url=reverse("organisations:requests"),
            icon_name="mail",
        )
        posts = HeaderButton(
            label=_("Staff posts"),
            url=reverse("organisations:posts"),
            icon_name="user",
        )
        return [requests, posts] if self.request.user.is_superuser else [requests]

    def get_base_queryset(self) -> QuerySet[Organisation]:
        """Only what the person oversees."""
        return selectors.organisations_overseen_by(
            self.request.user, clock.today()
        ).select_related("jurisdiction")


class _OrganisationPage(StaffPage):
    """A page of the staff area about organisations."""

    request: HttpRequest
    header_icon = "group"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list, and name the page."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("organisations:index"), "label": _("Organisations")},
            {"url": "", "label": self.get_page_title()},
        ]

    def test_func(self) -> bool:
        """Let staff and the operator in."""
        return can_oversee_organisations(self.request.user)


class EvidenceForm(forms.Form):
    """What an identity was compared with."""

    evidence = forms.CharField(
        label=pgettext_lazy("verification", "Evidence"),
        max_length=250,
        help_text=_("What you compared the particulars with, for the journal."),
    )


class OrganisationDetailView(_OrganisationPage, ServiceFormView):
    """One organisation: particulars, people, and the check of its identity."""

    template_name = "accounts/admin/organisation.html"
    form_class = EvidenceForm
    success_message = _("The identity check was recorded.")

    @cached_property
    def organisation(self) -> Organisation:
        """Return the organisation; one outside the territory is a 404."""
        overseen = selectors.organisations_overseen_by(self.request.user, clock.today())
        return get_object_or_404(overseen, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Head the page."""
        return self.organisation.label

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add people and what was done."""
        subject = self.organisation
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context |= {
            "organisation": subject,
            "colleagues": subject.memberships.active().select_related("user"),
            "can_check": staff_covers(self.request.user, subject.jurisdiction),
            "entries": journal_of(subject).order_by("-at", "-pk")[:50],
        }
        return context

    def perform(self, form: BaseForm) -> object:
        """Record the check."""
        services.check_identity(
            organisation_id=self.organisation.pk,
            evidence=form.cleaned_data["evidence"],
            actor=person_of(self.request),
            at=clock.now(),
        )
        return reverse("organisations:detail", args=[self.organisation.pk])


class RequestsView(_OrganisationPage, TemplateView):
    """Requests to join organisations that nobody administers yet."""

    template_name = "accounts/admin/requests.html"
    page_title = _("Requests to join")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """List what this person may decide."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["requests"] = self._requests()
        return context

    def post(self, request: HttpRequest) -> HttpResponse:
        """Approve or refuse one request."""
        chosen = request.POST.get("membership", "")
        membership = get_object_or_404(self._requests(), pk=whole_number(chosen))
        decide = (
            services.approve_membership
            if request.POST.get("answer") == "approve"
            else services.refuse_membership
        )
        try:
            decide(
                membership_id=membership.pk, actor=person_of(request), at=clock.now()
            )
        except Refusal as refusal:
            return refused_on(RequestsView, request, refusal)
        messages.success(request, _("The request was answered."))
        return redirect("organisations:requests")

    def _requests(self) -> QuerySet[Any]:
        return selectors.membership_requests_for(self.request.user, clock.today())


class PostForm(forms.Form):
    """Appoint a person."""

    email = forms.EmailField(label=_("E-mail address of the person"))
    authority = OrganisationField(
        label=_("Authority"), queryset=Organisation.objects.authorities().active()
    )
    role = forms.ChoiceField(label=_("Role"), choices=StaffRole.choices)
    valid_from = forms.DateField(
        label=pgettext_lazy("period", "From"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class PostsView(_OrganisationPage, ServiceFormView):
    """Who holds which post; the operator appoints and ends."""

    template_name = "accounts/admin/posts.html"
    form_class = PostForm
    page_title = _("Staff posts")
    success_message = _("The post was given.")

    def test_func(self) -> bool:
        """Let the operator in."""
        return bool(self.request.user.is_superuser)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """List the posts held today."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["posts"] = (
            StaffPost.objects.held_on(clock.today())
            .select_related("user", "authority")
            .order_by("authority__name", "role", "pk")
        )
        return context

    def perform(self, form: BaseForm) -> object:
        """Appoint."""
        user = User.objects.filter(email=form.cleaned_data["email"].lower()).first()
        if user is None:
            raise Refusal(
                _("Nobody has signed up with this address yet."), field="email"
            )
        services.give_post(
            user=user,
            authority=form.cleaned_data["authority"],
            role=StaffRole(form.cleaned_data["role"]),
            valid_from=form.cleaned_data["valid_from"],
            actor=person_of(self.request),
            at=clock.now(),
        )
        return "organisations:posts"


class EndPostView(_OrganisationPage, TemplateView):
    """End a post as of today, after asking."""

    template_name = "accounts/admin/post_end.html"
    page_title = _("End a post")

    def test_func(self) -> bool:
        """Let the operator in."""
        return bool(self.request.user.is_superuser)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show which post it is."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["staff_post"] = get_object_or_404(StaffPost, pk=self.kwargs["pk"])
        return context

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """End it."""
        try:
            services.end_post(
                post_id=get_object_or_404(StaffPost, pk=pk).pk,
                on=clock.today(),
                actor=person_of(request),
                at=clock.now(),
            )
        except Refusal as refusal:
            return refused_on(EndPostView, request, refusal, pk=pk)
        messages.success(request, _("The post has ended."))
        return redirect("organisations:posts")


class NamesView(StaffPage, View):
    """Names that go on as somebody types, for fields that take one."""

    def test_func(self) -> bool:
        """Let staff ask."""
        return can_oversee_organisations(self.request.user)

    def get(self, request: HttpRequest, kind: str) -> JsonResponse:
        """Return names and codes; providers are named wherever they are."""
        among = {
            OrganisationKind.ENTERPRISE: selectors.organisations_overseen_by(
                self.request.user, clock.today()
            ).enterprises(),
            OrganisationKind.PROVIDER: Organisation.objects.providers(),
        }.get(kind)  # type: ignore[call-overload] # a kind is a text
        if among is None:
            raise Http404
        typed = request.GET.get("q", "").replace("\0", "")[:MOST_TYPED].strip()
        found = selectors.organisations_meant_by(typed, among, most=MOST_SUGGESTED)
        told = [
            {
                "title": one.label,
                "kind": one.credit_code or "",
                "value": typed_name(one),
            }
            for one in found
        ]
        return JsonResponse({"suggestions": told if typed else []})


class OrganisationViewSet(ViewSet):
    """Organisations in the staff area."""

    name = url_prefix = "organisations"
    icon = "group"
    menu_label = _("Organisations")
    menu_order = 300
    add_to_admin_menu = True

    @cached_property
    def menu_item_class(self) -> type:
        """Show the item to staff only."""
        base = super().menu_item_class

        class OversightMenuItem(base):  # type: ignore[misc, valid-type] # untyped library
            def is_shown(self, request: HttpRequest) -> bool:
                return can_oversee_organisations(request.user)

        return OversightMenuItem

    def get_urlpatterns(self) -> list[Any]:
        """Return the pages of the group."""
        index = OrganisationIndexView.as_view(
            model=Organisation,
            permission_policy=OversightPolicy(Organisation),
            index_url_name=self.get_url_name("index"),
            index_results_url_name=self.get_url_name("index_results"),
            header_icon=self.icon,
        )
        results = OrganisationIndexView.as_view(
            model=Organisation,
            permission_policy=OversightPolicy(Organisation),
            index_url_name=self.get_url_name("index"),
            index_results_url_name=self.get_url_name("index_results"),
            results_only=True,
        )
        return [
            path("", index, name="index"),
            path("results/", results, name="index_results"),
            path("names/<slug:kind>/", NamesView.as_view(), name="names"),
            path("requests/", RequestsView.as_view(), name="requests"),
            path("posts/", PostsView.as_view(), name="posts"),
            path("posts/<int:pk>/end/", EndPostView.as_view(), name="post_end"),
            path("<int:pk>/", OrganisationDetailView.as_view(), name="detail"),
        ]
