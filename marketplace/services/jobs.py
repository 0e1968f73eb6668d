"""Commands on jobs: drafted in steps, published, extended, closed, ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind
from accounts.models import Organisation, User
from accounts.permissions import is_member
from accounts.services import grant, withdraw_grant
from audits.models import Round
from core.clock import SHANGHAI, shanghai_day
from core.journal import record
from core.money import Money
from core.numbers import next_number
from core.refusals import Refusal, require
from marketplace import notifications
from marketplace.journal.jobs import JobAction
from marketplace.models import Job, JobCriterion, JobInvitation, JobMetric
from marketplace.permissions.jobs import can_delegate_job, can_manage_job
from marketplace.states.jobs import JOB_FLOW, LIVE_BIDS, BidState, JobState, Visibility
from reference.enums import Better
from reference.models import Indicator, Industry, Jurisdiction, Service

WHOLE = 100
MANAGE = "marketplace.manage_job"
_CLOSING_HOUR = time(17, 0)
_SAME_CLICK = timedelta(minutes=1)
_FIRST_QUESTIONS_DAYS, _FIRST_BIDS_DAYS = 7, 14


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be done, where, and for how much at most."""

    title: str
    scope: str
    services: Sequence[Service]
    site: Jurisdiction
    industries: Sequence[Industry] = ()
    round: Round | None = None
    budget: Money | None = None
    budget_shown: bool = True


@dataclass(frozen=True, slots=True)
class Criterion:
    """A quality to score, and its weight in the whole of 100."""

    name: str
    weight: int
    description: str = ""


@dataclass(frozen=True, slots=True)
class WantedMetric:
    """A figure to move from its baseline to a target."""

    indicator: Indicator
    baseline: Decimal
    target: Decimal
    weight: int

    @property
    def direction(self) -> Better:
        """Which way the figure is meant to go."""
        return Better.LOWER if self.target < self.baseline else Better.HIGHER


@dataclass(frozen=True, slots=True)
class Schedule:
    """By when, and who may read and bid."""

    questions_until: datetime
    bids_until: datetime
    opens_at: datetime
    visibility: str = Visibility.PUBLIC
    invited: Sequence[Organisation] = ()


@transaction.atomic
def draft_job(
    *, enterprise: Organisation, work: Work, actor: User, at: datetime
) -> Job:
    """Begin a job; deadlines are proposed and can be changed before publishing.

    The same form sent twice within a minute begins one job.
    """
    require(
        enterprise.kind == OrganisationKind.ENTERPRISE and is_member(actor, enterprise)
    )
    _check_round(work.round, enterprise)
    twin = _begun_just_now(enterprise, work, actor, at)
    if twin is not None:
        return twin
    day = shanghai_day(at)
    bids_until = _closing(day, _FIRST_BIDS_DAYS)
    job = Job(
        number=next_number("J", day),
        enterprise=enterprise,
        created_by=actor,
        created_at=at,
        questions_until=_closing(day, _FIRST_QUESTIONS_DAYS),
        bids_until=bids_until,
        opens_at=bids_until,
    )
    _fill(job, work)
    record(JobAction.DRAFTED, job, actor=actor, at=at, number=job.number)
    return job


@transaction.atomic
def change_work(*, job_id: int, work: Work, actor: User, at: datetime) -> Job:
    """Change what a drafted job is about."""
    job = _draft(job_id, actor)
    _check_round(work.round, job.enterprise)
    _fill(job, work)
    _edited(job, actor=actor, at=at)
    return job


@transaction.atomic
def set_criteria(
    *,
    job_id: int,
    price_weight: int,
    criteria: Sequence[Criterion],
    actor: User,
    at: datetime,
) -> Job:
    """State how bids will be compared.

    Raises Refusal unless the weights of price and criteria add up to 100.
    """
    job = _draft(job_id, actor)
    _require_whole(price_weight + sum(one.weight for one in criteria))
    job.price_weight = price_weight
    job.save(update_fields=["price_weight"])
    job.criteria.all().delete()
    JobCriterion.objects.bulk_create(
        JobCriterion(
            job=job,
            position=position,
            name=one.name,
            description=one.description,
            weight=one.weight,
        )
        for position, one in enumerate(criteria, start=1)
    )
    _edited(job, actor=actor, at=at)
    return job


@transaction.atomic
def set_metrics(
    *, job_id: int, metrics: Sequence[WantedMetric], actor: User, at: datetime
) -> Job:
    """State which figures the work is to move; none is allowed too.

    Raises Refusal when weights do not add up to 100, an indicator comes twice
    or a target equals its baseline.
    """
    job = _draft(job_id, actor)
    _check_metrics(metrics)
    job.metrics.all().delete()
    JobMetric.objects.bulk_create(
        JobMetric(
            job=job,
            position=position,
            indicator=one.indicator,
            unit=one.indicator.unit,
            baseline=one.baseline,
            target=one.target,
            direction=one.direction,
            weight=one.weight,
        )
        for position, one in enumerate(metrics, start=1)
    )
    _edited(job, actor=actor, at=at)
    return job


