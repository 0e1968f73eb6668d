"""Commands on questions."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from core.journal import record
from core.refusals import Refusal, require
from marketplace import notifications
from marketplace.journal.jobs import QuestionAction
from marketplace.models import Job, Question
from marketplace.permissions.jobs import can_bid_for, can_manage_job
from marketplace.states.jobs import JobState


class QuestionsClosed(Refusal):
    """The time for questions, or for answers, is over."""


@transaction.atomic
def ask_question(
    *, job_id: int, provider: Organisation, text: str, actor: User, at: datetime
) -> Question:
    """Ask about an open job. Nobody but the provider learns who asked.

    The same question sent twice is kept once. Raises QuestionsClosed.
    """
    job = Job.objects.locked().get(pk=job_id)
    require(can_bid_for(actor, job, provider))
    if not job.accepts_questions(at):
        raise QuestionsClosed(_("The time for questions is over."), field="text")
    text = _stated(text, "text")
    known = job.questions.filter(provider=provider, text=text).first()
    if known is not None:
        return known
    question = Question.objects.create(
        job=job, provider=provider, asked_by=actor, text=text, asked_at=at
    )
    record(QuestionAction.ASKED, question, actor=actor, at=at, number=job.number)
    notifications.tell_enterprise("question_asked", job, at=at, question=question)
    return question


@transaction.atomic
def answer_question(
    *, question_id: int, answer: str, actor: User, at: datetime
) -> Question:
    """Answer a question to all, once, while bids can still be changed.

    Raises QuestionsClosed after the deadline for bids.
    """
    job = Job.objects.locked().get(questions=question_id)
    question = Question.objects.locked().get(pk=question_id)
    require(can_manage_job(actor, job))
    if question.answered_at is not None:
        raise Refusal(_("This question has been answered already."), field="answer")
    if job.state != JobState.PUBLISHED or at >= job.bids_until:
        raise QuestionsClosed(
            _("Bidding has ended; an answer would reach nobody any more."),
            field="answer",
        )
    question.answer = _stated(answer, "answer")
    question.answered_by, question.answered_at = actor, at
    question.save(update_fields=["answer", "answered_by", "answered_at"])

    record(QuestionAction.ANSWERED, question, actor=actor, at=at, number=job.number)
    notifications.tell_followers("question_answered", job, at=at, question=question)
    return question


def _stated(text: str, field: str) -> str:
    if not text.strip():
        raise Refusal(_("Write a text."), field=field)
    return text.strip()
