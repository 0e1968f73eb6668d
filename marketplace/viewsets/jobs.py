"""Jobs in the staff area: looked at by authority staff, changed by nobody there.

What is listed comes from the job and, after the opening, from the award; no
sealed bid has a page, a column or a count here.
"""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permission_policies.base import BasePermissionPolicy

from accounts.models import User
from accounts.permissions import can_oversee_organisations
from core import clock
from core.journal import journal_of
from core.staff_lists import CodeColumn, InstantColumn, StaffIndexView
from core.staff_pages import StaffPage
from marketplace.models import Job, Objection
from marketplace.models.jobs import JobQuerySet
from marketplace.selectors.jobs import jobs_overseen_by, live_award
from marketplace.states.jobs import ObjectionState
from reference.filters import WithinFilter

_WAITING = Q(awards__objections__state=ObjectionState.FILED)


class JobOversightPolicy(BasePermissionPolicy):
    """Staff look at jobs; nobody edits one in the staff area."""

    def user_has_permission(self, user: User, action: str) -> bool:
        """Let staff view."""
        return action == "view" and can_oversee_organisations(user)

    def user_has_any_permission(self, user: User, actions: list[str]) -> bool:
        """Tell whether one of the actions is allowed."""
        return any(self.user_has_permission(user, action) for action in actions)


class JobFilterSet(WagtailFilterSet):
    """Narrow the jobs down."""

    site = WithinFilter("site")

    class Meta:
        model = Job
        fields = ["state", "site", "visibility"]


class JobIndexView(StaffIndexView):
    """Published jobs within a person's territory."""

    filterset_class = JobFilterSet
    default_ordering = "-published_at"
    search_fields = ["number", "title", "enterprise__name"]
    list_export = ["number", "title", "enterprise", "site", "state", "bids_until"]
    export_filename = "jobs"

    @cached_property
    def columns(self) -> list[Any]:
        """Name the columns."""
        return [
            TitleColumn(
                "title",
                label=_("Job"),
                sort_key="title",
                get_url=lambda row: reverse("jobs:detail", args=[row.pk]),
            ),
            CodeColumn("number", label=_("Number"), sort_key="number"),
            Column(
                "enterprise",
                label=_("Enterprise"),
                accessor="enterprise.label",
                sort_key="enterprise__name",
            ),
            Column("site", label=_("Place"), accessor="site.label"),
            Column("state", label=_("State"), accessor="get_state_display"),
            InstantColumn("bids_until", label=_("Bids until"), sort_key="bids_until"),
            Column("waiting_objections", label=_("Objections waiting")),
        ]

    def get_base_queryset(self) -> JobQuerySet:
        """Only what the person oversees."""
        return (
            jobs_overseen_by(self.request.user, clock.today())
            .select_related("enterprise", "site")
            .annotate(
                waiting_objections=Count(
                    "awards__objections", filter=_WAITING, distinct=True
                )
            )
        )


class JobDetailView(StaffPage, TemplateView):
    """One job, read only: dates, questions, award, objections, journal."""

    template_name = "marketplace/admin/job.html"
    page_title = _("Job")
    header_icon = "clipboard-list"
    request: HttpRequest

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list, and name the page."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("jobs:index"), "label": _("Jobs")},
            {"url": "", "label": self.job.title, "sublabel": self.job.number},
        ]

    def get_page_title(self) -> str:
        """Head the page."""
        return self.job.title

    def test_func(self) -> bool:
        """Let staff in."""
        return can_oversee_organisations(self.request.user)

    @cached_property
    def job(self) -> Job:
        """Return the job; one outside the territory is a 404."""
        jobs = jobs_overseen_by(self.request.user, clock.today())
        return get_object_or_404(
            jobs.select_related("enterprise", "site"), pk=self.kwargs["pk"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show how the job goes; bids stay out of it."""
        job = self.job
        return {
            **super().get_context_data(**kwargs),
            "job": job,
            "opening": getattr(job, "opening", None),
            "award": live_award(job),
            "questions": job.questions.order_by("asked_at"),
            "objections": Objection.objects.filter(award__job=job).select_related(
                "provider"
            ),
            "entries": journal_of(job).order_by("-at", "-pk")[:50],
        }


class JobViewSet(ViewSet):
    """Jobs in the staff area."""

    name = url_prefix = "jobs"
    icon = "clipboard-list"
    menu_label = _("Jobs")
    menu_order = 280
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
        shared = {
            "model": Job,
            "permission_policy": JobOversightPolicy(Job),
            "index_url_name": self.get_url_name("index"),
            "index_results_url_name": self.get_url_name("index_results"),
            "header_icon": self.icon,
        }
        results = JobIndexView.as_view(**shared, results_only=True)
        return [
            path("", JobIndexView.as_view(**shared), name="index"),
            path("results/", results, name="index_results"),
            path("<int:pk>/", JobDetailView.as_view(), name="detail"),
        ]
