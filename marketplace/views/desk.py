"""The enterprise's desk: its jobs, each job's page, and the steps of a draft."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.generic import TemplateView, View

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from accounts.requests import acting_of, person_of
from core import clock
from core.journal import journal_of
from core.lists import Column, ListPage, Sort
from core.refusals import Refusal
from core.views import ServiceFormView
from marketplace.filters import OwnJobFilter
from marketplace.forms.jobs import (
    ColleagueForm,
    CriteriaFormSet,
    ExtendForm,
    InviteForm,
    MetricsFormSet,
    PriceWeightForm,
    ReasonForm,
    RowsFormSet,
    ScheduleForm,
    TextForm,
    WorkForm,
    with_one_more_row,
)
from marketplace.models import Job
from marketplace.models.jobs import JobQuerySet
from marketplace.permissions.jobs import (
    can_delegate_job,
    can_manage_job,
    can_open_bids,
)
from marketplace.selectors import jobs as selectors
from marketplace.selectors.comparison import opening_record
from marketplace.services import jobs as services
from marketplace.services.bids import open_bids
from marketplace.services.questions import answer_question
from marketplace.states.jobs import JOB_FLOW, JobState

STEPS = (
    ("job_work", _("The work")),
    ("job_criteria", _("How bids are judged")),
    ("job_metrics", _("What is to be achieved")),
    ("job_schedule", _("Deadlines and bidders")),
    ("job_review", _("Check and publish")),
)


class EnterpriseRequired(LoginRequiredMixin):
    """For people who act for an enterprise right now."""

    request: HttpRequest

    @property
    def enterprise(self) -> Organisation:
        """The enterprise. Raises PermissionDenied where there is none."""
        acting = acting_of(self.request)
        if not acting.is_enterprise or acting.organisation is None:
            raise PermissionDenied
        return acting.organisation


class OwnJobs(EnterpriseRequired, ListPage):
    """The jobs of the enterprise, drafts included."""

    template_name = "marketplace/desk/job_list.html"
    filterset_class = OwnJobFilter
    export_name = "own-jobs"
    sorts = [
        Sort("newest", _("Newest first"), "-created_at"),
        Sort("closing", _("Closing first"), "bids_until"),
    ]
    columns = [
        Column("number", _("Number"), lambda row: row.number),
        Column("title", _("Title"), lambda row: row.title),
        Column("state", _("State"), lambda row: row.standing(clock.now()).label),
        Column("budget", _("Budget in yuan"), lambda row: row.budget),
        Column("bids_until", _("Bids until"), lambda row: row.bids_until),
        Column("created_at", _("Drafted at"), lambda row: row.created_at),
    ]

    def get_queryset(self) -> JobQuerySet:
        """Return the jobs of the enterprise acted for."""
        jobs = Job.objects.filter(enterprise=self.enterprise)
        return selectors.with_row_details(jobs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where each job stands now."""
        context = super().get_context_data(**kwargs)
        now = clock.now()
        context["rows"] = [selectors.shown(job, now) for job in context["object_list"]]
        return context


class OwnJobMixin(LoginRequiredMixin):
    """A page about one job of the person's enterprises; others do not exist."""

    request: HttpRequest
    kwargs: dict[str, Any]
    manages = True

    @cached_property
    def job(self) -> Job:
        """Return the job. Raises Http404, or PermissionDenied when not theirs."""
        jobs = selectors.jobs_of_enterprises(self.request.user)
        job = get_object_or_404(
            jobs.select_related("enterprise", "site"), number=self.kwargs["number"]
        )
        if self.manages and not can_manage_job(self.request.user, job):
            raise PermissionDenied
        return job

    def desk_url(self) -> str:
        """Return the desk's page of the job."""
        return reverse("marketplace:own_job", args=[self.job.number])

    def by(self) -> dict[str, Any]:
        """Return who acts, and when."""
        return {"actor": person_of(self.request), "at": clock.now()}


