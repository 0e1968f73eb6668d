import itertools
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from core.journal import journal_of
from core.money import Money
from core.refusals import MoveRefused, Refusal
from marketplace.models import (
    Dispute,
    LedgerEntry,
    Payment,
    PaymentEvent,
    Posting,
    Review,
    SettlementStatement,
)
from marketplace.rails import ForgedEvent
from marketplace.rails.simulator import Simulator
from marketplace.selectors.ledger import balances, outstanding_of
from marketplace.services.ledger import Unbalanced, post, reverse
from marketplace.services.payments import (
    confirm_payment,
    declare_transfer,
    link_payment_account,
    receive_event,
    reject_payment,
    request_refund,
    start_online_payment,
)
from marketplace.services.reviews import Answers, reply_to_review, write_review
from marketplace.services.statements import (
    accept_statement,
    close_dispute,
    compute_contract_statement,
    raise_dispute,
    withdraw_statement,
)
from marketplace.settlement import recompute
from marketplace.states.contracts import (
    Account,
    EntryKind,
    PaymentState,
    StatementState,
)
from providers.models import QualityObservation
from tests.conftest import NOON
from tests.factories.marketplace_contracts import (
    PaymentAccountFactory,
    ReviewFactory,
    SettlementStatementFactory,
)

pytestmark = pytest.mark.django_db


def compute(world):
    return compute_contract_statement(
        contract_id=world.contract.pk, actor=world.enterprise, at=NOON
    )


def accept(world, statement):
    for actor in (world.enterprise, world.provider):
        statement = accept_statement(statement_id=statement.pk, actor=actor, at=NOON)
    return statement


@pytest.fixture
def payable(measured):
    measured.statement = accept(measured, compute(measured))
    return measured


def transfer(world, pdf, amount="4000", actor="enterprise"):
    return declare_transfer(
        statement_id=world.statement.pk,
        amount=Money(amount),
        paid_on=date(2026, 3, 9),
        reference="HK1",
        upload=pdf(),
        actor=getattr(world, actor),
        at=NOON,
    )


def test_a_statement_settles_what_is_accepted_and_verified(measured):
    statement = compute(measured)

    assert statement.due_now == Money(4000)
    assert recompute(statement.document)[1] is None
    assert journal_of(statement).count() == 1


def test_a_waiting_statement_keeps_another_from_being_computed(measured):
    compute(measured)

    with pytest.raises(Refusal):
        compute(measured)

    assert SettlementStatement.objects.count() == 1


def test_nothing_new_leaves_no_statement_and_no_gap_in_the_numbers(parties):
    with pytest.raises(Refusal):
        compute(parties)

    assert not SettlementStatement.objects.exists()


def test_both_sides_make_a_statement_payable_and_post_it(measured):
    statement = compute(measured)
    accept_statement(statement_id=statement.pk, actor=measured.provider, at=NOON)
    assert not LedgerEntry.objects.exists()

    statement = accept_statement(
        statement_id=statement.pk, actor=measured.enterprise, at=NOON
    )

    assert statement.state == StatementState.ACCEPTED
    assert balances(measured.contract).due == Money(4000)
    observation = QualityObservation.objects.get(kind="savings")
    assert observation.value == Decimal("0.6")


def test_one_side_does_not_accept_twice(measured):
    statement = compute(measured)
    accept_statement(statement_id=statement.pk, actor=measured.provider, at=NOON)

    with pytest.raises(Refusal):
        accept_statement(statement_id=statement.pk, actor=measured.provider, at=NOON)

    statement.refresh_from_db()
    assert statement.state == StatementState.COMPUTED


