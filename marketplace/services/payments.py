"""Payments: declared and confirmed by the parties, or reported by a rail."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from accounts.permissions import is_owner
from core.clock import shanghai_day
from core.files import store_upload
from core.journal import record
from core.money import Money
from core.refusals import Refusal, require
from marketplace.journal.contracts import PaymentAction
from marketplace.models import (
    Payment,
    PaymentAccount,
    PaymentEvent,
    SettlementStatement,
)
from marketplace.permissions.contracts import can_act_for
from marketplace.rails import Checkout, PaymentRail, RailEvent, RailRefused
from marketplace.selectors.ledger import outstanding_of
from marketplace.services.ledger import post_payment, post_refund
from marketplace.services.notices import tell
from marketplace.services.parties import locked_contract
from marketplace.states.contracts import (
    PAYMENT_FLOW,
    STATEMENT_FLOW,
    PaymentMethod,
    PaymentState,
    Side,
    StatementState,
)

VOUCHER = "marketplace.payment"


@transaction.atomic
def declare_transfer(
    *,
    statement_id: int,
    amount: Money,
    paid_on: date,
    reference: str,
    upload: UploadedFile,
    actor: User,
    at: datetime,
) -> Payment:
    """Say that a bank transfer was made and show its voucher, for the payer.

    Raises Refusal for more than is outstanding, a day to come, and while
    another payment is under way.
    """
    statement = _locked_statement(statement_id)
    _check_payable(statement, amount, actor)
    if paid_on > shanghai_day(at):
        raise Refusal(_("The day of the transfer lies ahead."), field="paid_on")
    payment = Payment.objects.create(
        contract=statement.contract,
        statement=statement,
        method=PaymentMethod.BANK_TRANSFER,
        payer_side=statement.payer_side,
        amount=amount,
        state=PaymentState.DECLARED,
        voucher=store_upload(upload, kind=VOUCHER, actor=actor, at=at),
        reference=reference,
        paid_on=paid_on,
        idempotency_key=_next_key(statement),
        created_by=actor,
        created_at=at,
    )

    record(PaymentAction.DECLARED, payment, actor=actor, at=at, **_facts(payment))
    _tell_payee("payment_declared", payment, at=at)
    return payment


@transaction.atomic
def confirm_payment(*, payment_id: int, actor: User, at: datetime) -> Payment:
    """Confirm that a declared transfer arrived, for the payee; posts it."""
    payment = _locked_payment(payment_id)
    require(can_act_for(actor, payment.contract, _payee_side(payment)))
    payment.state = PAYMENT_FLOW.after("confirm", payment.state)
    payment.confirmed_by, payment.confirmed_at = actor, at
    payment.save()
    _arrived(payment, actor=actor, at=at)

    record(PaymentAction.CONFIRMED, payment, actor=actor, at=at, **_facts(payment))
    _tell_payer("payment_confirmed", payment, at=at)
    return payment


@transaction.atomic
def reject_payment(
    *, payment_id: int, reason: str, actor: User, at: datetime
) -> Payment:
    """Say that a declared transfer did not arrive, for the payee."""
    payment = _locked_payment(payment_id)
    require(can_act_for(actor, payment.contract, _payee_side(payment)))
    payment.state = PAYMENT_FLOW.after("reject", payment.state)
    if not reason.strip():
        raise Refusal(_("Say what is wrong with the transfer."), field="reason")
    payment.reason = reason
    payment.save(update_fields=["state", "reason"])

    record(
        PaymentAction.REJECTED,
        payment,
        actor=actor,
        at=at,
        reason=reason,
        **_facts(payment),
    )
    _tell_payer("payment_rejected", payment, at=at, reason=reason)
    return payment


@transaction.atomic
def link_payment_account(
    *, organisation_id: int, account_id: str, actor: User, at: datetime
) -> PaymentAccount:
    """Name the provider's own account at the payment service."""
    organisation = Organisation.objects.locked().get(pk=organisation_id)
    require(is_owner(actor, organisation))
    if not account_id.startswith("acct_"):
        raise Refusal(_("A payment account begins with “acct_”."), field="account_id")
    account, _new = PaymentAccount.objects.update_or_create(
        organisation=organisation,
        defaults={"account_id": account_id, "linked_by": actor, "linked_at": at},
    )
    record(
        PaymentAction.ACCOUNT_LINKED, account, actor=actor, at=at, account=account_id
    )
    return account


