"""The flow of a case as a state machine: whatever people try, the rules hold."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from blacklist import services
from blacklist.enums import EndReason, RemedyKind, RemedyOutcome, StatementKind, Tier
from blacklist.models import Decision, NamePublication, ViolationCase
from blacklist.selectors import current_publications
from blacklist.states import CaseState
from core.clock import shanghai_day
from core.models import LogLeaf
from core.refusals import Refusal

STAFF = ["handler", "second_handler", "reviewer", "signatory", "other_signatory"]


class CaseMachine(RuleBasedStateMachine):
    """People of all roles try steps in any order while time goes by."""

    steps = None  # set by the test

    @initialize()
    def begin(self):
        self.now = datetime(2026, 9, 2, 2, tzinfo=UTC)
        self.case = self.steps.file(at=self.now)

    def attempt(self, step):
        """Try a step; a refusal must leave no trace."""
        before = self.traces()
        try:
            with transaction.atomic():
                step()
        except (Refusal, PermissionDenied):
            assert self.traces() == before
        self.case.refresh_from_db()

    def traces(self):
        return (
            ViolationCase.objects.values().get(pk=self.case.pk),
            LogLeaf.objects.count(),
            Decision.objects.count(),
            list(NamePublication.objects.values_list("ended_at", flat=True)),
        )

    def person(self, name):
        return getattr(self.steps.people, name)

    @rule(days=st.integers(1, 60))
    def time_passes(self, days):
        self.now += timedelta(days=days)

    @rule(who=st.sampled_from(STAFF), tier=st.sampled_from(Tier))
    def propose(self, who, tier):
        self.attempt(
            lambda: services.propose_outcome(
                case_id=self.case.pk,
                tier=tier,
                proposal="x",
                actor=self.person(who),
                at=self.now,
            )
        )

    @rule(who=st.sampled_from(STAFF))
    def approve(self, who):
        self.attempt(
            lambda: services.approve_proposal(
                case_id=self.case.pk, actor=self.person(who), at=self.now
            )
        )

    @rule(who=st.sampled_from(STAFF), hearing=st.booleans())
    def serve(self, who, hearing):
        text = self.steps.notice_text(shanghai_day(self.now), hearing_right=hearing)
        self.attempt(
            lambda: services.serve_notice(
                text, case_id=self.case.pk, actor=self.person(who), at=self.now
            )
        )

    @rule(who=st.sampled_from(["owner", "rival", "handler"]))
    def state(self, who):
        self.attempt(
            lambda: services.file_statement(
                case_id=self.case.pk, text="x", actor=self.person(who), at=self.now
            )
        )

    @rule(who=st.sampled_from(["owner", "rival"]))
    def waive(self, who):
        self.attempt(
            lambda: services.waive_defence(
                case_id=self.case.pk, actor=self.person(who), at=self.now
            )
        )

    @rule(who=st.sampled_from(["owner", "rival"]))
    def ask_for_hearing(self, who):
        self.attempt(
            lambda: services.request_hearing(
                case_id=self.case.pk, request="x", actor=self.person(who), at=self.now
            )
        )

    @precondition(lambda self: self.case.state == CaseState.NOTICED)
    @rule(
        who=st.sampled_from(STAFF),
        tier=st.sampled_from(Tier),
        considered=st.sampled_from(["", "经复核"]),
    )
    def decide(self, who, tier, considered):
        text = self.steps.decision_text(
            shanghai_day(self.now), tier=tier, considered=considered
        )
        self.attempt(
            lambda: services.record_decision(
                text, case_id=self.case.pk, actor=self.person(who), at=self.now
            )
        )

    @rule(who=st.sampled_from(STAFF))
    def publish(self, who):
        self.attempt(
            lambda: services.publish_name(
                case_id=self.case.pk, summary="x", actor=self.person(who), at=self.now
            )
        )

    @precondition(lambda self: self.case.decided_at is not None)
    @rule()
    def challenge_and_annul(self):
        def step():
            challenge = services.report_challenge(
                case_id=self.case.pk,
                kind=RemedyKind.RECONSIDERATION,
                request="x",
                requested_on=shanghai_day(self.now),
                actor=self.steps.people.owner,
                at=self.now,
            )
            services.conclude_challenge(
                challenge_id=challenge.pk,
                outcome=RemedyOutcome.ANNULLED,
                outcome_on=shanghai_day(self.now),
                document_number="x",
                explanation="x",
                actor=self.steps.people.signatory,
                at=self.now,
            )

        self.attempt(step)

    @precondition(lambda _self: NamePublication.objects.exists())
    @rule(who=st.sampled_from(STAFF))
    def end(self, who):
        publication = NamePublication.objects.get()
        self.attempt(
            lambda: services.end_publication(
                publication_id=publication.pk,
                reason=EndReason.CORRECTED,
                explanation="x",
                actor=self.person(who),
                at=self.now,
            )
        )

    @rule()
    def nightly_run(self):
        services.expire_publications(at=self.now, on=shanghai_day(self.now))
        self.case.refresh_from_db()

    @invariant()
    def a_publication_rests_on_a_decision_of_three_people_after_the_period(self):
        for row in NamePublication.objects.select_related("case__decision"):
            decision = row.case.decision
            waived = row.case.statements.filter(kind=StatementKind.WAIVER).exists()
            people = {decision.proposed_by, decision.reviewed_by, decision.signed_by}
            assert len(people) == 3
            assert row.published_by != decision.proposed_by
            assert waived or decision.decided_on > row.case.notice.statement_due_on
            assert Tier(decision.tier).weight <= Tier(row.case.notice.tier).weight

    @invariant()
    def a_name_is_shown_exactly_while_its_publication_is_current(self):
        if not hasattr(self, "case"):
            return
        today = shanghai_day(self.now)
        shown = current_publications(today).exists()
        row = NamePublication.objects.first()
        expected = (
            row is not None
            and row.ended_at is None
            and row.published_on <= today < row.max_until
        )
        assert shown == expected
        assert (self.case.state == CaseState.PUBLISHED) == (
            row is not None and row.ended_at is None
        )

    @invariant()
    def every_publication_and_every_end_is_a_leaf(self):
        rows = NamePublication.objects.count()
        ended = NamePublication.objects.filter(ended_at__isnull=False).count()
        assert LogLeaf.objects.count() == rows + ended


@pytest.mark.django_db
def test_whatever_people_try_the_rules_hold(steps):
    class Machine(CaseMachine):
        def __init__(self):
            super().__init__()
            self.steps = steps
            self.savepoint = transaction.savepoint()

        def teardown(self):
            transaction.savepoint_rollback(self.savepoint)

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