class OwnJobPage(OwnJobMixin, TemplateView):
    """Everything the enterprise can see and do about one job."""

    template_name = "marketplace/desk/job.html"
    manages = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the state, what is waiting, and what can be done."""
        job, now, user = self.job, clock.now(), self.request.user
        manages = can_manage_job(user, job)
        entries = journal_of(job)
        return {
            **super().get_context_data(**kwargs),
            "job": job,
            "shown": selectors.shown(job, now),
            "now": now,
            "manages": manages,
            "delegates": can_delegate_job(user, job),
            "delegated_to": selectors.delegates_of(job),
            "deadlines": selectors.deadlines_of_job(job, now),
            "criteria": job.criteria.all(),
            "metrics": job.metrics.select_related("indicator", "unit"),
            "waiting_questions": job.questions.filter(answered_at__isnull=True),
            "answered_questions": selectors.public_questions(job),
            "invitations": job.invitations.select_related("provider"),
            "may_edit": manages and JOB_FLOW.can("edit", job.state),
            "may_extend": manages
            and JOB_FLOW.can("extend", job.state)
            and now < job.bids_until,
            "may_cancel": manages and JOB_FLOW.can("cancel", job.state),
            "may_fail": manages and JOB_FLOW.can("fail", job.state),
            "may_open": can_open_bids(user, job, now),
            "opening": getattr(job, "opening", None),
            "award": selectors.live_award(job),
            "steps": STEPS,
            "entries": entries.order_by("-at", "-pk")[:30],
        }


class StepMixin:
    """One of the five steps of a draft."""

    step = ""

    def step_context(self, number: str | None) -> dict[str, Any]:
        """Return where in the sequence one is."""
        names = [name for name, _label in STEPS]
        position = names.index(self.step)
        return {
            "steps": [
                {
                    "label": label,
                    "url": reverse(f"marketplace:{name}", args=[number])
                    if number
                    else None,
                    "current": name == self.step,
                }
                for name, label in STEPS
            ],
            "position": position + 1,
            "step_label": STEPS[position][1],
        }


class NewJob(EnterpriseRequired, StepMixin, ServiceFormView):
    """Begin a job with its first step."""

    template_name = "marketplace/desk/step_form.html"
    form_class = WorkForm
    step = "job_work"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or the way to act for an enterprise."""
        acting = acting_of(request)
        if acting.is_enterprise:
            return super().get(request, *args, **kwargs)
        if any(one.kind == OrganisationKind.ENTERPRISE for one in acting.organisations):
            messages.info(request, _("Choose the enterprise that posts the job first."))
            return redirect("accounts:workspace")
        messages.info(request, _("An enterprise posts a job: register or join yours."))
        return redirect("accounts:register")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Start where the enterprise is."""
        kwargs = super().get_form_kwargs()
        initial = {
            "site": self.enterprise.jurisdiction_id,
            "industries": self.enterprise.industries.all(),
            "budget_shown": True,
        }
        return {**kwargs, "enterprise": self.enterprise, "initial": initial}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the way ahead."""
        return {**super().get_context_data(**kwargs), **self.step_context(None)}

    def perform(self, form: BaseForm) -> object:
        """Draft the job and go on to the next step."""
        job = services.draft_job(
            enterprise=self.enterprise,
            work=form.work,  # type: ignore[attr-defined] # our form
            actor=person_of(self.request),
            at=clock.now(),
        )
        return reverse("marketplace:job_criteria", args=[job.number])


class WorkStep(OwnJobMixin, StepMixin, ServiceFormView):
    """Step 1 of a draft."""

    template_name = "marketplace/desk/step_form.html"
    form_class = WorkForm
    step = "job_work"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Show what the draft says."""
        return {
            **super().get_form_kwargs(),
            "enterprise": self.job.enterprise,
            "initial": WorkForm.initial_of(self.job),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the way ahead."""
        context = super().get_context_data(**kwargs)
        return {**context, "job": self.job, **self.step_context(self.job.number)}

    def perform(self, form: BaseForm) -> object:
        """Keep it and go on."""
        services.change_work(job_id=self.job.pk, work=form.work, **self.by())  # type: ignore[attr-defined] # our form
        return reverse("marketplace:job_criteria", args=[self.job.number])