def start_online_payment(
    *, rail: PaymentRail, statement_id: int, return_url: str, actor: User, at: datetime
) -> Payment:
    """Open a payment page for what is outstanding, for the paying enterprise.

    Asked again, it returns the payment that is under way. Raises Refusal where
    the provider has no account at the service or the service refuses; the
    payment then stays open and may be tried again.
    """
    payment = _online_payment(statement_id, actor=actor, at=at)
    if payment.checkout_url:
        return payment
    account = PaymentAccount.objects.get(organisation=payment.contract.provider_id)
    try:
        # The same reference gives the same page: trying again charges once.
        started = rail.open(
            Checkout(
                reference=payment.idempotency_key,
                amount=payment.amount,
                title=f"{payment.contract.number} {payment.statement.number}",
                destination=account.account_id,
                success_url=return_url,
                cancel_url=return_url,
            )
        )
    except RailRefused as error:
        raise Refusal(
            _("The payment service refused: %(message)s") % {"message": error.message}
        ) from error
    payment.external_id, payment.checkout_url = started.session_id, started.url
    payment.save(update_fields=["external_id", "checkout_url"])
    return payment


def request_refund(
    *, rail: PaymentRail, payment_id: int, amount: Money, actor: User
) -> None:
    """Ask the service to send money back, for the payee.

    The ledger follows when the service reports it. Raises Refusal for more
    than is left of the payment.
    """
    payment = Payment.objects.select_related("contract").get(pk=payment_id)
    require(can_act_for(actor, payment.contract, _payee_side(payment)))
    left = payment.amount - payment.refunded
    if payment.state != PaymentState.CONFIRMED or not payment.intent_id:
        raise Refusal(_("Only an online payment that arrived can be refunded."))
    if not Money.ZERO < amount <= left:
        raise Refusal(_("This is more than is left of the payment."), field="amount")
    key = f"{payment.idempotency_key}-refund-{payment.refunded.fen}-{amount.fen}"
    try:
        rail.refund(intent_id=payment.intent_id, amount=amount, key=key)
    except RailRefused as error:
        raise Refusal(
            _("The payment service refused: %(message)s") % {"message": error.message}
        ) from error


@transaction.atomic
def receive_event(
    *, rail: PaymentRail, event: RailEvent, body: str, at: datetime
) -> bool:
    """Keep a verified event once and apply all events of its payment.

    Order and repetition make no difference: the payment is what the set of
    its events says. Returns whether the event was new.
    """
    payment = _payment_of(event)
    row, new = PaymentEvent.objects.get_or_create(
        event_id=event.event_id,
        defaults={
            "kind": event.kind,
            "subject": payment.idempotency_key if payment else event.reference,
            "body": body,
            "received_at": at,
        },
    )
    if not new:
        return False
    if payment is not None:
        _apply(payment, _events_of(rail, payment), at=at)
    record(
        PaymentAction.EVENT_RECEIVED,
        row,
        actor=None,
        at=at,
        event_id=event.event_id,
        type=event.kind,
    )
    return True


def _apply(payment: Payment, events: Iterable[RailEvent], *, at: datetime) -> None:
    """Bring a payment to what its events say, whatever came before."""
    known = list(events)
    if any(_pays(event, payment) for event in known):
        if payment.state != PaymentState.CONFIRMED:
            payment.state = PAYMENT_FLOW.after("succeed", payment.state)
            payment.confirmed_at = at
            payment.intent_id = next(
                (event.intent_id for event in known if event.intent_id), ""
            )
            payment.save()
            _arrived(payment, actor=None, at=at)
            _tell_payee("payment_confirmed", payment, at=at)
        _apply_refunds(payment, known, at=at)
    elif payment.state == PaymentState.STARTED and any(event.failed for event in known):
        payment.state = PAYMENT_FLOW.after("fail", payment.state)
        payment.save(update_fields=["state"])


def _pays(event: RailEvent, payment: Payment) -> bool:
    return event.succeeded and event.amount == payment.amount


def _apply_refunds(
    payment: Payment, events: Iterable[RailEvent], *, at: datetime
) -> None:
    totals = [event.refunded for event in events if event.refunded is not None]
    refunded = min(max([Money.ZERO, *totals]), payment.amount)
    if refunded <= payment.refunded:
        return
    step = refunded - payment.refunded
    payment.refunded = refunded
    payment.save(update_fields=["refunded"])
    post_refund(payment, step, actor=None, at=at)
    statement = payment.statement
    if statement.state == StatementState.PAID and outstanding_of(statement):
        statement.state = STATEMENT_FLOW.after("reopen", statement.state)
        statement.paid_at = None
        statement.save(update_fields=["state", "paid_at"])


