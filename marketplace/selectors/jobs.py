"""Questions about jobs and questions: who sees which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from guardian.shortcuts import get_objects_for_user

from accounts.models import Organisation, User
from accounts.permissions import Person, is_owner
from accounts.selectors import (
    jurisdictions_covered_by,
    members_of,
    organisations_of,
)
from core.clock import shanghai_day
from core.clocks import Deadline
from marketplace.models import Award, Job, JobInvitation, Question
from marketplace.models.jobs import JobQuerySet
from marketplace.states.jobs import AwardState, JobState, Visibility

MANAGE_JOB: Final = "marketplace.manage_job"
TONES: Final[dict[str, str]] = {
    JobState.DRAFT: "neutral",
    JobState.PUBLISHED: "info",
    JobState.CLOSED: "warn",
    JobState.OPENED: "info",
    JobState.AWARDED: "good",
    JobState.CONTRACTED: "good",
    JobState.CANCELLED: "neutral",
    JobState.FAILED: "neutral",
}


def jobs_visible_to(user: Person) -> JobQuerySet:
    """Return published jobs a person may read, each once.

    Public ones are for everybody; the others for the enterprise's people and
    those of invited providers.
    """
    published = Job.objects.published()
    if not user.is_authenticated:
        return published.public()
    mine = organisations_of(user).values("pk")
    invited = JobInvitation.objects.filter(job=OuterRef("pk"), provider__in=mine)
    return published.filter(
        Q(visibility=Visibility.PUBLIC) | Q(enterprise__in=mine) | Exists(invited)
    )


def jobs_of_enterprises(user: Person) -> JobQuerySet:
    """Return all jobs, drafts too, of the enterprises a person works for."""
    return Job.objects.of_members(user)


def jobs_run_by(user: Person, enterprise: Organisation) -> JobQuerySet:
    """Return the jobs of an enterprise that a person may run: see can_manage_job."""
    jobs = Job.objects.filter(enterprise=enterprise)
    if is_owner(user, enterprise):
        return jobs
    granted = get_objects_for_user(user, MANAGE_JOB, klass=Job)
    return jobs.filter(Q(created_by=user.pk) | Q(pk__in=granted.values("pk")))


def jobs_overseen_by(user: Person, on: date) -> JobQuerySet:
    """Return published jobs where a person's posts cover; the operator sees all."""
    published = Job.objects.published()
    if user.is_authenticated and user.is_superuser:
        return published
    territory = Q(pk__in=[])
    for place in jurisdictions_covered_by(user, on):
        territory |= Q(site__path__startswith=place.path)
    return published.filter(territory)


@dataclass(frozen=True, slots=True)
class Shown:
    """A job as lists show it: with its standing at that instant."""

    job: Job
    label: str
    tone: str


def shown(job: Job, at: datetime) -> Shown:
    """Return a job with the label and the tone of its standing."""
    standing = job.standing(at)
    return Shown(job, str(standing.label), TONES[standing])


def with_row_details(jobs: JobQuerySet) -> JobQuerySet:
    """Return jobs with everything a row of a list shows."""
    return jobs.select_related("enterprise", "site").prefetch_related("services")


def deadlines_of_job(job: Job, at: datetime) -> list[Deadline]:
    """Return what is still to come of a published job, the first due first."""
    if job.state not in (JobState.PUBLISHED, JobState.CLOSED):
        return []
    named = (
        (_("Questions until"), job.questions_until),
        (_("Bids until"), job.bids_until),
        (_("Opening"), job.opens_at),
    )
    today = shanghai_day(at)
    return [Deadline.at_hour(label, when, today) for label, when in named if when > at]


def public_questions(job: Job) -> QuerySet[Question]:
    """Return answered questions; who asked is for nobody to see."""
    return job.questions.filter(answered_at__isnull=False).order_by("answered_at")


def own_questions(job: Job, provider: Organisation | None) -> QuerySet[Question]:
    """Return the unanswered questions a provider asked itself."""
    return job.questions.filter(provider=provider, answered_at__isnull=True)


def published_award(job: Job) -> Award | None:
    """Return the confirmed award, which everybody who sees the job may know."""
    return (
        job.awards.filter(state=AwardState.CONFIRMED)
        .select_related("bid__provider", "bid__content")
        .first()
    )


def live_award(job: Job) -> Award | None:
    """Return the award that stands or was confirmed."""
    return job.awards.live().select_related("bid__provider", "bid__content").first()


def colleagues_of(job: Job) -> QuerySet[User]:
    """Return the people of the enterprise who could run the job."""
    return members_of(job.enterprise).exclude(pk=job.created_by_id)


def delegates_of(job: Job) -> Sequence[User]:
    """Return the colleagues who were granted this one job."""
    return list(
        User.objects.filter(
            jobuserobjectpermission__content_object=job,
            jobuserobjectpermission__permission__codename="manage_job",
        ).distinct()
    )
