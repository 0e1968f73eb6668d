from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from core.journal import journal_of
from core.refusals import MoveRefused, Refusal
from marketplace.models import Adjustment, Milestone, Reading, ReadingCheck
from marketplace.selectors.contracts import current_readings, periods_measured
from marketplace.services.metrics import (
    answer_adjustment,
    check_reading,
    propose_adjustment,
    submit_reading,
)
from marketplace.services.milestones import (
    accept_milestone,
    return_milestone,
    submit_milestone,
)
from marketplace.states.contracts import AdjustmentState, MilestoneState
from tests.conftest import NOON
from tests.factories.accounts import MembershipFactory
from tests.factories.marketplace_contracts import (
    AdjustmentFactory,
    ContractFactory,
    MilestoneFactory,
    ReadingCheckFactory,
    ReadingFactory,
)
from tests.marketplace.contracts.conftest import world_of

pytestmark = pytest.mark.django_db


def read(world, actor="provider", **changes):
    return submit_reading(
        **{
            "contract_id": world.contract.pk,
            "name": "power",
            "period": "first",
            "value": Decimal(900),
            "unit": "kWh",
            "note": "",
            "upload": None,
            "actor": getattr(world, actor),
            "at": NOON,
            **changes,
        }
    )


def test_a_delivered_milestone_is_accepted_by_the_enterprise(parties):
    step = MilestoneFactory(contract=parties.contract)
    submit_milestone(
        milestone_id=step.pk,
        note="方案",
        upload=None,
        actor=parties.provider,
        at=NOON,
    )

    step = accept_milestone(
        milestone_id=step.pk, happened=["delivery"], actor=parties.enterprise, at=NOON
    )

    assert step.state == MilestoneState.ACCEPTED
    assert journal_of(step).count() == 2


def test_a_milestone_is_not_accepted_before_everything_it_hangs_on(parties):
    step = MilestoneFactory(
        contract=parties.contract, submitted=True, triggers=["delivery", "measurement"]
    )

    for happened in (["delivery"], ["delivery", "measurement"]):
        with pytest.raises(Refusal):
            accept_milestone(
                milestone_id=step.pk,
                happened=happened,
                actor=parties.enterprise,
                at=NOON,
            )

    step.refresh_from_db()
    assert step.state == MilestoneState.SUBMITTED
    assert not journal_of(step).exists()


MILESTONE_STEPS = {
    "submit": (
        "provider",
        "open",
        lambda step, who: submit_milestone(
            milestone_id=step.pk, note="方案", upload=None, actor=who, at=NOON
        ),
    ),
    "return": (
        "enterprise",
        "submitted",
        lambda step, who: return_milestone(
            milestone_id=step.pk, reason="缺附件", actor=who, at=NOON
        ),
    ),
    "accept": (
        "enterprise",
        "submitted",
        lambda step, who: accept_milestone(
            milestone_id=step.pk, happened=["delivery"], actor=who, at=NOON
        ),
    ),
}


@pytest.mark.parametrize("step", MILESTONE_STEPS)
@pytest.mark.parametrize("state", MilestoneState)
@pytest.mark.parametrize("role", ["enterprise", "provider", "verifier", "outsider"])
def test_a_milestone_moves_by_its_side_and_from_its_state_only(
    parties, step, state, role
):
    trait = {} if state == MilestoneState.OPEN else {str(state): True}
    row = MilestoneFactory(contract=parties.contract, **trait)
    by, source, move = MILESTONE_STEPS[step]

    if role == by and state == source:
        move(row, getattr(parties, role))
        assert journal_of(row).count() == 1
        return
    with pytest.raises((PermissionDenied, MoveRefused)):
        move(row, getattr(parties, role))

    assert Milestone.objects.get(pk=row.pk).state == state
    assert not journal_of(row).exists()


def test_a_reading_counts_once_the_verifier_found_it_right(parties):
    reading = read(parties)

    check_reading(
        reading_id=reading.pk, verified=True, note="", actor=parties.verifier, at=NOON
    )

    assert current_readings(parties.contract) == {("power", "first"): reading}
    assert periods_measured(parties.contract) == set()


def test_a_second_value_must_wait_for_the_verifier(parties):
    read(parties)

    with pytest.raises(Refusal):
        read(parties, actor="enterprise")

    assert Reading.objects.count() == 1


def test_a_correction_says_why_and_names_what_it_corrects(parties):
    first = ReadingFactory(contract=parties.contract)
    ReadingCheckFactory(reading=first)
    with pytest.raises(Refusal):
        read(parties, value=Decimal(910))

    second = read(parties, value=Decimal(910), note="漏计一台变压器")

    assert second.corrects == first
    assert current_readings(parties.contract) == {("power", "first"): first}


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "steam"},
        {"period": "third"},
        {"period": "second"},
    ],
)
def test_a_reading_the_contract_does_not_ask_for_is_refused(parties, wrong):
    with pytest.raises(Refusal):
        read(parties, **wrong)

    assert not Reading.objects.exists()


@pytest.mark.parametrize("role", ["enterprise", "provider", "outsider"])
def test_only_the_verifier_checks_a_reading(parties, role):
    reading = ReadingFactory(contract=parties.contract)

    with pytest.raises(PermissionDenied):
        check_reading(
            reading_id=reading.pk,
            verified=True,
            note="",
            actor=getattr(parties, role),
            at=NOON,
        )

    assert not ReadingCheck.objects.exists()


def test_a_verifier_who_also_works_for_the_provider_checks_nothing(parties):
    MembershipFactory(user=parties.verifier, organisation=parties.contract.provider)
    reading = ReadingFactory(contract=parties.contract)

    with pytest.raises(PermissionDenied):
        check_reading(
            reading_id=reading.pk,
            verified=True,
            note="",
            actor=parties.verifier,
            at=NOON,
        )

    assert not ReadingCheck.objects.exists()


def test_a_verified_reading_is_never_changed(measured):
    for table in (Reading, ReadingCheck):
        with pytest.raises(IntegrityError), transaction.atomic():
            table.objects.update(
                **{"value": 1} if table is Reading else {"verified": False}
            )


def test_readings_wait_for_the_work_to_begin(db):
    world = world_of(ContractFactory(signed=True))

    with pytest.raises(MoveRefused):
        read(world)

    assert not Reading.objects.exists()


def test_the_other_side_agrees_to_an_adjustment(parties):
    adjustment = propose_adjustment(
        contract_id=parties.contract.pk,
        metric="power",
        period="first",
        amount=Decimal(50),
        reason="新增班次",
        upload=None,
        actor=parties.provider,
        at=NOON,
    )

    answer_adjustment(
        adjustment_id=adjustment.pk, agree=True, actor=parties.enterprise, at=NOON
    )

    adjustment.refresh_from_db()
    assert adjustment.state == AdjustmentState.AGREED
    assert journal_of(adjustment).count() == 2


@pytest.mark.parametrize("role", ["provider", "verifier", "outsider"])
def test_nobody_agrees_to_an_own_proposal_or_for_others(parties, role):
    adjustment = AdjustmentFactory(contract=parties.contract)

    with pytest.raises(PermissionDenied):
        answer_adjustment(
            adjustment_id=adjustment.pk,
            agree=True,
            actor=getattr(parties, role),
            at=NOON,
        )

    assert Adjustment.objects.get().state == AdjustmentState.PROPOSED


def test_a_reading_in_another_unit_is_sent_back_for_conversion(parties):
    with pytest.raises(Refusal) as refused:
        read(parties, unit="MJ")

    assert refused.value.field == "unit"
    assert not Reading.objects.exists()