@transaction.atomic
def set_schedule(*, job_id: int, schedule: Schedule, actor: User, at: datetime) -> Job:
    """State the deadlines, and who may read and bid.

    Raises Refusal when deadlines are past or out of order, or when a job for
    invited providers invites nobody.
    """
    job = _draft(job_id, actor)
    _check_deadlines(schedule, at)
    if schedule.visibility == Visibility.INVITED and not schedule.invited:
        raise Refusal(_("Name at least one provider to invite."), field="invited")
    for name in ("questions_until", "bids_until", "opens_at", "visibility"):
        setattr(job, name, getattr(schedule, name))
    job.save(update_fields=["questions_until", "bids_until", "opens_at", "visibility"])
    job.invitations.exclude(provider__in=schedule.invited).delete()
    for provider in schedule.invited:
        JobInvitation.objects.get_or_create(
            job=job, provider=provider, defaults={"invited_at": at}
        )
    _edited(job, actor=actor, at=at)
    return job


@transaction.atomic
def publish_job(*, job_id: int, actor: User, at: datetime) -> Job:
    """Open a drafted job for questions and bids.

    Raises Refusal naming what is still missing. Publishing twice does nothing
    more.
    """
    job = _managed(job_id, actor)
    if job.state == JobState.PUBLISHED:
        return job
    job.state = JOB_FLOW.after("publish", job.state)
    require_complete(job, at)
    job.published_at = at
    job.save(update_fields=["state", "published_at"])

    record(JobAction.PUBLISHED, job, actor=actor, at=at, number=job.number)
    for invitation in job.invitations.select_related("provider"):
        notifications.tell_invited(invitation, at=at)
    return job


def require_complete(job: Job, at: datetime) -> None:
    """Let a draft pass that can be published; raise Refusal naming what is missing."""
    _require_whole(job.price_weight + sum(one.weight for one in job.criteria.all()))
    _check_deadlines(job, at)
    if job.visibility == Visibility.INVITED and not job.invitations.exists():
        raise Refusal(_("Name at least one provider to invite."))


@transaction.atomic
def extend_job(
    *,
    job_id: int,
    questions_until: datetime,
    bids_until: datetime,
    opens_at: datetime,
    reason: str,
    actor: User,
    at: datetime,
) -> Job:
    """Move the deadlines of an open job to later instants, for a stated reason.

    Raises Refusal when one would come earlier, or once bidding has ended.
    """
    job = _managed(job_id, actor)
    job.state = JOB_FLOW.after("extend", job.state)
    if at >= job.bids_until:
        raise Refusal(_("Bidding has ended; its deadline cannot be moved any more."))
    _require_reason(reason)
    moved = Schedule(questions_until, bids_until, opens_at)
    for name in ("questions_until", "bids_until", "opens_at"):
        if getattr(moved, name) < getattr(job, name):
            raise Refusal(
                _("A deadline can only be moved to a later time."), field=name
            )
        setattr(job, name, getattr(moved, name))
    _check_deadlines(moved, at, questions_may_be_over=True)
    job.save(update_fields=["questions_until", "bids_until", "opens_at"])

    record(
        JobAction.EXTENDED,
        job,
        actor=actor,
        at=at,
        number=job.number,
        reason=reason,
        bids_until=bids_until,
    )
    notifications.tell_followers("job_extended", job, at=at, reason=reason)
    return job


@transaction.atomic
def invite_provider(
    *, job_id: int, provider: Organisation, actor: User, at: datetime
) -> JobInvitation:
    """Ask one more provider to bid for an open job; asking twice does nothing."""
    job = _managed(job_id, actor)
    JOB_FLOW.after("extend", job.state)
    require(provider.kind == OrganisationKind.PROVIDER)
    invitation, created = JobInvitation.objects.get_or_create(
        job=job, provider=provider, defaults={"invited_at": at}
    )
    if created:
        record(
            JobAction.PROVIDER_INVITED,
            job,
            actor=actor,
            at=at,
            number=job.number,
            provider=provider.name,
        )
        notifications.tell_invited(invitation, at=at)
    return invitation


@transaction.atomic
def close_job(*, job_id: int, at: datetime) -> Job:
    """Close a job whose deadline has passed; nobody has to ask for it."""
    job = Job.objects.locked().get(pk=job_id)
    job.state = JOB_FLOW.after("close", job.state)
    if at < job.bids_until:
        raise Refusal(_("The deadline for bids has not passed yet."))
    job.save(update_fields=["state"])
    record(JobAction.CLOSED, job, actor=None, at=at, number=job.number)
    return job


@transaction.atomic
def cancel_job(*, job_id: int, reason: str, actor: User, at: datetime) -> Job:
    """Call a job off before its opening, for a stated reason; bids stay sealed."""
    job = _managed(job_id, actor)
    job.state = JOB_FLOW.after("cancel", job.state)
    _require_reason(reason)
    _end(job, reason, at)
    followed = job.published_at is not None
    if followed:
        notifications.tell_followers("job_cancelled", job, at=at, reason=reason)
    lapse_bids(job, at=at)
    record(
        JobAction.CANCELLED, job, actor=actor, at=at, number=job.number, reason=reason
    )
    return job