@pytest.mark.parametrize("role", ["verifier", "outsider"])
def test_only_the_parties_settle(measured, role):
    actor = getattr(measured, role)
    statement = compute(measured)

    for step in (
        lambda: accept_statement(statement_id=statement.pk, actor=actor, at=NOON),
        lambda: withdraw_statement(statement_id=statement.pk, actor=actor, at=NOON),
        lambda: compute_contract_statement(
            contract_id=measured.contract.pk, actor=actor, at=NOON
        ),
        lambda: raise_dispute(
            statement_id=statement.pk,
            adjustments=["output@first"],
            reason="口径",
            actor=actor,
            at=NOON,
        ),
    ):
        with pytest.raises(PermissionDenied):
            step()

    statement.refresh_from_db()
    assert statement.state == StatementState.COMPUTED
    assert not Dispute.objects.exists()


@pytest.mark.parametrize(
    "state", [state for state in StatementState if state != StatementState.COMPUTED]
)
def test_only_a_waiting_statement_is_accepted_withdrawn_or_disputed(measured, state):
    statement = SettlementStatementFactory(
        contract=measured.contract, **{str(state): True}
    )

    for step in (
        lambda: accept_statement(
            statement_id=statement.pk, actor=measured.provider, at=NOON
        ),
        lambda: withdraw_statement(
            statement_id=statement.pk, actor=measured.provider, at=NOON
        ),
        lambda: raise_dispute(
            statement_id=statement.pk,
            adjustments=["output@first"],
            reason="口径",
            actor=measured.provider,
            at=NOON,
        ),
    ):
        with pytest.raises(MoveRefused):
            step()

    statement.refresh_from_db()
    assert statement.state == state
    assert not journal_of(statement).exists()


def test_a_dispute_makes_everything_else_payable_at_once(measured):
    statement = compute(measured)

    undisputed = raise_dispute(
        statement_id=statement.pk,
        adjustments=["output@first"],
        reason="产量口径不同",
        actor=measured.enterprise,
        at=NOON,
    )

    statement.refresh_from_db()
    assert statement.state == StatementState.DISPUTED
    assert undisputed.state == StatementState.ACCEPTED
    assert undisputed.due_now == Money(3500)
    assert undisputed.contested == Money(500)
    assert balances(measured.contract).due == Money(3500)


@pytest.mark.parametrize(
    ("closer", "later"), [("enterprise", Money(500)), ("provider", Money.ZERO)]
)
def test_a_settled_dispute_decides_the_next_statement(measured, closer, later):
    undisputed = raise_dispute(
        statement_id=compute(measured).pk,
        adjustments=["output@first"],
        reason="产量口径不同",
        actor=measured.enterprise,
        at=NOON,
    )
    dispute = Dispute.objects.get()

    close_dispute(dispute_id=dispute.pk, actor=getattr(measured, closer), at=NOON)

    if later:
        assert compute(measured).due_now == later
    else:
        with pytest.raises(Refusal):
            compute(measured)
    assert QualityObservation.objects.filter(kind="dispute").count() == 1
    assert undisputed.due_now == Money(3500)


def test_an_adjustment_that_is_not_in_the_statement_cannot_be_contested(measured):
    statement = compute(measured)

    with pytest.raises(Refusal):
        raise_dispute(
            statement_id=statement.pk,
            adjustments=["weather@first"],
            reason="天气",
            actor=measured.provider,
            at=NOON,
        )

    statement.refresh_from_db()
    assert statement.state == StatementState.COMPUTED


def test_a_confirmed_transfer_pays_the_statement_and_posts_it(payable, pdf):
    payment = transfer(payable, pdf)

    confirm_payment(payment_id=payment.pk, actor=payable.provider, at=NOON)

    payable.statement.refresh_from_db()
    found = balances(payable.contract)
    assert payable.statement.state == StatementState.PAID
    assert (found.earned, found.due, found.paid) == (
        Money(4000),
        Money.ZERO,
        Money(4000),
    )


@pytest.mark.parametrize("amount", ["0", "4000.01"])
def test_no_more_is_paid_than_is_outstanding(payable, pdf, amount):
    with pytest.raises(Refusal):
        transfer(payable, pdf, amount)

    assert not Payment.objects.exists()


