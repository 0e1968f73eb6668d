"""Who may do what with jobs, questions, bids and awards."""

from datetime import date, datetime

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from accounts.permissions import Person, is_member, is_owner
from marketplace.models import Award, Bid, Job
from marketplace.states.jobs import (
    AFTER_OPENING,
    AwardState,
    BidState,
    JobState,
    Visibility,
)


def can_manage_job(user: Person, job: Job) -> bool:
    """Tell whether a person may run a job for its enterprise.

    Administrators may, the colleague who drafted it may, and whoever was
    granted this one job.
    """
    if not is_member(user, job.enterprise):
        return False
    return (
        user.pk == job.created_by_id
        or is_owner(user, job.enterprise)
        or user.has_perm("marketplace.manage_job", job)
    )


def can_delegate_job(user: Person, job: Job) -> bool:
    """Tell whether a person may let a colleague run a job."""
    return is_owner(user, job.enterprise) or (
        user.pk == job.created_by_id and is_member(user, job.enterprise)
    )


def can_bid_for(user: Person, job: Job, provider: Organisation | None) -> bool:
    """Tell whether a person may ask about a job and bid for it for a provider.

    Being listed in the directory is no condition.
    """
    if provider is None or provider.kind != OrganisationKind.PROVIDER:
        return False
    if job.published_at is None or not is_member(user, provider):
        return False
    return job.visibility == Visibility.PUBLIC or is_invited(provider, job)


def is_invited(provider: Organisation, job: Job) -> bool:
    """Tell whether a provider was asked to bid."""
    return job.invitations.filter(provider=provider).exists()


def can_read_own_bid(user: Person, bid: Bid) -> bool:
    """Tell whether a person may read a bid under seal: its provider's people."""
    return is_member(user, bid.provider)


def can_read_opened_bids(user: Person, job: Job) -> bool:
    """Tell whether a person may read every bid: the enterprise's people, later."""
    return job.state in (*AFTER_OPENING, JobState.FAILED) and is_member(
        user, job.enterprise
    )


def can_read_opening_record(user: Person, job: Job) -> bool:
    """Tell whether a person may see bidders and prices: those who took part."""
    if not job.is_opened or not user.is_authenticated:
        return False
    if is_member(user, job.enterprise):
        return True
    return job.bids.opened().of_members(user).exists()


def can_score_bids(user: Person, job: Job) -> bool:
    """Tell whether a person may score: members of the enterprise, before award."""
    return job.state == JobState.OPENED and can_manage_job(user, job)


def can_object_to(
    user: Person, award: Award, provider: Organisation | None, *, on: date
) -> bool:
    """Tell whether a person may object for a bidder that was not chosen.

    Until the last day of the stand-still.
    """
    if provider is None or award.state != AwardState.STANDING:
        return False
    lost = Bid.objects.filter(
        job=award.job_id, provider=provider, state=BidState.OPENED
    )
    return on <= award.standstill_until and is_member(user, provider) and lost.exists()


def can_open_bids(user: Person, job: Job, at: datetime) -> bool:
    """Tell whether a person may open the bids now."""
    return (
        job.state in (JobState.PUBLISHED, JobState.CLOSED)
        and at >= job.bids_until
        and at >= job.opens_at
        and can_manage_job(user, job)
    )