def _events_of(rail: PaymentRail, payment: Payment) -> list[RailEvent]:
    rows = PaymentEvent.objects.filter(subject=payment.idempotency_key)
    return [rail.stored_event(row.body) for row in rows.order_by("event_id")]


def _payment_of(event: RailEvent) -> Payment | None:
    """Find and lock the payment an event is about."""
    rows = Payment.objects.filter(idempotency_key=event.reference or "-")
    if not rows and event.intent_id:
        rows = Payment.objects.filter(intent_id=event.intent_id)
    found = rows.first()
    return None if found is None else _locked_payment(found.pk)


@transaction.atomic
def _online_payment(statement_id: int, *, actor: User, at: datetime) -> Payment:
    statement = _locked_statement(statement_id)
    contract = statement.contract
    require(can_act_for(actor, contract, statement.payer_side))
    under_way = statement.payments.filter(
        method=PaymentMethod.STRIPE, state=PaymentState.STARTED
    ).first()
    if under_way is not None:
        under_way.statement, under_way.contract = statement, contract
        return under_way
    amount = outstanding_of(statement)
    _check_payable(statement, amount, actor)
    if statement.payer_side != Side.ENTERPRISE:
        raise Refusal(_("Online payment goes from the enterprise to the provider."))
    if not PaymentAccount.objects.filter(organisation=contract.provider).exists():
        raise Refusal(_("The provider has not linked an account for online payment."))
    payment = Payment.objects.create(
        contract=contract,
        statement=statement,
        method=PaymentMethod.STRIPE,
        payer_side=statement.payer_side,
        amount=amount,
        state=PaymentState.STARTED,
        idempotency_key=_next_key(statement),
        created_by=actor,
        created_at=at,
    )
    record(PaymentAction.STARTED, payment, actor=actor, at=at, **_facts(payment))
    return payment


def _check_payable(statement: SettlementStatement, amount: Money, actor: User) -> None:
    require(can_act_for(actor, statement.contract, statement.payer_side))
    if statement.state != StatementState.ACCEPTED:
        raise Refusal(_("This statement is not payable."))
    if statement.payments.filter(
        state__in=(PaymentState.STARTED, PaymentState.DECLARED)
    ).exists():
        raise Refusal(_("Another payment is under way."))
    if not Money.ZERO < amount <= outstanding_of(statement):
        raise Refusal(_("Pay no more than is outstanding."), field="amount")


def _arrived(payment: Payment, *, actor: User | None, at: datetime) -> None:
    """Post a payment and close its statement once nothing is outstanding."""
    post_payment(payment, actor=actor, at=at)
    statement = payment.statement
    if not outstanding_of(statement) and statement.state == StatementState.ACCEPTED:
        statement.state = STATEMENT_FLOW.after("pay", statement.state)
        statement.paid_at = at
        statement.save(update_fields=["state", "paid_at"])


def _payee_side(payment: Payment) -> Side:
    return Side(payment.payer_side).other


def _tell_payee(template: str, payment: Payment, *, at: datetime) -> None:
    contract = payment.contract
    payee = contract.party(_payee_side(payment))
    tell(template, contract, [payee], at=at, payment=payment)


def _tell_payer(
    template: str, payment: Payment, *, at: datetime, **context: object
) -> None:
    contract = payment.contract
    payer = contract.party(payment.payer_side)
    tell(template, contract, [payer], at=at, payment=payment, **context)


def _facts(payment: Payment) -> dict[str, object]:
    return {"amount": payment.amount, "statement": payment.statement.number}


def _next_key(statement: SettlementStatement) -> str:
    return f"{statement.number}-{statement.payments.count() + 1}"


def _locked_statement(statement_id: int) -> SettlementStatement:
    found = SettlementStatement.objects.get(pk=statement_id)
    contract = locked_contract(found.contract_id)
    statement = SettlementStatement.objects.locked().get(pk=statement_id)
    statement.contract = contract
    return statement


def _locked_payment(payment_id: int) -> Payment:
    found = Payment.objects.get(pk=payment_id)
    statement = _locked_statement(found.statement_id)
    payment = Payment.objects.locked().get(pk=payment_id)
    payment.contract, payment.statement = statement.contract, statement
    return payment