def test_a_part_leaves_the_rest_outstanding(payable, pdf):
    payment = transfer(payable, pdf, "1500")
    confirm_payment(payment_id=payment.pk, actor=payable.provider, at=NOON)

    payable.statement.refresh_from_db()

    assert payable.statement.state == StatementState.ACCEPTED
    assert outstanding_of(payable.statement) == Money(2500)


@pytest.mark.parametrize("role", ["provider", "verifier", "outsider"])
def test_only_the_payer_declares_a_transfer(payable, pdf, role):
    with pytest.raises(PermissionDenied):
        transfer(payable, pdf, actor=role)

    assert not Payment.objects.exists()


@pytest.mark.parametrize("role", ["enterprise", "verifier", "outsider"])
def test_only_the_payee_confirms_or_rejects(payable, pdf, role):
    payment = transfer(payable, pdf)
    actor = getattr(payable, role)

    with pytest.raises(PermissionDenied):
        confirm_payment(payment_id=payment.pk, actor=actor, at=NOON)
    with pytest.raises(PermissionDenied):
        reject_payment(payment_id=payment.pk, reason="无", actor=actor, at=NOON)

    payment.refresh_from_db()
    assert payment.state == PaymentState.DECLARED
    assert balances(payable.contract).paid == Money.ZERO


def test_a_payment_is_confirmed_once(payable, pdf):
    payment = transfer(payable, pdf)
    confirm_payment(payment_id=payment.pk, actor=payable.provider, at=NOON)

    with pytest.raises(MoveRefused):
        confirm_payment(payment_id=payment.pk, actor=payable.provider, at=NOON)

    assert balances(payable.contract).paid == Money(4000)


def test_a_rejected_transfer_can_be_declared_again(payable, pdf):
    first = transfer(payable, pdf)
    reject_payment(
        payment_id=first.pk, reason="未到账", actor=payable.provider, at=NOON
    )

    second = transfer(payable, pdf)

    assert second.state == PaymentState.DECLARED
    assert balances(payable.contract).paid == Money.ZERO


def test_an_unbalanced_entry_is_not_posted(parties):
    with pytest.raises(Unbalanced):
        post(
            parties.contract,
            EntryKind.STATEMENT,
            {Account.FEES: Money(2), Account.DUE: Money(-1)},
            actor=None,
            at=NOON,
        )

    assert not LedgerEntry.objects.exists()


def test_a_reversal_brings_every_account_back(payable):
    entry = LedgerEntry.objects.get()

    reverse(entry, reason="误记", actor=None, at=NOON)

    found = balances(payable.contract)
    assert (found.earned, found.due) == (Money.ZERO, Money.ZERO)


