from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from audits import services
from audits.enums import Outcome, ReviewKind
from audits.models import (
    PublishedResult,
    ReviewSession,
    Rubric,
    ScoreSheet,
    SessionConclusion,
)
from audits.permissions import can_review_round, can_see_panel
from audits.rubric_data import digest_of, items_of, rule_of
from audits.services.reviews import SheetRefused
from audits.states import RoundState, SessionState
from core.clock import shanghai_day
from core.journal import journal_of
from core.models.translog import LogLeaf
from core.refusals import MoveRefused, Refusal
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.audits import PanelSeatFactory, ReportFactory, RubricFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def examples():
    return {rubric.kind: rubric for rubric in Rubric.objects.filter(is_example=True)}


@pytest.fixture
def plan(make_round, staff, authority, examples, noon):
    """Plan a session for a round that is ready for it."""

    def planned(kind=ReviewKind.EVALUATION, experts=3, **facts):
        state = {
            ReviewKind.EVALUATION: RoundState.REPORT_SUBMITTED,
            ReviewKind.ACCEPTANCE: RoundState.IMPLEMENTING,
        }[kind]
        audit_round = facts.pop("audit_round", None) or make_round(state)
        ReportFactory(round=audit_round, filed=True)
        session = services.plan_session(
            round_id=audit_round.pk,
            kind=kind,
            rubric=facts.pop("rubric", examples[kind]),
            organiser=authority,
            meets_on=facts.pop("meets_on", shanghai_day(noon)),
            actor=staff.handler,
            at=noon,
        )
        for _ in range(experts):
            services.seat_expert(
                session_id=session.pk, expert=UserFactory(), actor=None, at=noon
            )
        session.round = audit_round
        return session

    return planned


def points(rubric, rate):
    rate = Decimal(rate)
    return {item.key: item.points * rate for item in items_of(rubric)}


def sign_all(session, rate, noon, vetoes=()):
    for seat in session.seats.filter(left_at__isnull=True):
        services.sign_sheet(
            seat_id=seat.pk,
            scores=points(session.rubric, rate),
            vetoes=list(vetoes),
            opinion="说明" if vetoes else "",
            actor=seat.user,
            at=noon,
        )


def test_shipped_rubrics_are_examples_of_a_hundred_points_with_a_usable_rule(
    examples,
):
    assert set(examples) == set(ReviewKind)
    for rubric in examples.values():
        assert sum(item.points for item in items_of(rubric)) == 100
        assert rule_of(rubric).minimum_sheets == 3
        assert rubric.vetoes.exists()


@pytest.mark.parametrize(
    ("kind", "rate", "outcome", "state"),
    [
        ("evaluation", "0.95", Outcome.PROCEED, RoundState.EVALUATION_PASSED),
        ("evaluation", "0.9", Outcome.SUPPLEMENT, RoundState.EVALUATION_SUPPLEMENT),
        ("evaluation", "0.5", Outcome.REDO, RoundState.EVALUATION_REDO),
        ("acceptance", "0.6", Outcome.QUALIFIED, RoundState.ACCEPTANCE_QUALIFIED),
        ("acceptance", "0.5", Outcome.UNQUALIFIED, RoundState.ACCEPTANCE_UNQUALIFIED),
    ],
)
def test_signed_sheets_alone_decide_where_the_round_goes(
    plan, staff, noon, kind, rate, outcome, state
):
    session = plan(ReviewKind(kind))
    services.open_session(session_id=session.pk, actor=staff.handler, at=noon)
    sign_all(session, rate, noon)

    conclusion = services.conclude_session(
        session_id=session.pk, opinion="", actor=staff.handler, at=noon
    )

    session.round.refresh_from_db()
    assert conclusion.outcome == outcome
    assert conclusion.score == 100 * Decimal(rate)
    assert session.round.state == state


def test_a_veto_of_the_majority_fails_a_perfect_acceptance(plan, staff, noon):
    session = plan(ReviewKind.ACCEPTANCE)
    services.open_session(session_id=session.pk, actor=staff.handler, at=noon)
    sign_all(session, 1, noon, vetoes=["over_limits"])

    conclusion = services.conclude_session(
        session_id=session.pk, opinion="", actor=staff.handler, at=noon
    )

    assert conclusion.outcome == Outcome.UNQUALIFIED
    assert conclusion.vetoes == ["over_limits"]