@transaction.atomic
def fail_job(*, job_id: int, reason: str, actor: User, at: datetime) -> Job:
    """End an opened job without choosing any bid, for a stated reason."""
    job = _managed(job_id, actor)
    job.state = JOB_FLOW.after("fail", job.state)
    _require_reason(reason)
    _end(job, reason, at)
    job.bids.filter(state=BidState.OPENED).update(state=BidState.NOT_AWARDED)
    record(JobAction.FAILED, job, actor=actor, at=at, number=job.number, reason=reason)
    notifications.tell_bidders("job_failed", job, at=at, reason=reason)
    return job


def delegate_job(*, job_id: int, colleague: User, actor: User, at: datetime) -> Job:
    """Let a colleague run this one job; the grant is recorded as one.

    Raises Refusal when the person does not work for the enterprise.
    """
    job = Job.objects.select_related("enterprise").get(pk=job_id)
    require(can_delegate_job(actor, job))
    if not is_member(colleague, job.enterprise):
        raise Refusal(_("This person does not work for the enterprise."))
    if not colleague.has_perm(MANAGE, job):
        grant(MANAGE, colleague, job, actor=actor, at=at)
    return job


def end_delegation(*, job_id: int, colleague: User, actor: User, at: datetime) -> Job:
    """Take a job back from a colleague."""
    job = Job.objects.select_related("enterprise").get(pk=job_id)
    require(can_delegate_job(actor, job))
    withdraw_grant(MANAGE, colleague, job, actor=actor, at=at)
    return job


def lapse_bids(job: Job, *, at: datetime) -> None:
    """Let what was drafted or submitted lapse unread, as part of a step."""
    job.bids.filter(state__in=LIVE_BIDS).update(state=BidState.LAPSED, ended_at=at)


def _begun_just_now(
    enterprise: Organisation, work: Work, actor: User, at: datetime
) -> Job | None:
    # Whoever comes second waits here and then finds the first one's job.
    Organisation.objects.locked().get(pk=enterprise.pk)
    return Job.objects.filter(
        enterprise=enterprise,
        created_by=actor,
        title=work.title,
        scope=work.scope,
        state=JobState.DRAFT,
        # Of two clicks, the later one may be served first.
        created_at__range=(at - _SAME_CLICK, at + _SAME_CLICK),
    ).first()


def _managed(job_id: int, actor: User) -> Job:
    job = Job.objects.locked().select_related("enterprise").get(pk=job_id)
    require(can_manage_job(actor, job))
    return job


def _draft(job_id: int, actor: User) -> Job:
    job = _managed(job_id, actor)
    job.state = JOB_FLOW.after("edit", job.state)
    return job


def _edited(job: Job, *, actor: User, at: datetime) -> None:
    record(JobAction.EDITED, job, actor=actor, at=at, number=job.number)


def _fill(job: Job, work: Work) -> None:
    for name in ("title", "scope", "site", "round", "budget", "budget_shown"):
        setattr(job, name, getattr(work, name))
    if not work.services:
        raise Refusal(_("Choose at least one service."), field="services")
    job.save()
    job.services.set(work.services)
    job.industries.set(work.industries)


def _end(job: Job, reason: str, at: datetime) -> None:
    job.ended_at, job.ended_reason = at, reason.strip()
    job.save(update_fields=["state", "ended_at", "ended_reason"])


def _check_round(audit_round: Round | None, enterprise: Organisation) -> None:
    if audit_round is not None and audit_round.enterprise_id != enterprise.pk:
        raise Refusal(_("This audit round belongs to somebody else."), field="round")


def _check_metrics(metrics: Sequence[WantedMetric]) -> None:
    if not metrics:
        return
    _require_whole(sum(one.weight for one in metrics))
    if len({one.indicator.pk for one in metrics}) < len(metrics):
        raise Refusal(_("Each indicator can be named once only."))
    if any(one.target == one.baseline for one in metrics):
        raise Refusal(_("A target must differ from its baseline."))


def _check_deadlines(
    schedule: Schedule | Job, at: datetime, *, questions_may_be_over: bool = False
) -> None:
    if schedule.questions_until <= at and not questions_may_be_over:
        raise Refusal(
            _("The deadline for questions lies in the past."), field="questions_until"
        )
    if schedule.bids_until <= at:
        raise Refusal(_("The deadline for bids lies in the past."), field="bids_until")
    if schedule.bids_until < schedule.questions_until:
        raise Refusal(
            _("Bids must close after the last day for questions."), field="bids_until"
        )
    if schedule.opens_at < schedule.bids_until:
        raise Refusal(
            _("The opening cannot come before the deadline for bids."),
            field="opens_at",
        )


def _require_whole(total: int) -> None:
    if total != WHOLE:
        raise Refusal(
            _("The weights must add up to 100; now they add up to %(total)d.")
            % {"total": total}
        )


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refusal(_("State the reason."), field="reason")


def _closing(day: date, days: int) -> datetime:
    return datetime.combine(day + timedelta(days=days), _CLOSING_HOUR, SHANGHAI)
