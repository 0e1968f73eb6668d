from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from core.journal import journal_of
from core.money import Money
from core.refusals import MoveRefused, Refusal
from marketplace.models import Contract, Signature
from marketplace.services.contracts import (
    Terms,
    complete_contract,
    draft_contract,
    edit_contract,
    offer_contract,
    reopen_contract,
    sign_contract,
    start_contract,
    terminate_contract,
)
from marketplace.settlement import FeeMilestone, Formula, Trigger
from marketplace.states.contracts import ContractState, Side
from marketplace.states.jobs import AwardState, JobState
from tests.conftest import NOON
from tests.factories.accounts import OrganisationFactory, RelatedPartyFactory
from tests.factories.marketplace_contracts import ContractFactory, awarded, member
from tests.marketplace.contracts.conftest import world_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def award():
    return awarded(
        OrganisationFactory(enterprise=True), OrganisationFactory(provider=True)
    )


@pytest.fixture
def draft():
    return world_of(ContractFactory())


def terms_of(contract, **changes):
    return Terms(
        **{
            "title": contract.title,
            "scope": contract.scope,
            "measurement": "",
            "dispute_route": "",
            "starts_on": contract.starts_on,
            "ends_on": contract.ends_on,
            "verifier": contract.verifier,
            "emission_factor": None,
            "formula": contract.terms,
            **changes,
        }
    )


def signed(world):
    offer_contract(contract_id=world.contract.pk, actor=world.enterprise, at=NOON)
    sha256 = Contract.objects.get(pk=world.contract.pk).text_sha256
    for side, actor in (
        (Side.ENTERPRISE, world.enterprise),
        (Side.PROVIDER, world.provider),
    ):
        contract = sign_contract(
            contract_id=world.contract.pk,
            side=side,
            text_sha256=sha256,
            signed_name="某某",
            actor=actor,
            at=NOON,
        )
    return contract


def test_a_draft_takes_price_metrics_and_parties_from_the_award(award):
    contract = draft_contract(
        award_id=award.pk, actor=member(award.job.enterprise), at=NOON
    )

    formula = contract.terms
    assert contract.cap == Money(100000)
    assert formula.base_fee + formula.performance_fee == Money(100000)
    assert [metric.key for metric in formula.metrics] == ["energy_total"]
    assert contract.number == "QY-C-2026-0001"


def test_an_award_leads_to_one_draft_only(award):
    actor = member(award.job.enterprise)
    first = draft_contract(award_id=award.pk, actor=actor, at=NOON)

    second = draft_contract(award_id=award.pk, actor=actor, at=NOON)

    assert second == first
    assert journal_of(first).count() == 1


def test_an_award_in_stand_still_leads_to_no_draft(award):
    award.state, award.confirmed_at = AwardState.STANDING, None
    award.save()

    with pytest.raises(Refusal):
        draft_contract(award_id=award.pk, actor=member(award.job.enterprise), at=NOON)

    assert not Contract.objects.exists()


def test_a_verdict_only_fee_keeps_a_contract_from_being_offered(draft):
    contract = draft.contract
    verdict = FeeMilestone("pass", "验收合格", Money(1), (Trigger.VERDICT,))
    formula = replace(contract.terms, milestones=(verdict,))
    edit_contract(
        contract_id=contract.pk,
        terms=terms_of(contract, formula=formula),
        actor=draft.provider,
        at=NOON,
    )

    with pytest.raises(Refusal):
        offer_contract(contract_id=contract.pk, actor=draft.enterprise, at=NOON)

    contract.refresh_from_db()
    assert contract.state == ContractState.DRAFT
    assert journal_of(contract).count() == 1


@pytest.mark.parametrize("reverse", [False, True])
def test_a_verifier_tied_to_the_provider_is_refused(draft, reverse):
    contract = draft.contract
    pair = [contract.verifier, contract.provider]
    one, other = reversed(pair) if reverse else pair
    RelatedPartyFactory(organisation=one, other=other, other_name=other.name)

    with pytest.raises(Refusal):
        offer_contract(contract_id=contract.pk, actor=draft.enterprise, at=NOON)

    contract.refresh_from_db()
    assert contract.state == ContractState.DRAFT
    assert not journal_of(contract).exists()


def test_both_signatures_bind_and_lay_out_the_milestones(draft):
    contract = signed(draft)

    assert contract.state == ContractState.ACTIVE
    assert contract.signatures.count() == 2
    assert [step.title for step in contract.milestones.all()] == ["Plan accepted"]
    contract.job.refresh_from_db()
    assert contract.job.state == JobState.CONTRACTED