def test_the_ledger_is_never_changed(payable):
    with pytest.raises(IntegrityError), transaction.atomic():
        Posting.objects.update(amount=Money(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerEntry.objects.all().delete()


@pytest.fixture
def online(payable):
    payable.rail = Simulator()
    PaymentAccountFactory(organisation=payable.contract.provider)
    payable.payment = start_online_payment(
        rail=payable.rail,
        statement_id=payable.statement.pk,
        return_url="https://portal.example.test/",
        actor=payable.enterprise,
        at=NOON,
    )
    payable.intent = next(iter(payable.rail.intents.values()))
    return payable


def hear(world, *events):
    for body, signature in events:
        event = world.rail.read_event(body, signature)
        receive_event(rail=world.rail, event=event, body=body.decode(), at=NOON)


def paid_and_partly_refunded(world):
    """Return the events of a payment of 4000 of which 1000 went back."""
    rail, intent = world.rail, world.intent
    failed = rail.event("checkout.session.expired", intent)
    rail.pay(intent)
    done = rail.event("checkout.session.completed", intent)
    succeeded = rail.event("payment_intent.succeeded", intent)
    rail.refund(intent_id=intent.id, amount=Money(400), key="a")
    first = rail.event("charge.refunded", intent)
    rail.refund(intent_id=intent.id, amount=Money(600), key="b")
    second = rail.event("charge.refunded", intent)
    return [failed, done, succeeded, first, second]


def test_an_online_payment_asked_for_twice_is_one(online):
    again = start_online_payment(
        rail=online.rail,
        statement_id=online.statement.pk,
        return_url="https://portal.example.test/",
        actor=online.enterprise,
        at=NOON,
    )

    assert again == online.payment
    assert len(online.rail.intents) == 1


@pytest.mark.parametrize("order", [*itertools.permutations(range(5))][::13])
def test_events_lead_to_the_same_end_in_any_order(online, order):
    events = paid_and_partly_refunded(online)

    hear(online, *(events[index] for index in order))
    hear(online, *events)

    online.payment.refresh_from_db()
    online.statement.refresh_from_db()
    found = balances(online.contract)
    assert online.payment.state == PaymentState.CONFIRMED
    assert online.payment.refunded == Money(1000)
    assert (found.paid, found.due) == (Money(3000), Money(1000))
    assert online.statement.state == StatementState.ACCEPTED
    assert PaymentEvent.objects.count() == 5


def test_a_forged_event_is_not_believed(online):
    online.rail.pay(online.intent)
    body, signature = online.rail.event("payment_intent.succeeded", online.intent)

    with pytest.raises(ForgedEvent):
        online.rail.read_event(body.replace(b"4000", b"4001"), signature)

    assert not PaymentEvent.objects.exists()


def test_another_amount_than_the_one_asked_for_pays_nothing(online):
    online.rail.pay(online.intent, Money(10))

    hear(online, online.rail.event("payment_intent.succeeded", online.intent))

    online.payment.refresh_from_db()
    assert online.payment.state == PaymentState.STARTED
    assert balances(online.contract).paid == Money.ZERO


def test_no_more_is_refunded_than_was_paid(online):
    online.rail.pay(online.intent)
    hear(online, online.rail.event("payment_intent.succeeded", online.intent))

    with pytest.raises(Refusal):
        request_refund(
            rail=online.rail,
            payment_id=online.payment.pk,
            amount=Money("4000.01"),
            actor=online.provider,
        )

    assert online.intent.refunded == 0


def test_without_an_account_of_the_provider_nothing_is_opened(payable):
    with pytest.raises(Refusal):
        start_online_payment(
            rail=Simulator(),
            statement_id=payable.statement.pk,
            return_url="https://portal.example.test/",
            actor=payable.enterprise,
            at=NOON,
        )

    assert not Payment.objects.exists()


def test_only_the_provider_links_its_account(parties):
    with pytest.raises(PermissionDenied):
        link_payment_account(
            organisation_id=parties.contract.provider.pk,
            account_id="acct_1",
            actor=parties.enterprise,
            at=NOON,
        )


ANSWERS = Answers(as_agreed="yes", on_time="no", again="partly", text="按约完成")


def test_reviews_open_after_payment_one_per_side(payable, pdf):
    with pytest.raises(Refusal):
        write_review(
            contract_id=payable.contract.pk,
            answers=ANSWERS,
            actor=payable.enterprise,
            at=NOON,
        )
    payment = transfer(payable, pdf)
    confirm_payment(payment_id=payment.pk, actor=payable.provider, at=NOON)

    review = write_review(
        contract_id=payable.contract.pk,
        answers=ANSWERS,
        actor=payable.enterprise,
        at=NOON,
    )

    assert review.subject == payable.contract.provider
    with pytest.raises(Refusal):
        write_review(
            contract_id=payable.contract.pk,
            answers=ANSWERS,
            actor=payable.enterprise,
            at=NOON,
        )
    assert Review.objects.count() == 1


def test_a_review_is_answered_by_the_other_side_and_never_removed(parties):
    review = ReviewFactory(contract=parties.contract)
    with pytest.raises(PermissionDenied):
        reply_to_review(
            review_id=review.pk, text="谢谢", actor=parties.enterprise, at=NOON
        )

    reply_to_review(review_id=review.pk, text="谢谢", actor=parties.provider, at=NOON)

    with pytest.raises(IntegrityError), transaction.atomic():
        review.delete()
