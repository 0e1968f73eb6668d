"""The accused party's side of a case."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from accounts.requests import person_of
from blacklist import services
from blacklist.forms import (
    ChallengeForm,
    HearingForm,
    RepairForm,
    StatementForm,
    WaiverForm,
)
from blacklist.models import ViolationCase
from blacklist.partyside import PartySide, party_view
from blacklist.selectors import cases_concerning
from core import clock
from core.clocks import deadlines_by_subject
from core.lists import ListPage, Sort
from core.refusals import Refusal
from core.views import StepFormView


class MyCases(LoginRequiredMixin, ListPage):
    """Cases the person's organisations were given notice of."""

    template_name = "blacklist/my_cases.html"
    sorts = [
        Sort("newest", _("Newest first"), "-noticed_at"),
        Sort("oldest", _("Oldest first"), "noticed_at"),
    ]

    def get_queryset(self) -> QuerySet[ViolationCase]:
        """Return what this person may see."""
        return cases_concerning(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the deadlines of the cases on this page."""
        context = super().get_context_data(**kwargs)
        cases = list(context["page_obj"])
        deadlines = deadlines_by_subject(cases, clock.today())
        context["rows"] = [(case, deadlines[str(case.pk)]) for case in cases]
        return context


@login_required
def my_case(request: HttpRequest, number: str) -> HttpResponse:
    """Show the party its case: notice, rights, deadlines, what it may do now."""
    case = _case(request, number)
    context = {"case": case, "side": party_view(case, clock.today())}
    return render(request, "blacklist/my_case.html", context)


@login_required
@require_POST
def withdraw_hearing(request: HttpRequest, number: str) -> HttpResponse:
    """Take back the request for a hearing."""
    case = _case(request, number)
    try:
        services.withdraw_hearing(
            case_id=case.pk, actor=person_of(request), at=clock.now()
        )
    except Refusal as refusal:
        context = {
            "case": case,
            "side": party_view(case, clock.today()),
            "refusal": str(refusal.message),
        }
        return render(request, "blacklist/my_case.html", context, status=422)
    messages.success(request, _("The request for a hearing was withdrawn."))
    return redirect(case)


class PartyFormView(LoginRequiredMixin, StepFormView):
    """A step of the party in its own case; ``right`` names what opens it."""

    template_name = "blacklist/my_case_step.html"
    title: str | Promise = ""
    lede: str | Promise = ""
    submit_label: str | Promise = ""
    right = ""
    danger = False

    @cached_property
    def case(self) -> ViolationCase:
        """Return the case, when this person may see it."""
        return _case(self.request, self.kwargs["number"])

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Hide a case of others from everybody."""
        if request.user.is_authenticated:
            self.case  # noqa: B018 - looked up for its 404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def side(self) -> PartySide:
        """Return what the party may do today."""
        return party_view(self.case, clock.today())

    def is_open(self) -> bool:
        """Tell whether the case lets the step be taken today."""
        return bool(getattr(self.side, self.right))

    def matter_url(self) -> str:
        """Return the page of the case."""
        return self.case.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name case and words."""
        return super().get_context_data(
            case=self.case,
            side=self.side,
            step_title=self.title,
            step_lede=self.lede,
            submit_label=self.submit_label,
            danger=self.danger,
            **kwargs,
        )


class StatementView(PartyFormView):
    """File a statement."""

    form_class = StatementForm
    right = "may_state"
    title = _("State your case")
    lede = _("Your statement is read and re-checked before any decision.")
    submit_label = _("File the statement")
    success_message = _("Your statement was filed.")

    def perform(self, form: BaseForm) -> object:
        """File it."""
        services.file_statement(
            case_id=self.case.pk,
            text=form.cleaned_data["text"],
            uploads=form.cleaned_data["file"],
            actor=person_of(self.request),
            at=clock.now(),
        )
        return self.case


class WaiveView(PartyFormView):
    """Waive statement and hearing."""

    form_class = WaiverForm
    right = "may_waive"
    title = _("Waive statement and hearing")
    lede = _("The authority may then decide before the period is over.")
    submit_label = _("Waive")
    danger = True
    success_message = _("Statement and hearing were waived.")

    def perform(self, form: BaseForm) -> object:
        """Waive."""
        del form
        services.waive_defence(
            case_id=self.case.pk, actor=person_of(self.request), at=clock.now()
        )
        return self.case


class HearingView(PartyFormView):
    """Request a hearing."""

    form_class = HearingForm
    right = "may_request_hearing"
    title = _("Request a hearing")
    lede = _("A hearing is free of charge; the date is announced ahead.")
    submit_label = _("Request the hearing")
    success_message = _("The hearing was requested.")

    def perform(self, form: BaseForm) -> object:
        """Request it."""
        services.request_hearing(
            case_id=self.case.pk,
            request=form.cleaned_data["request"],
            actor=person_of(self.request),
            at=clock.now(),
        )
        return self.case


class RepairView(PartyFormView):
    """Apply for credit repair."""

    form_class = RepairForm
    right = "may_apply_for_repair"
    title = _("Apply for credit repair")
    lede = _(
        "When the decision was complied with and the shortest period is over, the "
        "publication can be ended early. This is free of charge."
    )
    submit_label = pgettext_lazy("register", "Apply")
    success_message = _("Your application was handed in.")

    def perform(self, form: BaseForm) -> object:
        """Apply."""
        services.apply_for_repair(
            case_id=self.case.pk,
            performance=form.cleaned_data["performance"],
            pledged=form.cleaned_data["pledged"],
            uploads=form.cleaned_data["file"],
            actor=person_of(self.request),
            at=clock.now(),
        )
        return self.case


class ChallengeView(PartyFormView):
    """Report a challenge."""

    form_class = ChallengeForm
    right = "may_challenge"
    title = _("Report a challenge")
    lede = _(
        "Hand the request itself to the reviewing government or the court. Report it "
        "here so that its outcome reaches the register. It does not suspend the "
        "publication."
    )
    submit_label = pgettext_lazy("register", "Report")
    success_message = _("The challenge was reported.")

    def perform(self, form: BaseForm) -> object:
        """Report it."""
        requested_on: date = form.cleaned_data["requested_on"]
        services.report_challenge(
            case_id=self.case.pk,
            kind=form.cleaned_data["kind"],
            request=form.cleaned_data["request"],
            requested_on=requested_on,
            actor=person_of(self.request),
            at=clock.now(),
        )
        return self.case


def _case(request: HttpRequest, number: str) -> ViolationCase:
    return get_object_or_404(cases_concerning(request.user), number=number)
