"""Commands on awards: scored, made, objected to, confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from core.clock import shanghai_day
from core.clocks import finish_clock, start_clock
from core.journal import record
from core.refusals import Refusal, require
from marketplace import notifications
from marketplace.journal.jobs import AwardAction, BidAction
from marketplace.models import Award, Bid, BidScore, Job, Objection
from marketplace.permissions.jobs import (
    can_manage_job,
    can_object_to,
    can_score_bids,
)
from marketplace.selectors.comparison import comparison_of
from marketplace.states.jobs import (
    AWARD_FLOW,
    BID_FLOW,
    JOB_FLOW,
    OBJECTION_FLOW,
    AwardState,
    BidState,
    ObjectionState,
)
from reference.selectors import legal_term

STANDSTILL = "job.standstill"
HIGHEST = Decimal(100)


class StandstillRuns(Refusal):
    """The award cannot bind yet."""


class StandstillOver(Refusal):
    """Objections came too late."""


@dataclass(frozen=True, slots=True)
class Points:
    """What one evaluator gives a bid on one criterion, and why."""

    points: Decimal
    reason: str


@transaction.atomic
def score_bid(
    *, bid_id: int, scores: Mapping[int, Points], actor: User, at: datetime
) -> Bid:
    """Keep one evaluator's points for an opened bid, by criterion position.

    Scoring again replaces the evaluator's own earlier points. Raises Refusal
    for points outside 0 to 100 or without a reason.
    """
    job = Job.objects.locked().select_related("enterprise").get(bids=bid_id)
    bid = Bid.objects.locked().get(pk=bid_id)
    require(can_score_bids(actor, job) and bid.state == BidState.OPENED)
    for criterion in job.criteria.filter(position__in=list(scores)):
        given = scores[criterion.position]
        _check_points(given, criterion.position)
        BidScore.objects.update_or_create(
            bid=bid,
            criterion=criterion,
            evaluator=actor,
            defaults={
                "points": given.points,
                "reason": given.reason.strip(),
                "scored_at": at,
            },
        )
    record(BidAction.SCORED, bid, actor=actor, at=at, number=bid.number)
    return bid


@transaction.atomic
def award_bid(*, bid_id: int, reason: str, actor: User, at: datetime) -> Award:
    """Choose one opened bid; the award stands still before it binds.

    A reason is required unless the bid ranks first. Awarding the same bid
    twice returns the first award. Raises Refusal while a score is missing and
    MoveRefused when another bid was chosen meanwhile.
    """
    job = Job.objects.locked().select_related("enterprise").get(bids=bid_id)
    bid = Bid.objects.locked().select_related("provider").get(pk=bid_id)
    require(can_manage_job(actor, job))
    standing = job.awards.filter(bid=bid, state=AwardState.STANDING).first()
    if standing is not None:
        return standing
    job.state = JOB_FLOW.after("award", job.state)
    bid.state = BID_FLOW.after("award", bid.state)
    comparison = comparison_of(job)
    rank = comparison.rank_of(bid.pk)
    if rank is None:
        raise Refusal(_("Every bid must be scored on every criterion first."))
    if rank > 1 and not reason.strip():
        raise Refusal(
            _("This bid does not rank first: state why it is chosen."), field="reason"
        )
    award = _made(job, bid, rank, reason, actor=actor, at=at)
    award.comparison = comparison.to_document()
    award.save(force_insert=True)
    _start_standstill(award)
    job.awarded_at = at
    job.save(update_fields=["state", "awarded_at"])
    bid.save(update_fields=["state"])

    record(
        AwardAction.MADE,
        award,
        actor=actor,
        at=at,
        job=job.number,
        provider=bid.provider.name,
        rank=rank,
        until=award.standstill_until,
    )
    notifications.tell_awarded(award, at=at)
    return award


@transaction.atomic
def file_objection(
    *, award_id: int, provider: Organisation, text: str, actor: User, at: datetime
) -> Objection:
    """Object to an award, once for each bidder that was not chosen.

    Raises StandstillOver after the last day.
    """
    award = _locked(award_id)
    filed = award.objections.filter(provider=provider).first()
    last_day = award.standstill_until
    require(can_object_to(actor, award, provider, on=min(shanghai_day(at), last_day)))
    if filed is not None:
        return filed
    if shanghai_day(at) > last_day:
        raise StandstillOver(_("The stand-still is over."), field="text")
    objection = Objection.objects.create(
        award=award,
        provider=provider,
        text=_stated(text, "text"),
        filed_by=actor,
        filed_at=at,
    )
    record(AwardAction.OBJECTED, award, actor=actor, at=at, job=award.job.number)
    notifications.tell_enterprise(
        "objection_filed", award.job, at=at, objection=objection
    )
    return objection


@transaction.atomic
def answer_objection(
    *, objection_id: int, upheld: bool, answer: str, actor: User, at: datetime
) -> Objection:
    """Answer an objection; upholding it withdraws the award.

    The job then stands opened again, and the bids can be scored anew.
    """
    award = _locked(
        Objection.objects.values_list("award", flat=True).get(pk=objection_id)
    )
    objection = Objection.objects.locked().get(pk=objection_id)
    require(can_manage_job(actor, award.job))
    move = "uphold" if upheld else "dismiss"
    objection.state = OBJECTION_FLOW.after(move, objection.state)
    objection.answer = _stated(answer, "answer")
    objection.answered_by, objection.answered_at = actor, at
    objection.save()
    if upheld:
        _withdraw(award, objection.answer, at=at)

    action = AwardAction.OBJECTION_UPHELD if upheld else AwardAction.OBJECTION_DISMISSED
    record(action, award, actor=actor, at=at, job=award.job.number)
    notifications.tell_objection_answered(objection, at=at)
    if upheld:
        notifications.tell_award_withdrawn(award, at=at)
    return objection


@transaction.atomic
def confirm_award(*, award_id: int, actor: User, at: datetime) -> Award:
    """Make an award binding after its stand-still; the contract can follow.

    Raises StandstillRuns before the stand-still has ended or while an
    objection waits for its answer. Confirming twice does nothing more.
    """
    award = _locked(award_id)
    require(can_manage_job(actor, award.job))
    if award.state == AwardState.CONFIRMED:
        return award
    award.state = AWARD_FLOW.after("confirm", award.state)
    if shanghai_day(at) <= award.standstill_until:
        raise StandstillRuns(_("The stand-still has not ended yet."))
    if award.objections.filter(state=ObjectionState.FILED).exists():
        raise StandstillRuns(_("An objection waits for its answer."))
    award.confirmed_at = at
    award.save(update_fields=["state", "confirmed_at"])
    award.job.bids.filter(state=BidState.OPENED).update(state=BidState.NOT_AWARDED)
    finish_clock(kind=STANDSTILL, subject=award, on=shanghai_day(at))

    record(
        AwardAction.CONFIRMED,
        award,
        actor=actor,
        at=at,
        job=award.job.number,
        provider=award.bid.provider.name,
        price=award.bid.content.price,
    )
    notifications.tell_award_confirmed(award, at=at)
    return award


def _made(
    job: Job, bid: Bid, rank: int, reason: str, *, actor: User, at: datetime
) -> Award:
    return Award(
        job=job,
        bid=bid,
        rank=rank,
        reason=reason.strip(),
        awarded_by=actor,
        awarded_at=at,
        standstill_until=shanghai_day(at),
    )


def _start_standstill(award: Award) -> None:
    day = shanghai_day(award.awarded_at)
    clock = start_clock(
        kind=STANDSTILL,
        subject=award,
        term=legal_term(STANDSTILL, day).as_term(),
        starts_on=day,
        remind_ahead=(),
    )
    award.standstill_until = clock.due_on
    award.save(update_fields=["standstill_until"])


def _withdraw(award: Award, reason: str, *, at: datetime) -> None:
    award.state = AWARD_FLOW.after("withdraw", award.state)
    award.withdrawn_at, award.withdrawn_reason = at, reason
    award.save(update_fields=["state", "withdrawn_at", "withdrawn_reason"])
    finish_clock(kind=STANDSTILL, subject=award, on=shanghai_day(at))
    job, bid = award.job, award.bid
    job.state = JOB_FLOW.after("withdraw_award", job.state)
    job.awarded_at = None
    job.save(update_fields=["state", "awarded_at"])
    bid.state = BID_FLOW.after("withdraw_award", bid.state)
    bid.save(update_fields=["state"])


def _locked(award_id: int) -> Award:
    """Lock the job, the award and its bid, in this order."""
    Job.objects.locked().get(awards=award_id)
    award = (
        Award.objects.locked()
        .select_related("job__enterprise", "bid__provider")
        .get(pk=award_id)
    )
    Bid.objects.locked().get(pk=award.bid_id)
    return award


def _check_points(given: Points, position: int) -> None:
    if not given.points.is_finite() or not 0 <= given.points <= HIGHEST:
        raise Refusal(_("Points go from 0 to 100."), field=f"points_{position}")
    if not given.reason.strip():
        raise Refusal(_("State a reason for the points."), field=f"reason_{position}")


def _stated(text: str, field: str) -> str:
    if not text.strip():
        raise Refusal(_("Write a text."), field=field)
    return text.strip()
