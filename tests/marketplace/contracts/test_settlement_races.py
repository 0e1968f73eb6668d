"""Two people settle the same thing at once: it happens once, one is told."""

from datetime import date

import pytest
from django.db import connection

from core.journal import journal_of
from core.money import Money
from core.refusals import Refusal
from marketplace.models import LedgerEntry, Payment, PaymentEvent, SettlementStatement
from marketplace.rails.simulator import Simulator
from marketplace.services.payments import (
    confirm_payment,
    declare_transfer,
    receive_event,
    reject_payment,
    start_online_payment,
)
from marketplace.services.statements import (
    accept_statement,
    compute_contract_statement,
    raise_dispute,
    withdraw_statement,
)
from marketplace.states.contracts import EntryKind, PaymentState, StatementState
from tests.conftest import NOON
from tests.factories.marketplace_contracts import (
    PaymentAccountFactory,
    PaymentFactory,
    SettlementStatementFactory,
    member,
)
from tests.marketplace.races import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _row_locks_needed():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")


def compute(world, actor):
    return compute_contract_statement(
        contract_id=world.contract.pk, actor=actor, at=NOON
    )


def accept(statement, actor):
    return accept_statement(statement_id=statement.pk, actor=actor, at=NOON)


def told(outcomes):
    """Return what the losers were told."""
    return [str(one.message) for one in outcomes if isinstance(one, Refusal)]


def entries(kind):
    return LedgerEntry.objects.filter(kind=kind).count()


def test_both_sides_computing_at_once_have_one_statement(measured):
    outcomes = at_once(
        lambda: compute(measured, measured.enterprise),
        lambda: compute(measured, measured.provider),
    )

    assert told(outcomes) == ["已有一份结算单等待双方接受。"]
    statement = SettlementStatement.objects.get()
    assert journal_of(statement).count() == 1


def test_both_sides_accepting_at_once_post_once(measured):
    statement = compute(measured, measured.provider)

    outcomes = at_once(
        lambda: accept(statement, measured.enterprise),
        lambda: accept(statement, measured.provider),
    )

    statement.refresh_from_db()
    assert told(outcomes) == []
    assert statement.state == StatementState.ACCEPTED
    assert entries(EntryKind.STATEMENT) == 1


def test_two_colleagues_accepting_at_once_accept_for_their_side_once(measured):
    statement = compute(measured, measured.provider)
    colleague = member(measured.contract.enterprise)

    outcomes = at_once(
        lambda: accept(statement, measured.enterprise),
        lambda: accept(statement, colleague),
    )

    statement.refresh_from_db()
    assert told(outcomes) == ["贵方已经接受该结算单。"]
    assert statement.state == StatementState.COMPUTED
    assert entries(EntryKind.STATEMENT) == 0


def test_a_statement_withdrawn_while_it_becomes_payable_is_one_of_both(measured):
    statement = compute(measured, measured.provider)
    accept(statement, measured.provider)

    outcomes = at_once(
        lambda: accept(statement, measured.enterprise),
        lambda: withdraw_statement(
            statement_id=statement.pk, actor=measured.provider, at=NOON
        ),
    )

    statement.refresh_from_db()
    assert len(told(outcomes)) == 1
    assert (statement.state, entries(EntryKind.STATEMENT)) in {
        (StatementState.ACCEPTED, 1),
        (StatementState.WITHDRAWN, 0),
    }


def test_a_statement_contested_while_it_becomes_payable_posts_one_result(measured):
    statement = compute(measured, measured.provider)
    accept(statement, measured.provider)

    outcomes = at_once(
        lambda: accept(statement, measured.enterprise),
        lambda: raise_dispute(
            statement_id=statement.pk,
            adjustments=["output@first"],
            reason="产量统计口径不一致",
            actor=measured.enterprise,
            at=NOON,
        ),
    )

    statement.refresh_from_db()
    assert len(told(outcomes)) == 1
    assert (statement.state, SettlementStatement.objects.count()) in {
        (StatementState.ACCEPTED, 1),
        (StatementState.DISPUTED, 2),
    }
    assert entries(EntryKind.STATEMENT) == 1


@pytest.fixture
def payable(parties):
    """A statement of 1000 yuan that both sides accepted."""
    parties.statement = SettlementStatementFactory(
        contract=parties.contract, accepted=True
    )
    return parties


def test_a_transfer_declared_twice_is_under_way_once(payable, pdf):
    def declare():
        return declare_transfer(
            statement_id=payable.statement.pk,
            amount=Money(1000),
            paid_on=date(2026, 3, 9),
            reference="HK1",
            upload=pdf(),
            actor=payable.enterprise,
            at=NOON,
        )

    outcomes = at_once(declare, declare)

    assert told(outcomes) == ["另有一笔付款正在进行。"]
    assert Payment.objects.count() == 1


def test_a_payment_confirmed_twice_is_posted_once(payable):
    payment = PaymentFactory(statement=payable.statement)
    colleague = member(payable.contract.provider)

    outcomes = at_once(
        *(
            lambda actor=actor: confirm_payment(
                payment_id=payment.pk, actor=actor, at=NOON
            )
            for actor in (payable.provider, colleague)
        )
    )

    payment.statement.refresh_from_db()
    assert len(told(outcomes)) == 1
    assert payment.statement.state == StatementState.PAID
    assert entries(EntryKind.PAYMENT) == 1


def test_a_payment_confirmed_and_rejected_at_once_is_one_of_both(payable):
    payment = PaymentFactory(statement=payable.statement)

    outcomes = at_once(
        lambda: confirm_payment(payment_id=payment.pk, actor=payable.provider, at=NOON),
        lambda: reject_payment(
            payment_id=payment.pk, reason="未到账", actor=payable.provider, at=NOON
        ),
    )

    payment.refresh_from_db()
    assert len(told(outcomes)) == 1
    assert (payment.state, entries(EntryKind.PAYMENT)) in {
        (PaymentState.CONFIRMED, 1),
        (PaymentState.REJECTED, 0),
    }


def test_a_payment_page_opened_twice_is_one_payment(payable):
    PaymentAccountFactory(organisation=payable.contract.provider)
    rail = Simulator()

    def start():
        return start_online_payment(
            rail=rail,
            statement_id=payable.statement.pk,
            return_url="https://portal.example/",
            actor=payable.enterprise,
            at=NOON,
        )

    payments = at_once(start, start)

    assert payments[0] == payments[1]
    assert payments[0].checkout_url == payments[1].checkout_url
    assert Payment.objects.count() == 1


def test_an_event_delivered_twice_at_once_is_posted_once(payable):
    PaymentAccountFactory(organisation=payable.contract.provider)
    rail = Simulator()
    start_online_payment(
        rail=rail,
        statement_id=payable.statement.pk,
        return_url="https://portal.example/",
        actor=payable.enterprise,
        at=NOON,
    )
    (intent,) = rail.intents.values()
    rail.pay(intent)
    body, signature = rail.event("payment_intent.succeeded", intent)
    event = rail.read_event(body, signature)

    def deliver():
        return receive_event(rail=rail, event=event, body=body.decode(), at=NOON)

    outcomes = at_once(deliver, deliver)

    assert sorted(outcomes) == [False, True]
    assert PaymentEvent.objects.count() == 1
    assert entries(EntryKind.PAYMENT) == 1