def test_conclude_session_waits_for_every_signature(plan, staff, noon):
    session = plan()
    services.open_session(session_id=session.pk, actor=staff.handler, at=noon)
    first, *_rest = session.seats.all()
    services.sign_sheet(
        seat_id=first.pk,
        scores=points(session.rubric, 1),
        vetoes=[],
        opinion="",
        actor=first.user,
        at=noon,
    )

    with pytest.raises(Refusal):
        services.conclude_session(
            session_id=session.pk, opinion="", actor=staff.handler, at=noon
        )

    assert not SessionConclusion.objects.exists()
    session.round.refresh_from_db()
    assert session.round.state == RoundState.REPORT_SUBMITTED


def test_open_session_waits_for_its_day_and_its_panel(plan, staff, noon):
    early = plan(meets_on=shanghai_day(noon + timedelta(days=1)))
    short = plan(experts=2)

    for session in (early, short):
        with pytest.raises(Refusal):
            services.open_session(session_id=session.pk, actor=staff.handler, at=noon)

    assert {s.state for s in ReviewSession.objects.all()} == {SessionState.PLANNED}


def test_plan_session_refuses_what_does_not_fit(plan, examples, staff, authority, noon):
    opened = plan()

    with pytest.raises(Refusal):
        plan(audit_round=opened.round)
    with pytest.raises(Refusal) as wrong_kind:
        plan(rubric=examples[ReviewKind.ACCEPTANCE])
    with pytest.raises(Refusal) as past:
        plan(meets_on=shanghai_day(noon - timedelta(days=1)))

    assert wrong_kind.value.field == "rubric"
    assert past.value.field == "meets_on"
    assert ReviewSession.objects.get() == opened


def test_plan_session_waits_until_the_round_is_ready(
    make_round, examples, staff, authority, noon
):
    audit_round = make_round(RoundState.STARTED)

    with pytest.raises(MoveRefused):
        services.plan_session(
            round_id=audit_round.pk,
            kind=ReviewKind.EVALUATION,
            rubric=examples[ReviewKind.EVALUATION],
            organiser=authority,
            meets_on=shanghai_day(noon),
            actor=staff.handler,
            at=noon,
        )

    assert not ReviewSession.objects.exists()


def test_staff_of_another_place_plan_nothing(make_round, examples, staff, noon):
    elsewhere = make_round(
        RoundState.REPORT_SUBMITTED,
        enterprise=OrganisationFactory(enterprise=True, jurisdiction_id="620200"),
    )

    with pytest.raises(PermissionDenied):
        services.plan_session(
            round_id=elsewhere.pk,
            kind=ReviewKind.EVALUATION,
            rubric=examples[ReviewKind.EVALUATION],
            organiser=staff.handler.staff_posts.get().authority,
            meets_on=shanghai_day(noon),
            actor=staff.handler,
            at=noon,
        )


def test_a_seat_opens_the_round_and_leaving_closes_it(plan, staff, noon):
    session = plan(experts=1)
    expert = session.seats.get().user
    seen = can_review_round(expert, session.round)

    services.leave_seat(
        session_id=session.pk,
        expert=expert,
        reason="回避",
        actor=staff.handler,
        at=noon,
    )

    expert = type(expert).objects.get(pk=expert.pk)
    assert seen
    assert not can_review_round(expert, session.round)


def test_names_of_the_panel_stay_with_the_staff_until_the_meeting(plan, staff, noon):
    session = plan()
    audit_round = session.round

    before = [
        can_see_panel(user, session)
        for user in (audit_round.owner, audit_round.adviser, staff.handler)
    ]
    session = services.open_session(session_id=session.pk, actor=staff.handler, at=noon)
    after = [
        can_see_panel(user, session)
        for user in (audit_round.owner, audit_round.adviser, staff.handler)
    ]

    assert before == [False, False, True]
    assert after == [True, True, True]


@pytest.mark.parametrize(
    ("change", "vetoes", "opinion"),
    [
        ({"form.complete": None}, [], ""),
        ({"form.complete": Decimal(7)}, [], ""),
        ({"form.complete": Decimal(-1)}, [], ""),
        ({"unknown": Decimal(1)}, [], ""),
        ({}, ["unheard_of"], "因"),
        ({}, ["cheating"], " "),
    ],
)
def test_sign_sheet_refuses_gaps_excess_and_vetoes_without_reason(
    plan, staff, noon, change, vetoes, opinion
):
    session = plan()
    services.open_session(session_id=session.pk, actor=staff.handler, at=noon)
    seat = session.seats.first()
    changed = points(session.rubric, 1) | change
    scores = {key: value for key, value in changed.items() if value is not None}

    with pytest.raises(SheetRefused):
        services.sign_sheet(
            seat_id=seat.pk,
            scores=scores,
            vetoes=vetoes,
            opinion=opinion,
            actor=seat.user,
            at=noon,
        )

    assert not ScoreSheet.objects.exists()


