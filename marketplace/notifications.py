"""Letters about jobs, bids and awards. None of them says what a sealed bid says."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils import translation

from accounts.models import Organisation, User
from accounts.selectors import members_of
from core.mail import queue_letter
from marketplace.models import Award, BidReceipt, Job, JobInvitation, Objection
from marketplace.states.jobs import LIVE_BIDS, BidState


def tell_invited(invitation: JobInvitation, *, at: datetime) -> None:
    """Ask a provider to bid."""
    _tell("invited", invitation.job, [invitation.provider], at=at)


def tell_enterprise(
    template: str, job: Job, *, at: datetime, **context: object
) -> None:
    """Write to the people of the enterprise that posted a job."""
    _tell(template, job, [job.enterprise], at=at, **context)


def tell_followers(template: str, job: Job, *, at: datetime, **context: object) -> None:
    """Write to providers that asked, were invited or are preparing a bid."""
    _tell(template, job, _followers(job), at=at, **context)


def tell_bidders(template: str, job: Job, *, at: datetime, **context: object) -> None:
    """Write to every provider whose bid was opened."""
    bidders = Organisation.objects.filter(pk__in=job.bids.opened().values("provider"))
    _tell(template, job, bidders, at=at, **context)


def tell_bid_received(receipt: BidReceipt, *, at: datetime) -> None:
    """Confirm to a provider that its bid arrived."""
    bid = receipt.bid
    _tell("bid_received", bid.job, [bid.provider], at=at, bid=bid, receipt=receipt)


def tell_awarded(award: Award, *, at: datetime) -> None:
    """Tell the chosen provider, and the others that they were not chosen."""
    job, winner = award.job, award.bid
    _tell("awarded", job, [winner.provider], at=at, award=award)
    for bid in job.bids.filter(state=BidState.OPENED).select_related("provider"):
        _tell("not_awarded", job, [bid.provider], at=at, award=award, bid=bid)


def tell_award_confirmed(award: Award, *, at: datetime) -> None:
    """Tell the chosen provider that the stand-still is over."""
    _tell("award_confirmed", award.job, [award.bid.provider], at=at, award=award)


def tell_award_withdrawn(award: Award, *, at: datetime) -> None:
    """Tell every bidder that the award was withdrawn and why."""
    tell_bidders("award_withdrawn", award.job, at=at, award=award)


def tell_objection_answered(objection: Objection, *, at: datetime) -> None:
    """Tell the provider that objected what was answered."""
    _tell(
        "objection_answered",
        objection.award.job,
        [objection.provider],
        at=at,
        objection=objection,
    )


def tell_standstill_over(award: Award, *, at: datetime) -> None:
    """Tell the enterprise that it may confirm the award."""
    tell_enterprise("standstill_over", award.job, at=at, award=award)


def link_for(reader: User, job: Job) -> str:
    """Return the address of a job in a reader's language."""
    with translation.override(reader.language):
        return settings.PORTAL_URL + job.get_absolute_url()


def _followers(job: Job) -> Iterable[Organisation]:
    asked = job.questions.values("provider")
    invited = job.invitations.values("provider")
    preparing = job.bids.filter(state__in=LIVE_BIDS).values("provider")
    providers = Organisation.objects.providers()
    return (
        providers.filter(pk__in=asked)
        | providers.filter(pk__in=invited)
        | providers.filter(pk__in=preparing)
    )


def _tell(
    template: str,
    job: Job,
    organisations: Iterable[Organisation],
    *,
    at: datetime,
    **context: object,
) -> None:
    for organisation in organisations:
        for reader in members_of(organisation):
            queue_letter(
                template=f"marketplace/{template}",
                to_user=reader,
                at=at,
                context={
                    "job": job,
                    "organisation": organisation,
                    "link": link_for(reader, job),
                    **context,
                },
            )
