"""What waits for an organisation in the market."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from accounts.permissions import Person
from core.clock import shanghai_day
from marketplace.models import Award, Bid, Job, Objection, Question
from marketplace.models.jobs import JobQuerySet
from marketplace.selectors.jobs import jobs_run_by, jobs_visible_to
from marketplace.states.jobs import AwardState, BidState, JobState, ObjectionState


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do, where, and by when where a day is set."""

    label: str | Promise
    subject: str
    url: str
    due: datetime | None = None


def market_tasks(user: Person, organisation: Organisation, at: datetime) -> list[Task]:
    """Return what waits for a person of an enterprise or provider, urgent first.

    A job's steps wait for those who may run it; its other colleagues only look.
    """
    if organisation.kind == OrganisationKind.ENTERPRISE:
        return _enterprise_tasks(jobs_run_by(user, organisation), at)
    if organisation.kind == OrganisationKind.PROVIDER:
        return _provider_tasks(organisation, at)
    return []


def latest_jobs(enterprise: Organisation) -> QuerySet[Job]:
    """Return an enterprise's jobs, the latest first."""
    return Job.objects.filter(enterprise=enterprise).order_by("-created_at")


def latest_bids(provider: Organisation) -> QuerySet[Bid]:
    """Return a provider's bids, the latest first."""
    return (
        Bid.objects.filter(provider=provider)
        .select_related("job__enterprise")
        .order_by("-drafted_at")
    )


def open_invitations(provider: Organisation, at: datetime) -> QuerySet[Job]:
    """Return open jobs a provider was asked to bid for and has not yet."""
    return (
        Job.objects.accepting_bids(at)
        .filter(invitations__provider=provider)
        .exclude(bids__provider=provider)
        .order_by("bids_until")
    )


def open_job_count(user: Person, at: datetime) -> int:
    """Return how many jobs a person could bid for."""
    return jobs_visible_to(user).accepting_bids(at).count()


def _enterprise_tasks(jobs: JobQuerySet, at: datetime) -> list[Task]:
    today = shanghai_day(at)
    questions = (
        Question.objects.filter(
            job__in=jobs,
            job__state=JobState.PUBLISHED,
            job__bids_until__gt=at,
            answered_at__isnull=True,
        )
        .values("job__number", "job__title", "job__bids_until")
        .annotate(count=Count("pk"))
    )
    found = [
        Task(
            _("Answer questions (%(count)d)") % {"count": row["count"]},
            row["job__title"],
            reverse("marketplace:own_job", args=[row["job__number"]]),
            row["job__bids_until"],
        )
        for row in questions
    ]
    found += [
        _task(_("Open the bids"), job, "job_opening")
        for job in jobs.due_for_opening(at)
    ]
    found += [
        _task(_("Compare the bids and award"), job, "job_compare")
        for job in jobs.filter(state=JobState.OPENED)
    ]
    objections = Objection.objects.filter(
        award__job__in=jobs, state=ObjectionState.FILED
    ).select_related("award__job")
    found += [
        _task(_("Answer an objection"), one.award.job, "job_award")
        for one in objections
    ]
    over = Award.objects.filter(
        job__in=jobs,
        state=AwardState.STANDING,
        standstill_until__lt=today,
    ).select_related("job")
    found += [_task(_("Confirm the award"), one.job, "job_award") for one in over]
    return found


def _provider_tasks(provider: Organisation, at: datetime) -> list[Task]:
    drafts = Bid.objects.filter(
        provider=provider,
        state=BidState.DRAFT,
        job__state=JobState.PUBLISHED,
        job__bids_until__gt=at,
    ).select_related("job")
    return [
        Task(
            _("Submit the bid"),
            bid.job.title,
            reverse("marketplace:bid", args=[bid.number]),
            bid.job.bids_until,
        )
        for bid in drafts.order_by("job__bids_until")
    ]


def _task(label: str | Promise, job: Job, page: str) -> Task:
    return Task(label, job.title, reverse(f"marketplace:{page}", args=[job.number]))
