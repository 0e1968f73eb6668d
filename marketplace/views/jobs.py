"""The public pages of jobs."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from accounts.requests import acting_of, person_of
from core import clock
from core.exports import enumerated
from core.lists import Column, ListPage, Sort
from core.refusals import Refusal, require
from core.views import ServiceFormView, refused_on
from marketplace.filters import JobFilter
from marketplace.forms.bids import ReceiptForm
from marketplace.forms.jobs import TextForm
from marketplace.models import Job
from marketplace.models.jobs import JobQuerySet
from marketplace.permissions.jobs import (
    can_bid_for,
    can_manage_job,
    can_object_to,
    can_read_opening_record,
)
from marketplace.selectors import bids as bid_selectors
from marketplace.selectors import comparison
from marketplace.selectors import jobs as selectors
from marketplace.services.questions import ask_question


class JobList(ListPage):
    """Published jobs the reader may see."""

    template_name = "marketplace/job_list.html"
    filterset_class = JobFilter
    export_name = "jobs"
    sorts = [
        Sort("newest", _("Newest first"), "-published_at"),
        Sort("closing", _("Closing first"), "bids_until"),
    ]
    columns = [
        Column("number", _("Number"), lambda row: row.number),
        Column("title", _("Title"), lambda row: row.title),
        Column("enterprise", _("Enterprise"), lambda row: row.enterprise.label),
        Column("place", _("Place"), lambda row: row.site.label),
        Column(
            "services",
            _("Services"),
            lambda row: enumerated(one.label for one in row.services.all()),
        ),
        Column("budget", _("Budget in yuan"), lambda row: row.shown_budget),
        Column("state", _("State"), lambda row: row.standing(clock.now()).label),
        Column("published_at", _("Published at"), lambda row: row.published_at),
        Column("bids_until", _("Bids until"), lambda row: row.bids_until),
    ]

    def get_queryset(self) -> JobQuerySet:
        """Return what this reader may see."""
        return selectors.with_row_details(selectors.jobs_visible_to(self.request.user))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where each job stands now."""
        context = super().get_context_data(**kwargs)
        now = clock.now()
        context["rows"] = [selectors.shown(job, now) for job in context["object_list"]]
        context["may_post"] = acting_of(self.request).is_enterprise
        return context


def job_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show one job as far as the reader may see it."""
    jobs = selectors.jobs_visible_to(request.user)
    job = get_object_or_404(
        jobs.select_related("enterprise", "site").prefetch_related(
            "services", "industries", "criteria", "metrics__indicator", "metrics__unit"
        ),
        number=number,
    )
    return render(request, "marketplace/job.html", _job_context(request, job))


def refused_job_page(request: HttpRequest, job: Job, refusal: Refusal) -> HttpResponse:
    """Show a job with the reason why a step about it was refused."""
    return refused_on(job_page, request, refusal, number=job.number)


def _job_context(request: HttpRequest, job: Job) -> dict[str, Any]:
    now, user = clock.now(), request.user
    acting = acting_of(request)
    provider = acting.organisation if acting.is_provider else None
    may_bid = can_bid_for(user, job, provider)
    context: dict[str, Any] = {
        "job": job,
        "shown": selectors.shown(job, now),
        "deadlines": selectors.deadlines_of_job(job, now),
        "questions": selectors.public_questions(job),
        "manages": can_manage_job(user, job),
        "may_bid": may_bid and job.accepts_bids(now),
        "may_ask": may_bid and job.accepts_questions(now),
        "questions_open": job.accepts_questions(now),
        "own_bid": bid_selectors.live_bid(job, provider),
        "own_questions": selectors.own_questions(job, provider) if may_bid else [],
        "opening": getattr(job, "opening", None),
        "published_award": selectors.published_award(job),
    }
    if can_read_opening_record(user, job):
        award = selectors.live_award(job)
        context["record"] = comparison.opening_record(job)
        context["award"] = award
        context["may_object"] = award is not None and can_object_to(
            user, award, provider, on=clock.today()
        )
    return context


class AskView(LoginRequiredMixin, ServiceFormView):
    """Ask a question about a job."""

    template_name = "marketplace/form_page.html"
    form_class = TextForm
    success_message = _("Your question was sent. The answer will be shown to all.")

    @cached_property
    def job(self) -> Job:
        """Return the job, if the reader may see it."""
        jobs = selectors.jobs_visible_to(self.request.user)
        return get_object_or_404(jobs, number=self.kwargs["number"])

    def get_form_kwargs(self) -> dict[str, Any]:
        """Name the text."""
        return {
            **super().get_form_kwargs(),
            "label": _("Question"),
            "help_text": _(
                "Nobody is shown who asks, the enterprise neither. Do not name "
                "yourself in the text: it is published with its answer."
            ),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what the page is for."""
        acting = acting_of(self.request)
        require(can_bid_for(self.request.user, self.job, acting.organisation))
        return {
            **super().get_context_data(**kwargs),
            "title": _("Ask a question"),
            "lede": self.job.title,
            "submit_label": _("Send the question"),
            "back_url": self.job.get_absolute_url(),
            "back_label": self.job.number,
        }

    def perform(self, form: BaseForm) -> object:
        """Ask."""
        provider = acting_of(self.request).organisation
        require(can_bid_for(self.request.user, self.job, provider))
        ask_question(
            job_id=self.job.pk,
            provider=provider,  # type: ignore[arg-type] # just checked
            text=form.cleaned_data["text"],
            actor=person_of(self.request),
            at=clock.now(),
        )
        return self.job


class ReceiptCheck(FormView[ReceiptForm]):
    """Anybody checks a receipt; the answer is valid or invalid, with reasons."""

    template_name = "marketplace/receipt_check.html"
    form_class = ReceiptForm

    def form_valid(self, form: ReceiptForm) -> HttpResponse:
        """Show the verdict, point by point; an invalid receipt is a client error."""
        verdict = bid_selectors.check_receipt(form.cleaned_data["document"])
        points = [(POINTS[name], holds) for name, holds in verdict.points]
        context = self.get_context_data(form=form, verdict=verdict, points=points)
        return self.render_to_response(context, status=200 if verdict.is_valid else 422)

    def form_invalid(self, form: ReceiptForm) -> HttpResponse:
        """Explain what could not be read."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


POINTS = {
    "format": _("It has the form of a bid receipt of this portal."),
    "known": _("The portal issued a receipt with this number."),
    "unchanged": _("Its job, time, commitment and log entry are those issued."),
    "logged": _("Its entry stands unchanged in the public log."),
    "content": _("The bid and the salt inside produce the commitment."),
}