class RowsStep(OwnJobMixin, StepMixin, TemplateView):
    """A step made of rows; a button adds a row and keeps what was typed."""

    template_name = "marketplace/desk/step_rows.html"
    formset_class: Any = None
    prefix = "rows"
    next_step = ""
    intro: str | Promise = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the rows of the draft."""
        return self.show(
            self.formset_class(initial=self.initial_rows(), prefix=self.prefix),
            self.first_form(None),
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add a row, or keep the rows and go on."""
        first = self.first_form(request.POST)
        if "add_row" in request.POST:
            more = with_one_more_row(request.POST, self.prefix)
            return self.show(self.formset_class(more, prefix=self.prefix), first)
        formset = self.formset_class(request.POST, prefix=self.prefix)
        if not (formset.is_valid() and (first is None or first.is_valid())):
            return self.show(formset, first, status=422)
        try:
            self.keep(formset.rows, first)
        except Refusal as refusal:
            return self.show(formset, first, refusal=str(refusal), status=422)
        return redirect(f"marketplace:{self.next_step}", self.job.number)

    def show(
        self,
        formset: RowsFormSet,
        first: PriceWeightForm | None,
        *,
        refusal: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """Render the rows as they are now."""
        context = {
            "job": self.job,
            "formset": formset,
            "first": first,
            "refusal": refusal,
            "intro": self.intro,
            **self.step_context(self.job.number),
        }
        adding = "add_row" in self.request.POST
        return self.render_to_response({**context, "adding": adding}, status=status)

    def first_form(self, data: Any) -> Any:  # noqa: ANN401
        """Return the form above the rows, if there is one."""
        return None

    def initial_rows(self) -> list[dict[str, Any]]:
        """Return what the draft says."""
        raise NotImplementedError

    def keep(self, rows: list[Any], first: Any) -> None:  # noqa: ANN401
        """Call the service."""
        raise NotImplementedError


class CriteriaStep(RowsStep):
    """Step 2: the weight of the price, and the criteria."""

    step, next_step = "job_criteria", "job_metrics"
    formset_class = CriteriaFormSet
    intro = _(
        "Say before anybody bids how you will compare. The weights of the price and "
        "of all criteria add up to 100 and are published with the job."
    )

    def first_form(self, data: Any) -> PriceWeightForm:  # noqa: ANN401
        """Ask for the weight of the price."""
        initial = {"price_weight": self.job.price_weight}
        return PriceWeightForm(data, initial=initial)

    def initial_rows(self) -> list[dict[str, Any]]:
        """Return the criteria of the draft."""
        names = ("name", "description", "weight")
        return [dict(row) for row in self.job.criteria.values(*names)]

    def keep(self, rows: list[Any], first: Any) -> None:  # noqa: ANN401
        """Keep weights and criteria."""
        services.set_criteria(
            job_id=self.job.pk,
            price_weight=first.cleaned_data["price_weight"],
            criteria=rows,
            **self.by(),
        )


class MetricsStep(RowsStep):
    """Step 3: what is to be achieved."""

    step, next_step = "job_metrics", "job_schedule"
    formset_class = MetricsFormSet
    intro = _(
        "Name the figures the work is meant to move: where they stand today and "
        "where you want them. Bidders promise a target for each, and part of the "
        "fee can depend on the measured result. The weights add up to 100. You may "
        "leave this step empty."
    )

    def initial_rows(self) -> list[dict[str, Any]]:
        """Return the metrics of the draft."""
        names = ("indicator", "baseline", "target", "weight")
        return [dict(row) for row in self.job.metrics.values(*names)]

    def keep(self, rows: list[Any], first: Any) -> None:  # noqa: ANN401
        """Keep the metrics."""
        services.set_metrics(job_id=self.job.pk, metrics=rows, **self.by())


class ScheduleStep(OwnJobMixin, StepMixin, ServiceFormView):
    """Step 4: deadlines and bidders."""

    template_name = "marketplace/desk/step_form.html"
    form_class = ScheduleForm
    step = "job_schedule"

    def get_initial(self) -> dict[str, Any]:
        """Show what the draft says."""
        return ScheduleForm.initial_of(self.job)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the way ahead."""
        context = super().get_context_data(**kwargs)
        return {**context, "job": self.job, **self.step_context(self.job.number)}

    def perform(self, form: BaseForm) -> object:
        """Keep it and go on."""
        services.set_schedule(
            job_id=self.job.pk,
            schedule=form.schedule,  # type: ignore[attr-defined] # our form
            **self.by(),
        )
        return reverse("marketplace:job_review", args=[self.job.number])


class ReviewStep(OwnJobMixin, StepMixin, TemplateView):
    """Step 5: everything once more, and the button that publishes."""

    template_name = "marketplace/desk/step_review.html"
    step = "job_review"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the whole draft."""
        return {
            **super().get_context_data(**kwargs),
            "job": self.job,
            "criteria": self.job.criteria.all(),
            "metrics": self.job.metrics.select_related("indicator", "unit"),
            "invitations": self.job.invitations.select_related("provider"),
            "missing": self._missing(),
            **self.step_context(self.job.number),
        }

    def _missing(self) -> str:
        """Say what keeps the draft from being published, before anybody tries."""
        try:
            services.require_complete(self.job, clock.now())
        except Refusal as refusal:
            return str(refusal)
        return ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Publish, or say what is missing."""
        try:
            services.publish_job(job_id=self.job.pk, **self.by())
        except Refusal as refusal:
            context = self.get_context_data(refusal=str(refusal))
            return self.render_to_response(context, status=422)
        messages.success(
            request,
            _(
                "The job is published. Answer questions here as they come; all bids "
                "open together at the opening."
            ),
        )
        return redirect(self.job)


class JobFormView(OwnJobMixin, ServiceFormView):
    """A form about one job that leads back to its desk."""

    template_name = "marketplace/form_page.html"
    title: str | Promise = ""
    lede: str | Promise = ""
    submit_label: str | Promise = ""
    danger = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what the page is for."""
        return {
            "title": self.title,
            "lede": self.lede or self.job.title,
            "submit_label": self.submit_label,
            "danger": self.danger,
            "back_url": self.desk_url(),
            "back_label": self.job.number,
            **super().get_context_data(**kwargs),
        }


class ExtendView(JobFormView):
    """Move the deadlines of an open job."""

    form_class = ExtendForm
    title = _("Move the deadlines")
    submit_label = _("Move the deadlines")
    success_message = _("The deadlines were moved, and everybody concerned was told.")

    def get_initial(self) -> dict[str, Any]:
        """Start from the deadlines as they are."""
        names = ("questions_until", "bids_until", "opens_at")
        return {name: getattr(self.job, name) for name in names}

    def perform(self, form: BaseForm) -> object:
        """Move them."""
        services.extend_job(job_id=self.job.pk, **form.cleaned_data, **self.by())
        return self.desk_url()


class CancelView(JobFormView):
    """Call a job off."""

    form_class = ReasonForm
    title = _("Call the job off")
    lede = _("Sealed bids stay sealed and are never read. Bidders are told the reason.")
    submit_label = _("Call the job off")
    success_message = _("The job was called off.")
    danger = True

    def perform(self, form: BaseForm) -> object:
        """Call it off."""
        services.cancel_job(job_id=self.job.pk, **form.cleaned_data, **self.by())
        return self.desk_url()


class FailView(JobFormView):
    """End an opened job without award."""

    form_class = ReasonForm
    title = _("End the job without award")
    lede = _("Every bidder is told the reason.")
    submit_label = _("End the job")
    success_message = _("The job was ended without award.")
    danger = True

    def perform(self, form: BaseForm) -> object:
        """End it."""
        services.fail_job(job_id=self.job.pk, **form.cleaned_data, **self.by())
        return self.desk_url()


class InviteView(JobFormView):
    """Invite one more provider."""

    form_class = InviteForm
    title = _("Invite a provider")
    submit_label = _("Send the invitation")
    success_message = _("The invitation was sent.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Leave out those invited before."""
        return {**super().get_form_kwargs(), "job": self.job}

    def perform(self, form: BaseForm) -> object:
        """Invite."""
        services.invite_provider(job_id=self.job.pk, **form.cleaned_data, **self.by())
        return self.desk_url()


class DelegateView(JobFormView):
    """Let a colleague run this job."""

    form_class = ColleagueForm
    title = _("Let a colleague run this job")
    submit_label = _("Give access")
    success_message = _("The colleague can run this job now.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the people of the enterprise."""
        kwargs = super().get_form_kwargs()
        return {**kwargs, "colleagues": selectors.colleagues_of(self.job)}

    def perform(self, form: BaseForm) -> object:
        """Give access."""
        services.delegate_job(job_id=self.job.pk, **form.cleaned_data, **self.by())
        return self.desk_url()


class EndDelegation(OwnJobMixin, View):
    """Take a job back from a colleague."""

    def post(self, request: HttpRequest, number: str, pk: int) -> HttpResponse:
        """Take it back."""
        colleague = get_object_or_404(selectors.colleagues_of(self.job), pk=pk)
        services.end_delegation(job_id=self.job.pk, colleague=colleague, **self.by())
        return redirect(self.desk_url())


class AnswerView(JobFormView):
    """Answer a question to all."""

    form_class = TextForm
    title = _("Answer a question")
    submit_label = _("Publish the answer")
    success_message = _("The answer is published.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Name the text."""
        question = get_object_or_404(self.job.questions, pk=self.kwargs["pk"])
        kwargs = super().get_form_kwargs()
        return {
            **kwargs,
            "label": pgettext_lazy("job", "Answer"),
            "help_text": question.text,
        }

    def perform(self, form: BaseForm) -> object:
        """Answer."""
        answer_question(
            question_id=self.kwargs["pk"], answer=form.cleaned_data["text"], **self.by()
        )
        return self.desk_url()


class OpeningView(OwnJobMixin, TemplateView):
    """The opening of the bids, before and after it."""

    template_name = "marketplace/desk/opening.html"
    manages = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show whether the seals hold, and what was opened."""
        job, now = self.job, clock.now()
        return {
            **super().get_context_data(**kwargs),
            "job": job,
            "now": now,
            "may_open": can_open_bids(self.request.user, job, now),
            "opening": getattr(job, "opening", None),
            "record": opening_record(job) if job.is_opened else [],
            "waiting": job.state in (JobState.PUBLISHED, JobState.CLOSED),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Open all bids together."""
        try:
            open_bids(job_id=self.job.pk, **self.by())
        except Refusal as refusal:
            context = self.get_context_data(refusal=str(refusal))
            return self.render_to_response(context, status=422)
        return redirect("marketplace:job_opening", self.job.number)
