"""Jobs: drafted, published, extended, delegated, called off, ended."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from core.journal import journal_of
from core.models import OutboxMessage
from core.refusals import MoveRefused, Refusal
from marketplace.journal.jobs import JobAction
from marketplace.models import Job
from marketplace.permissions.jobs import can_manage_job
from marketplace.selectors.jobs import jobs_visible_to
from marketplace.services.chores import close_due_jobs, open_due_jobs
from marketplace.services.jobs import (
    Criterion,
    Schedule,
    WantedMetric,
    Work,
    cancel_job,
    delegate_job,
    draft_job,
    end_delegation,
    extend_job,
    fail_job,
    invite_provider,
    publish_job,
    set_criteria,
    set_metrics,
    set_schedule,
)
from marketplace.services.questions import (
    QuestionsClosed,
    answer_question,
    ask_question,
)
from marketplace.states.jobs import JOB_FLOW, BidState, JobState
from reference.models import Indicator, Jurisdiction, Service
from tests.factories.marketplace_jobs import (
    BIDS_UNTIL,
    QUESTIONS_UNTIL,
    BidFactory,
    JobFactory,
    JobInvitationFactory,
    QuestionFactory,
)

STATES = {
    JobState.DRAFT: {},
    JobState.PUBLISHED: {"published": True},
    JobState.CLOSED: {"closed": True},
    JobState.OPENED: {"opened": True},
    JobState.AWARDED: {"awarded": True},
    JobState.CONTRACTED: {"contracted": True},
    JobState.CANCELLED: {"cancelled": True},
    JobState.FAILED: {"failed": True},
}
WHO = ["owner", "colleague", "bidder", "rival", "stranger", "superuser"]


def work() -> Work:
    return Work(
        title="审核咨询",
        scope="一轮审核。",
        services=[Service.objects.get(pk="audit")],
        site=Jurisdiction.objects.get(pk="620100"),
    )


def job_in(state: JobState, people) -> Job:
    return JobFactory(
        **STATES[state], enterprise=people.enterprise, created_by=people.owner
    )


@pytest.fixture
def draft(people):
    return job_in(JobState.DRAFT, people)


def test_draft_job_proposes_deadlines(people, noon):
    job = draft_job(
        enterprise=people.enterprise, work=work(), actor=people.owner, at=noon
    )

    assert job.number == "QY-J-2026-0001"
    assert noon < job.questions_until < job.bids_until == job.opens_at
    assert [entry.action for entry in journal_of(job)] == [JobAction.DRAFTED]


@pytest.mark.parametrize(
    ("later", "begun"),
    [
        (timedelta(0), 1),
        (timedelta(milliseconds=-5), 1),
        (timedelta(days=30), 2),
        (timedelta(days=-30), 2),
    ],
)
def test_draft_job_sent_twice_begins_one_job(people, noon, later, begun):
    jobs = [
        draft_job(enterprise=people.enterprise, work=work(), actor=people.owner, at=at)
        for at in (noon, noon + later)
    ]

    assert len(set(jobs)) == begun
    assert Job.objects.count() == begun


@pytest.mark.parametrize("who", ["bidder", "stranger", "superuser"])
def test_draft_job_is_for_the_enterprises_own_people(people, noon, who):
    with pytest.raises(PermissionDenied):
        draft_job(
            enterprise=people.enterprise,
            work=work(),
            actor=getattr(people, who),
            at=noon,
        )

    assert not Job.objects.exists()


def test_set_criteria_refuses_weights_that_do_not_add_up(draft, people, noon):
    with pytest.raises(Refusal, match="99"):
        set_criteria(
            job_id=draft.pk,
            price_weight=40,
            criteria=[Criterion("方案", 59)],
            actor=people.owner,
            at=noon,
        )

    assert draft.criteria.count() == 2
    assert not journal_of(draft).exists()


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([(120, 100, 60), (50, 40, 40)], "once"),
        ([(120, 120, 100)], "differ"),
        ([(120, 100, 90)], "90"),
    ],
)
def test_set_metrics_refuses_what_cannot_be_settled(
    draft, people, noon, rows, words, settings
):
    settings.LANGUAGE_CODE = "en"
    indicator = Indicator.objects.first()
    metrics = [
        WantedMetric(indicator, Decimal(base), Decimal(target), weight)
        for base, target, weight in rows
    ]

    with pytest.raises(Refusal):
        set_metrics(job_id=draft.pk, metrics=metrics, actor=people.owner, at=noon)

    assert draft.metrics.count() == 1


def test_set_schedule_refuses_deadlines_out_of_order(draft, people, noon):
    schedule = Schedule(
        noon + timedelta(days=9), noon + timedelta(days=8), noon + timedelta(days=10)
    )

    with pytest.raises(Refusal) as refused:
        set_schedule(job_id=draft.pk, schedule=schedule, actor=people.owner, at=noon)

    assert refused.value.field == "bids_until"


def test_publish_job_twice_publishes_once(draft, people, noon):
    publish_job(job_id=draft.pk, actor=people.owner, at=noon)
    publish_job(job_id=draft.pk, actor=people.owner, at=noon)

    assert [entry.action for entry in journal_of(draft)] == [JobAction.PUBLISHED]


def test_publish_job_is_refused_once_a_deadline_has_passed(draft, people):
    with pytest.raises(Refusal):
        publish_job(job_id=draft.pk, actor=people.owner, at=QUESTIONS_UNTIL)

    draft.refresh_from_db()
    assert draft.state == JobState.DRAFT


@pytest.mark.parametrize("state", [s for s in JobState if s != JobState.DRAFT])
def test_criteria_stay_as_published(people, noon, state):
    job = job_in(state, people)

    with pytest.raises(MoveRefused):
        set_criteria(
            job_id=job.pk, price_weight=100, criteria=[], actor=people.owner, at=noon
        )

    assert job.criteria.count() == 2


@pytest.mark.parametrize("state", list(JobState))
def test_cancel_job_only_before_the_opening(people, noon, state):
    job = job_in(state, people)
    allowed = JOB_FLOW.can("cancel", state)

    if allowed:
        cancel_job(job_id=job.pk, reason="计划有变", actor=people.owner, at=noon)
    else:
        with pytest.raises(MoveRefused):
            cancel_job(job_id=job.pk, reason="计划有变", actor=people.owner, at=noon)

    job.refresh_from_db()
    assert job.state == (JobState.CANCELLED if allowed else state)
    assert journal_of(job).exists() == allowed


def test_cancel_job_lets_sealed_bids_lapse_unread(job, provider, people, noon):
    bid = BidFactory(job=job, provider=provider, submitted=True)

    cancel_job(job_id=job.pk, reason="计划有变", actor=people.owner, at=noon)

    bid.refresh_from_db()
    assert bid.state == BidState.LAPSED
    assert not hasattr(bid, "content")


def test_fail_job_tells_why(people, noon):
    job = job_in(JobState.OPENED, people)

    fail_job(job_id=job.pk, reason="均超预算", actor=people.owner, at=noon)

    job.refresh_from_db()
    assert (job.state, job.why_ended) == (JobState.FAILED, "均超预算")


def test_extend_job_moves_deadlines_to_later_only(job, people, noon):
    later = BIDS_UNTIL + timedelta(days=3)

    extend_job(
        job_id=job.pk,
        questions_until=QUESTIONS_UNTIL,
        bids_until=later,
        opens_at=later,
        reason="应多家要求",
        actor=people.owner,
        at=noon,
    )
    with pytest.raises(Refusal):
        extend_job(
            job_id=job.pk,
            questions_until=QUESTIONS_UNTIL,
            bids_until=BIDS_UNTIL,
            opens_at=later,
            reason="改回",
            actor=people.owner,
            at=noon,
        )

    job.refresh_from_db()
    assert job.bids_until == later


def test_invite_provider_twice_writes_once(job, provider, people, noon):
    for _ in range(2):
        invite_provider(job_id=job.pk, provider=provider, actor=people.owner, at=noon)

    assert job.invitations.count() == 1
    assert OutboxMessage.objects.filter(template="marketplace/invited").count() == 1


def test_a_colleague_runs_the_one_job_granted(job, people, noon):
    other = job_in(JobState.PUBLISHED, people)
    assert not can_manage_job(people.colleague, job)

    delegate_job(job_id=job.pk, colleague=people.colleague, actor=people.owner, at=noon)

    colleague = type(people.colleague).objects.get(pk=people.colleague.pk)
    assert can_manage_job(colleague, job)
    assert not can_manage_job(colleague, other)
    end_delegation(job_id=job.pk, colleague=colleague, actor=people.owner, at=noon)
    colleague = type(people.colleague).objects.get(pk=people.colleague.pk)
    assert not can_manage_job(colleague, job)


def test_a_job_is_never_delegated_to_an_outsider(job, people, noon):
    with pytest.raises(Refusal):
        delegate_job(
            job_id=job.pk, colleague=people.stranger, actor=people.owner, at=noon
        )

    assert not people.stranger.has_perm("marketplace.manage_job", job)


@pytest.mark.parametrize("state", list(JobState))
@pytest.mark.parametrize("who", WHO)
def test_can_manage_job_is_for_administrators_and_the_drafter(people, who, state):
    job = job_in(state, people)

    assert can_manage_job(getattr(people, who), job) == (who == "owner")


@pytest.mark.parametrize("state", list(JobState))
@pytest.mark.parametrize("who", WHO)
def test_drafts_are_visible_to_nobody_in_public(people, who, state):
    job = job_in(state, people)

    seen = jobs_visible_to(getattr(people, who)).filter(pk=job.pk).exists()

    assert seen == (state != JobState.DRAFT)


@pytest.mark.parametrize("who", WHO)
def test_an_invited_job_is_visible_to_those_concerned(people, provider, who):
    job = JobFactory(published=True, visibility="invited", enterprise=people.enterprise)
    JobInvitationFactory(job=job, provider=provider)

    seen = jobs_visible_to(getattr(people, who)).filter(pk=job.pk).exists()

    assert seen == (who in {"owner", "colleague", "bidder"})


def test_the_daily_run_closes_and_opens(people):
    soon = JobFactory(published=True)
    later = JobFactory(published=True, opens_at=BIDS_UNTIL + timedelta(days=2))
    today = BIDS_UNTIL.date()

    for _ in range(2):
        opened = open_due_jobs(at=BIDS_UNTIL, on=today)
        closed = close_due_jobs(at=BIDS_UNTIL, on=today)

    soon.refresh_from_db()
    later.refresh_from_db()
    assert (opened, closed) == (0, 0)
    assert (soon.state, later.state) == (JobState.FAILED, JobState.CLOSED)


def test_ask_question_is_closed_at_its_deadline(job, provider, people):
    with pytest.raises(QuestionsClosed):
        ask_question(
            job_id=job.pk,
            provider=provider,
            text="几次？",
            actor=people.bidder,
            at=QUESTIONS_UNTIL,
        )

    assert not job.questions.exists()


def test_the_same_question_is_kept_once(job, provider, people, noon):
    asked = [
        ask_question(
            job_id=job.pk,
            provider=provider,
            text="几次？",
            actor=people.bidder,
            at=noon,
        )
        for _ in range(2)
    ]

    assert asked[0] == asked[1]
    assert job.questions.count() == 1


def test_answer_question_reaches_those_who_asked(job, provider, people, noon):
    question = QuestionFactory(job=job, provider=provider, asked_by=people.bidder)

    answer_question(
        question_id=question.pk, answer="两次。", actor=people.owner, at=noon
    )

    letter = OutboxMessage.objects.get(template="marketplace/question_answered")
    assert letter.to_user == people.bidder
    with pytest.raises(Refusal):
        answer_question(
            question_id=question.pk, answer="改口", actor=people.owner, at=noon
        )


def test_the_database_refuses_an_opened_job_without_its_instant(job):
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(state=JobState.OPENED)