def test_a_signed_sheet_is_signed_once_and_by_its_expert(plan, staff, noon):
    session = plan()
    services.open_session(session_id=session.pk, actor=staff.handler, at=noon)
    mine, other, *_rest = session.seats.all()
    sheet = {"scores": points(session.rubric, 1), "vetoes": [], "opinion": ""}

    signed = services.sign_sheet(seat_id=mine.pk, actor=mine.user, at=noon, **sheet)
    with pytest.raises(SheetRefused):
        services.sign_sheet(seat_id=mine.pk, actor=mine.user, at=noon, **sheet)
    with pytest.raises(PermissionDenied):
        services.sign_sheet(seat_id=other.pk, actor=mine.user, at=noon, **sheet)

    assert ScoreSheet.objects.get() == signed
    assert signed.sha256 == digest_of(signed)


def test_the_database_refuses_to_change_a_signed_sheet(plan, staff, noon):
    session = plan()
    services.open_session(session_id=session.pk, actor=staff.handler, at=noon)
    sign_all(session, 1, noon)

    with pytest.raises(DatabaseError), transaction.atomic():
        ScoreSheet.objects.update(total=0)
    with pytest.raises(DatabaseError), transaction.atomic():
        ScoreSheet.objects.all().delete()

    assert {sheet.total for sheet in ScoreSheet.objects.all()} == {100}


def test_a_draft_of_a_sheet_may_have_gaps(plan, staff, noon):
    session = plan()
    services.open_session(session_id=session.pk, actor=staff.handler, at=noon)
    seat = session.seats.first()

    draft = services.save_sheet(
        seat_id=seat.pk,
        scores={"form.complete": Decimal(3)},
        vetoes=[],
        opinion="",
        actor=seat.user,
        at=noon,
    )

    assert draft.scores == {"form.complete": "3"}


def test_nobody_scores_before_the_meeting(plan, noon):
    session = plan()
    seat = session.seats.first()

    with pytest.raises(PermissionDenied):
        services.sign_sheet(
            seat_id=seat.pk,
            scores=points(session.rubric, 1),
            vetoes=[],
            opinion="",
            actor=seat.user,
            at=noon,
        )


@pytest.mark.parametrize(("with_score", "score"), [(True, 80), (False, None)])
def test_publish_results_shows_conclusion_day_and_organiser(
    plan, staff, noon, authority, with_score, score
):
    session = plan(ReviewKind.ACCEPTANCE)
    services.open_session(session_id=session.pk, actor=staff.handler, at=noon)
    sign_all(session, "0.8", noon)
    services.conclude_session(
        session_id=session.pk, opinion="", actor=staff.handler, at=noon
    )

    [result] = services.publish_results(
        round_id=session.round_id, with_score=with_score, actor=staff.signatory, at=noon
    )

    assert result.outcome == Outcome.QUALIFIED
    assert result.concluded_on == shanghai_day(noon)
    assert result.organiser == authority
    assert result.score == score
    assert LogLeaf.objects.get(index=result.leaf_index).kind == (
        "audits.result.published"
    )


def test_publish_results_is_for_a_signatory_after_the_acceptance(
    make_round, staff, noon
):
    accepted = make_round(RoundState.ACCEPTANCE_QUALIFIED)
    early = make_round(RoundState.IMPLEMENTING)

    with pytest.raises(PermissionDenied):
        services.publish_results(
            round_id=accepted.pk, with_score=False, actor=staff.handler, at=noon
        )
    with pytest.raises(MoveRefused):
        services.publish_results(
            round_id=early.pk, with_score=False, actor=staff.signatory, at=noon
        )

    assert not PublishedResult.objects.exists()
    assert not journal_of(accepted).exists()


def test_a_cancelled_session_makes_room_for_another(plan, staff, noon):
    session = plan()

    services.cancel_session(
        session_id=session.pk, reason="改期", actor=staff.handler, at=noon
    )
    again = plan(audit_round=session.round)

    assert again.pk != session.pk


def test_a_seat_of_another_rubric_has_its_own_items():
    seat = PanelSeatFactory(session__rubric=RubricFactory())

    assert items_of(seat.session.rubric) == ()
