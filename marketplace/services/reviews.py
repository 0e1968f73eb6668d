"""Reviews: both sides, after payment, never removed."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.journal import record
from core.refusals import Refusal, require
from marketplace.journal.contracts import ReviewAction
from marketplace.models import Review, ReviewReply
from marketplace.permissions.contracts import can_act_for
from marketplace.selectors.reviews import can_review
from marketplace.services.notices import tell
from marketplace.services.parties import acting_side, locked_contract
from marketplace.states.contracts import Side


@dataclass(frozen=True, slots=True)
class Answers:
    """What a review says."""

    as_agreed: str
    on_time: str
    again: str
    text: str


@transaction.atomic
def write_review(
    *, contract_id: int, answers: Answers, actor: User, at: datetime
) -> Review:
    """Review the other side, once per side, after a statement was paid."""
    contract = locked_contract(contract_id)
    side = acting_side(actor, contract)
    if not can_review(contract):
        raise Refusal(_("Reviews open once a statement has been paid."))
    if contract.reviews.filter(side=side).exists():
        raise Refusal(_("Your side has written its review already."))
    if not answers.text.strip():
        raise Refusal(_("Write a few words about the work."), field="text")
    review = Review.objects.create(
        contract=contract,
        side=side,
        subject=contract.party(side.other),
        as_agreed=answers.as_agreed,
        on_time=answers.on_time,
        again=answers.again,
        text=answers.text,
        written_by=actor,
        written_at=at,
    )

    record(ReviewAction.WRITTEN, review, actor=actor, at=at, number=contract.number)
    tell("review_written", contract, [review.subject], at=at, review=review)
    return review


@transaction.atomic
def reply_to_review(
    *, review_id: int, text: str, actor: User, at: datetime
) -> ReviewReply:
    """Answer a review once, for the side it is about."""
    review = Review.objects.select_related("contract").get(pk=review_id)
    contract = locked_contract(review.contract_id)
    require(can_act_for(actor, contract, Side(review.side).other))
    if ReviewReply.objects.filter(review=review).exists():
        raise Refusal(_("This review has been answered already."))
    if not text.strip():
        raise Refusal(_("Write an answer."), field="text")
    reply = ReviewReply.objects.create(
        review=review, text=text, written_by=actor, written_at=at
    )

    record(ReviewAction.REPLIED, review, actor=actor, at=at, number=contract.number)
    return reply
