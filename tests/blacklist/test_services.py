"""The flow of a case: what each step needs, leaves behind, and refuses."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from guardian.shortcuts import assign_perm

from accounts.enums import StaffRole
from blacklist import services
from blacklist.enums import EndReason, RemedyKind, RemedyOutcome, Tier
from blacklist.models import (
    Decision,
    Hearing,
    NamePublication,
    RepairApplication,
    Statement,
    ViolationCase,
)
from blacklist.selectors import current_publications, standing_of
from blacklist.services.refusals import (
    AlreadyOpen,
    DayRefused,
    DefenceNotConsidered,
    HearingPending,
    HeavierThanAnnounced,
    NoLegalBasis,
    NotCurrent,
    NotPublishable,
    PeriodRunning,
    TooEarly,
    TooLate,
)
from blacklist.states import CASE_FLOW, CaseState
from core.clock import shanghai_day
from core.clocks import clocks_of
from core.journal import journal_of
from core.models import LogLeaf, OutboxMessage
from core.refusals import MoveRefused, Refusal
from core.translog.audit import check_log
from reference.models import Article
from tests.blacklist.conftest import START, later
from tests.factories.accounts import StaffPostFactory
from tests.factories.blacklist import (
    DecisionFactory,
    NamePublicationFactory,
    NoticeFactory,
    TipFactory,
    ViolationCaseFactory,
)

pytestmark = pytest.mark.django_db


def test_a_case_runs_from_filing_to_publication(steps, people):
    publication = steps.published()

    case = ViolationCase.objects.get()
    assert case.state == CaseState.PUBLISHED
    assert publication.party_name == people.party.name
    assert publication.min_until == date(2026, 12, 22)
    assert publication.max_until == date(2027, 9, 22)
    assert list(current_publications(date(2026, 9, 23))) == [publication]
    assert [entry.action for entry in journal_of(case)] == [
        "blacklist.case.filed",
        "blacklist.case.proposed",
        "blacklist.case.approved",
        "blacklist.case.noticed",
        "blacklist.case.decided",
        "blacklist.publication.published",
    ]
    assert publication.leaf.kind == "blacklist.name.published"
    assert check_log().differences == []


def test_filing_gives_the_case_to_its_handler_and_starts_the_clock(steps, people):
    case = steps.file()

    assert people.handler.has_perm("blacklist.handle_violationcase", case)
    assert not people.second_handler.has_perm("blacklist.handle_violationcase", case)
    assert case.decision_due_on == date(2026, 12, 1)
    assert case.number == "QY-V-2026-0001"


def test_a_tip_that_leads_to_a_case_is_closed_with_it(steps, people):
    tip = TipFactory()

    case = services.file_case(
        steps.charge(), actor=people.handler, at=START, tip_id=tip.pk
    )

    tip.refresh_from_db()
    assert (tip.state, tip.case, tip.closed_by) == ("accepted", case, people.handler)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"conduct_from": date(2026, 8, 26)}, DayRefused),
        ({"conduct_until": date(2026, 9, 3)}, DayRefused),
        (
            {"conduct_from": date(2016, 1, 1), "conduct_until": date(2016, 6, 30)},
            NoLegalBasis,
        ),
    ],
)
def test_a_case_is_not_filed_on_impossible_days(steps, changes, refusal):
    with pytest.raises(refusal):
        steps.file(**changes)

    assert not ViolationCase.objects.exists()


@pytest.mark.parametrize("who", ["reviewer", "signatory", "other_handler", "owner"])
def test_only_a_handler_of_the_place_files_a_case(steps, people, who):
    with pytest.raises(PermissionDenied):
        services.file_case(steps.charge(), actor=getattr(people, who), at=START)

    assert not ViolationCase.objects.exists()


def test_a_handler_without_a_grant_does_not_work_on_the_case(steps, people):
    case = steps.file()

    with pytest.raises(PermissionDenied):
        services.propose_outcome(
            case_id=case.pk,
            tier=Tier.GENERAL,
            proposal="x",
            actor=people.second_handler,
            at=later(1),
        )
    services.add_handler(
        case_id=case.pk,
        handler_id=people.second_handler.pk,
        actor=people.handler,
        at=later(1),
    )
    services.propose_outcome(
        case_id=case.pk,
        tier=Tier.GENERAL,
        proposal="x",
        actor=people.second_handler,
        at=later(1),
    )

    case.refresh_from_db()
    assert case.proposed_by == people.second_handler


def test_a_case_is_given_to_handlers_of_the_place_only(steps, people):
    case = steps.file()

    with pytest.raises(Refusal) as refused:
        services.add_handler(
            case_id=case.pk,
            handler_id=people.other_handler.pk,
            actor=people.handler,
            at=later(1),
        )

    assert refused.value.field == "handler"
    assert not people.other_handler.has_perm("blacklist.handle_violationcase", case)


def test_nobody_reviews_what_they_proposed(steps, people):
    StaffPostFactory(
        user=people.handler, authority=people.authority, role=StaffRole.REVIEWER
    )
    case = steps.file()
    steps.propose(case)

    with pytest.raises(PermissionDenied):
        services.approve_proposal(case_id=case.pk, actor=people.handler, at=later(2))

    case.refresh_from_db()
    assert case.state == CaseState.PROPOSED


@pytest.mark.parametrize("who", ["proposed_by", "reviewed_by"])
def test_nobody_signs_what_they_proposed_or_reviewed(steps, people, who):
    case = steps.noticed()
    case.refresh_from_db()
    person = getattr(case, who)
    StaffPostFactory(user=person, authority=people.authority, role=StaffRole.SIGNATORY)

    with pytest.raises(PermissionDenied):
        steps.decide(case, actor=person)

    assert not Decision.objects.exists()


def test_the_database_itself_wants_different_people():
    decision = DecisionFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.update(signed_by=decision.proposed_by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.update(signed_by=decision.reviewed_by)
    publication = NamePublicationFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        NamePublication.objects.update(published_by=publication.proposed_by)


def test_the_database_itself_wants_the_statement_period_over():
    decision = DecisionFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.update(decided_on=decision.statement_due_on)


def test_no_decision_while_the_party_may_still_answer(steps):
    case = steps.noticed()
    due_on = case.notice.statement_due_on

    with pytest.raises(PeriodRunning):
        steps.decide(case, decided_on=due_on, served_on=due_on)

    case.refresh_from_db()
    assert case.state == CaseState.NOTICED
    assert not Decision.objects.exists()


def test_a_waiver_opens_the_way_to_an_early_decision(steps, people):
    case = steps.noticed()
    services.waive_defence(case_id=case.pk, actor=people.owner, at=later(6))

    decision = steps.decide(case, at=later(7))

    assert decision.statement_waived
    assert decision.decided_on < decision.statement_due_on


def test_a_statement_has_to_be_considered(steps, people):
    case = steps.noticed()
    services.file_statement(
        case_id=case.pk, text="抄录错误", actor=people.owner, at=later(6)
    )

    with pytest.raises(DefenceNotConsidered):
        steps.decide(case)
    decision = steps.decide(case, considered="经复核，不予采纳，理由如下")

    assert decision.considered


def test_a_defence_never_leads_to_a_graver_outcome(steps):
    case = steps.noticed()

    with pytest.raises(HeavierThanAnnounced) as refused:
        steps.decide(case, tier=Tier.SERIOUS)

    assert refused.value.field == "tier"
    assert not Decision.objects.exists()


def test_a_late_statement_is_taken_and_marked(steps, people):
    case = steps.noticed()

    statement = services.file_statement(
        case_id=case.pk, text="补充", actor=people.owner, at=later(19)
    )

    assert statement.late


@pytest.mark.parametrize("who", ["rival", "handler", "other_signatory"])
def test_only_the_party_answers(steps, people, who):
    case = steps.noticed()

    with pytest.raises(PermissionDenied):
        services.file_statement(
            case_id=case.pk, text="x", actor=getattr(people, who), at=later(6)
        )

    assert not Statement.objects.exists()


def test_a_hearing_is_announced_ahead_and_held_before_the_decision(steps, people):
    case = steps.noticed(hearing_right=True)
    services.request_hearing(
        case_id=case.pk, request="请求听证", actor=people.owner, at=later(6)
    )

    with pytest.raises(HearingPending):
        steps.decide(case)
    with pytest.raises(DayRefused):
        services.schedule_hearing(
            case_id=case.pk,
            scheduled_on=date(2026, 9, 12),
            place="第一会议室",
            actor=people.handler,
            at=later(7),
        )
    services.schedule_hearing(
        case_id=case.pk,
        scheduled_on=date(2026, 9, 21),
        place="第一会议室",
        actor=people.handler,
        at=later(7),
    )
    services.hold_hearing(
        case_id=case.pk,
        held_on=date(2026, 9, 21),
        minutes="笔录",
        actor=people.handler,
        at=later(19),
    )

    assert steps.decide(case)


def test_a_hearing_to_which_there_is_a_right_is_not_refused(steps, people):
    case = steps.noticed(hearing_right=True)
    services.request_hearing(
        case_id=case.pk, request="请求听证", actor=people.owner, at=later(6)
    )

    with pytest.raises(Refusal):
        services.refuse_hearing(
            case_id=case.pk, reason="无必要", actor=people.handler, at=later(7)
        )

    assert Hearing.objects.get().state == "requested"


def test_a_hearing_is_not_requested_after_its_period(steps, people):
    case = steps.noticed(hearing_right=True)

    with pytest.raises(TooLate):
        services.request_hearing(
            case_id=case.pk, request="x", actor=people.owner, at=later(19)
        )

    assert not Hearing.objects.exists()


def test_a_publication_needs_somebody_other_than_the_proposer(steps, people):
    case = steps.decided()
    StaffPostFactory(
        user=people.handler, authority=people.authority, role=StaffRole.REVIEWER
    )

    with pytest.raises(PermissionDenied):
        steps.publish(case, actor=people.handler)

    assert not NamePublication.objects.exists()
    assert not LogLeaf.objects.exists()


def test_a_publication_needs_a_basis_in_force_at_the_conduct(steps):
    case = steps.decided()
    Article.objects.filter(pk="measures.35").update(valid_until=date(2026, 8, 25))

    with pytest.raises(NoLegalBasis):
        steps.publish(case)

    case.refresh_from_db()
    assert case.state == CaseState.DECIDED
    assert not NamePublication.objects.exists()


def test_minor_cases_are_concluded_without_publication(steps, people):
    case = steps.decided(tier=Tier.MINOR)

    with pytest.raises(NotPublishable):
        steps.publish(case)
    services.conclude_case(case_id=case.pk, actor=people.signatory, at=later(21))

    case.refresh_from_db()
    assert case.state == CaseState.CONCLUDED
    assert not NamePublication.objects.exists()


def test_a_publication_whose_period_is_over_does_not_begin(steps):
    case = steps.decided()

    with pytest.raises(NotPublishable):
        steps.publish(case, at=later(20 + 366))

    assert not NamePublication.objects.exists()


MOVES = {
    "propose": lambda steps, case: steps.propose(case),
    "approve": lambda steps, case: steps.approve(case),
    "serve_notice": lambda steps, case: steps.serve(case),
    "decide": lambda steps, case: steps.decide(case),
    "publish": lambda steps, case: steps.publish(case),
    "conclude": lambda steps, case: services.conclude_case(
        case_id=case.pk, actor=steps.people.signatory, at=later(21)
    ),
    "return": lambda steps, case: services.return_proposal(
        case_id=case.pk, reason="x", actor=steps.people.reviewer, at=later(2)
    ),
    "close": lambda steps, case: services.close_case(
        case_id=case.pk, reason="x", actor=steps.people.handler, at=later(2)
    ),
}


@pytest.mark.parametrize(
    ("move", "state"),
    [(m, s) for m in MOVES for s in CaseState if not CASE_FLOW.can(m, s)],
)
def test_a_move_from_another_state_changes_nothing(steps, people, move, state):
    trait = {} if state == CaseState.FILED else {state.value: True}
    case = ViolationCaseFactory(
        **trait,
        party=people.party,
        authority=people.authority,
        handler=people.handler,
    )
    assign_perm("blacklist.handle_violationcase", people.handler, case)
    if case.noticed_at:
        NoticeFactory(case=case)
    if case.decided_at:
        DecisionFactory(case=case)
    before = ViolationCase.objects.filter(pk=case.pk).values().get()

    with pytest.raises(MoveRefused):
        MOVES[move](steps, case)

    assert ViolationCase.objects.filter(pk=case.pk).values().get() == before
    assert not journal_of(case).exists()


# --- the end of a publication ---------------------------------------------------


def test_a_name_is_gone_on_the_day_its_period_ends(steps, people):
    publication = steps.published()
    last = publication.max_until - timedelta(days=1)

    assert not standing_of(people.party, last).is_clear
    assert standing_of(people.party, publication.max_until).is_clear


def test_the_nightly_run_ends_what_is_over_and_may_run_twice(steps):
    publication = steps.published()
    night = later(21 + 366)

    ended = services.expire_publications(at=night, on=shanghai_day(night))
    again = services.expire_publications(at=night, on=shanghai_day(night))

    publication.refresh_from_db()
    assert (ended, again) == (1, 0)
    assert publication.end_reason == EndReason.EXPIRED
    assert publication.case.state == CaseState.ENDED
    assert publication.end_leaf.kind == "blacklist.name.ended"
    assert check_log().differences == []


def test_a_correction_is_logged_with_what_stood_there_before(steps, people):
    publication = steps.published()

    correction = services.correct_publication(
        publication_id=publication.pk,
        changes={"document_number": "例环罚〔2026〕9号"},
        reason="文号有误",
        actor=people.reviewer,
        at=later(25),
    )

    publication.refresh_from_db()
    assert publication.document_number == "例环罚〔2026〕9号"
    assert correction.before["document_number"] == "例环罚〔2026〕1号"
    assert check_log().differences == []


def test_a_correction_that_changes_nothing_is_refused(steps, people):
    publication = steps.published()

    with pytest.raises(NotPublishable):
        services.correct_publication(
            publication_id=publication.pk,
            changes={"party_name": publication.party_name},
            reason="x",
            actor=people.reviewer,
            at=later(25),
        )

    assert LogLeaf.objects.count() == 1


def test_a_publication_in_error_ends_and_leaves_the_log_without_its_content(
    steps, people
):
    publication = steps.published()

    services.end_publication(
        publication_id=publication.pk,
        reason=EndReason.ERROR,
        explanation="对象有误",
        actor=people.reviewer,
        at=later(25),
    )

    assert not hasattr(LogLeaf.objects.get(index=0), "payload")
    assert not current_publications(date(2026, 9, 28)).exists()
    assert check_log().differences == []


def test_what_has_ended_is_not_ended_again(steps, people):
    publication = NamePublicationFactory(ended=True, case__authority=people.authority)

    with pytest.raises(NotCurrent):
        services.end_publication(
            publication_id=publication.pk,
            reason=EndReason.ERROR,
            explanation="x",
            actor=people.signatory,
            at=later(60),
        )

    assert LogLeaf.objects.count() == 2


def apply(publication, people, at, *, pledged=True):
    return services.apply_for_repair(
        case_id=publication.case_id,
        performance="已整改",
        pledged=pledged,
        actor=people.owner,
        at=at,
    )


def test_repair_waits_for_the_shortest_period(steps, people):
    publication = steps.published()

    with pytest.raises(TooEarly):
        apply(publication, people, later(60))

    assert not RepairApplication.objects.exists()


def test_repair_needs_the_pledge(steps, people):
    publication = steps.published()

    with pytest.raises(Refusal) as refused:
        apply(publication, people, later(120), pledged=False)

    assert refused.value.field == "pledged"
    assert not RepairApplication.objects.exists()


def test_granted_repair_ends_the_publication(steps, people):
    publication = steps.published()
    repair = apply(publication, people, later(120))
    with pytest.raises(AlreadyOpen):
        apply(publication, people, later(121))

    services.grant_repair(
        repair_id=repair.pk, answer="准予", actor=people.signatory, at=later(125)
    )

    publication.refresh_from_db()
    assert publication.end_reason == EndReason.REPAIRED
    assert standing_of(people.party, date(2027, 1, 10)).is_clear
    assert check_log().differences == []


def test_refused_repair_may_be_asked_for_again(steps, people):
    publication = steps.published()
    repair = apply(publication, people, later(120))

    services.refuse_repair(
        repair_id=repair.pk, answer="证明不足", actor=people.reviewer, at=later(125)
    )

    assert apply(publication, people, later(126))
    assert not standing_of(people.party, date(2027, 1, 10)).is_clear


def challenge(case, people, at, requested_on):
    return services.report_challenge(
        case_id=case.pk,
        kind=RemedyKind.RECONSIDERATION,
        request="请求撤销",
        requested_on=requested_on,
        actor=people.owner,
        at=at,
    )


def test_an_annulment_takes_the_name_down_at_once(steps, people):
    publication = steps.published()
    filed = challenge(publication.case, people, later(30), date(2026, 10, 1))

    services.conclude_challenge(
        challenge_id=filed.pk,
        outcome=RemedyOutcome.ANNULLED,
        outcome_on=date(2026, 11, 1),
        document_number="复决〔2026〕1号",
        explanation="事实不清",
        actor=people.signatory,
        at=later(65),
    )

    publication.refresh_from_db()
    assert publication.end_reason == EndReason.ANNULLED
    assert publication.case.state == CaseState.ANNULLED
    assert check_log().differences == []


def test_a_changed_decision_sets_the_clock_for_the_correction(steps, people):
    publication = steps.published()
    filed = challenge(publication.case, people, later(30), date(2026, 10, 1))

    services.conclude_challenge(
        challenge_id=filed.pk,
        outcome=RemedyOutcome.CHANGED,
        outcome_on=date(2026, 11, 2),
        document_number="复决〔2026〕2号",
        explanation="变更处理结果",
        actor=people.signatory,
        at=later(65),
    )
    clocks = clocks_of(publication.case).filter(kind="case.withdraw")
    assert [clock.due_on for clock in clocks] == [date(2026, 11, 5)]
    services.correct_publication(
        publication_id=publication.pk,
        changes={"outcome": "责令改正"},
        reason="复议变更",
        actor=people.reviewer,
        at=later(62),
    )

    assert clocks.get().finished_on == date(2026, 11, 3)
    assert not standing_of(people.party, date(2026, 11, 4)).is_clear


def test_a_challenge_does_not_suspend_the_publication(steps, people):
    publication = steps.published()

    challenge(publication.case, people, later(30), date(2026, 10, 1))

    assert not standing_of(people.party, date(2026, 10, 2)).is_clear


def test_a_challenge_after_its_period_is_refused(steps, people):
    publication = steps.published()

    with pytest.raises(TooLate):
        challenge(publication.case, people, later(110), date(2026, 12, 15))

    assert not publication.case.reconsiderations.exists()


def test_an_authority_may_annul_its_own_decision_before_publication(steps, people):
    case = steps.decided()

    services.annul_decision(
        case_id=case.pk, reason="事实不清", actor=people.signatory, at=later(25)
    )

    case.refresh_from_db()
    assert case.state == CaseState.ANNULLED
    with pytest.raises(MoveRefused):
        steps.publish(case, at=later(26))


def test_the_party_gets_a_letter_for_what_concerns_it(steps, people):
    steps.published()

    letters = OutboxMessage.objects.filter(to_user=people.owner)
    assert [letter.template for letter in letters.order_by("pk")] == [
        "blacklist/notice_served",
        "blacklist/decision_recorded",
        "blacklist/name_published",
    ]