def test_a_contract_that_begins_later_waits_for_its_first_day(draft):
    contract = draft.contract
    terms = terms_of(contract, starts_on=date(2026, 4, 1), ends_on=date(2027, 3, 31))
    edit_contract(contract_id=contract.pk, terms=terms, actor=draft.enterprise, at=NOON)

    contract = signed(draft)

    assert contract.state == ContractState.SIGNED
    with pytest.raises(Refusal):
        start_contract(contract_id=contract.pk, actor=draft.provider, at=NOON)


def test_nobody_signs_a_text_other_than_the_one_offered(draft):
    contract = draft.contract
    offer_contract(contract_id=contract.pk, actor=draft.enterprise, at=NOON)

    with pytest.raises(Refusal):
        sign_contract(
            contract_id=contract.pk,
            side=Side.PROVIDER,
            text_sha256="0" * 64,
            signed_name="某某",
            actor=draft.provider,
            at=NOON,
        )

    assert not Signature.objects.exists()


def test_a_text_taken_back_voids_its_signatures(draft):
    contract = draft.contract
    offer_contract(contract_id=contract.pk, actor=draft.enterprise, at=NOON)
    contract.refresh_from_db()
    sign_contract(
        contract_id=contract.pk,
        side=Side.ENTERPRISE,
        text_sha256=contract.text_sha256,
        signed_name="某某",
        actor=draft.enterprise,
        at=NOON,
    )

    reopen_contract(
        contract_id=contract.pk, reason="改目标", actor=draft.provider, at=NOON
    )
    edit_contract(
        contract_id=contract.pk,
        terms=terms_of(contract, title="新标题"),
        actor=draft.provider,
        at=NOON,
    )
    contract = offer_contract(contract_id=contract.pk, actor=draft.provider, at=NOON)

    assert contract.state == ContractState.OFFERED
    assert not contract.signatures.filter(text_sha256=contract.text_sha256).exists()


def test_one_side_cannot_sign_for_the_other(draft):
    contract = draft.contract
    offer_contract(contract_id=contract.pk, actor=draft.enterprise, at=NOON)
    contract.refresh_from_db()

    with pytest.raises(PermissionDenied):
        sign_contract(
            contract_id=contract.pk,
            side=Side.PROVIDER,
            text_sha256=contract.text_sha256,
            signed_name="某某",
            actor=draft.enterprise,
            at=NOON,
        )

    assert not Signature.objects.exists()


def test_a_signature_is_never_changed(draft):
    signed(draft)

    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.update(signed_name="别人")


MOVES = {
    "edit": lambda c, who: edit_contract(
        contract_id=c.pk, terms=terms_of(c), actor=who, at=NOON
    ),
    "offer": lambda c, who: offer_contract(contract_id=c.pk, actor=who, at=NOON),
    "reopen": lambda c, who: reopen_contract(
        contract_id=c.pk, reason="改", actor=who, at=NOON
    ),
    "start": lambda c, who: start_contract(contract_id=c.pk, actor=who, at=NOON),
    "terminate": lambda c, who: terminate_contract(
        contract_id=c.pk, reason="停产", actor=who, at=NOON
    ),
}
OPEN = {
    "edit": {"draft"},
    "offer": {"draft"},
    "reopen": {"offered"},
    "start": {"signed"},
    "terminate": {"draft", "offered", "signed", "active"},
}


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("state", ContractState)
def test_a_move_is_open_in_its_states_only(move, state):
    trait = {} if state == ContractState.DRAFT else {str(state): True}
    world = world_of(ContractFactory(**trait))

    if state in OPEN[move]:
        MOVES[move](world.contract, world.enterprise)
        assert journal_of(world.contract).count() == 1
        return
    with pytest.raises(MoveRefused):
        MOVES[move](world.contract, world.enterprise)

    world.contract.refresh_from_db()
    assert world.contract.state == state
    assert not journal_of(world.contract).exists()


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("role", ["verifier", "outsider"])
def test_only_the_parties_move_a_contract(move, role):
    state = next(iter(OPEN[move]))
    trait = {} if state == "draft" else {state: True}
    world = world_of(ContractFactory(**trait))

    with pytest.raises(PermissionDenied):
        MOVES[move](world.contract, getattr(world, role))

    world.contract.refresh_from_db()
    assert world.contract.state == state
    assert not journal_of(world.contract).exists()


def test_an_unfinished_contract_is_not_completed(parties):
    with pytest.raises(Refusal):
        complete_contract(
            contract_id=parties.contract.pk, actor=parties.enterprise, at=NOON
        )

    parties.contract.refresh_from_db()
    assert parties.contract.state == ContractState.ACTIVE


def test_the_frozen_formula_reads_back_as_it_was_signed(draft):
    contract = signed(draft)

    assert Formula.from_document(contract.formula).cap == contract.cap
