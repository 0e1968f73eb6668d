"""Contracts and everything that settles them, for tests."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from accounts.models import Organisation
from core.models import StoredFile
from core.money import Money
from marketplace.models import (
    Adjustment,
    Award,
    Contract,
    Dispute,
    LedgerEntry,
    Milestone,
    Payment,
    PaymentAccount,
    PaymentEvent,
    Posting,
    Reading,
    ReadingCheck,
    Review,
    ReviewReply,
    SettlementStatement,
    Signature,
)
from marketplace.settlement import Parties
from marketplace.settlement.documents import sha256_of
from marketplace.states.contracts import (
    Account,
    AdjustmentState,
    ContractState,
    DisputeState,
    EntryKind,
    MilestoneState,
    PaymentMethod,
    PaymentState,
    Side,
    StatementState,
)
from reference.models import Indicator
from tests.factories.accounts import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.factories.marketplace_jobs import (
    AwardFactory,
    BidFactory,
    JobFactory,
    JobMetricFactory,
    OpenedBidFactory,
)
from tests.marketplace.settlement_world import FORMULA, PLAN, settle

NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)
EARLIER = datetime(2026, 2, 2, 1, tzinfo=UTC)


def awarded(enterprise: Organisation, provider: Organisation) -> Award:
    """Return a confirmed award of a job with one metric."""
    job = JobFactory(awarded=True, enterprise=enterprise, judged=False)
    JobMetricFactory(
        job=job,
        indicator=Indicator.objects.get(pk="energy_total"),
        baseline=1000,
        target=800,
    )
    bid = BidFactory(job=job, provider=provider, awarded=True)
    OpenedBidFactory(bid=bid, price=Money(100000))
    return AwardFactory(confirmed=True, job=job, bid=bid)


class StoredFileFactory(DjangoModelFactory):
    class Meta:
        model = StoredFile

    kind = "marketplace.reading"
    original_name = "meter.pdf"
    content_type = "application/pdf"
    size = 10
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    uploaded_at = NOON


class ContractFactory(DjangoModelFactory):
    class Meta:
        model = Contract
        skip_postgeneration_save = True

    class Params:
        offered = factory.Trait(
            state=ContractState.OFFERED,
            offered_by=Side.ENTERPRISE,
            offered_at=NOON,
            text_sha256="a" * 64,
        )
        signed = factory.Trait(offered=True, state=ContractState.SIGNED, signed_at=NOON)
        active = factory.Trait(signed=True, state=ContractState.ACTIVE, started_at=NOON)
        completed = factory.Trait(
            active=True, state=ContractState.COMPLETED, ended_at=NOON
        )
        terminated = factory.Trait(
            active=True,
            state=ContractState.TERMINATED,
            ended_at=NOON,
            ended_reason="双方协商提前结束",
        )

    number = factory.Sequence(lambda n: f"QY-C-2026-9{n:03d}")
    enterprise = factory.SubFactory(OrganisationFactory, enterprise=True)
    provider = factory.SubFactory(OrganisationFactory, provider=True)
    verifier = factory.SubFactory(OrganisationFactory, provider=True)
    award = factory.LazyAttribute(lambda c: awarded(c.enterprise, c.provider))
    job = factory.LazyAttribute(lambda c: c.award.job)
    kind = FORMULA.type
    title = "余热回收与节电改造"
    scope = "电耗降低百分之二十。"
    starts_on = date(2026, 1, 1)
    ends_on = date(2026, 12, 31)
    formula = factory.LazyAttribute(
        lambda c: replace(
            FORMULA,
            parties=Parties(
                c.enterprise.credit_code,
                c.provider.credit_code,
                c.verifier.credit_code if c.verifier else "",
            ),
        ).to_document()
    )
    cap = FORMULA.cap
    drafted_by = factory.SubFactory(UserFactory)
    drafted_at = EARLIER
    changed_at = EARLIER

    @factory.post_generation
    def text(self, create, extracted, **kwargs):
        if create and self.offered_at:
            self.text_sha256 = sha256_of(self.text())
            Contract.objects.filter(pk=self.pk).update(text_sha256=self.text_sha256)


class SignatureFactory(DjangoModelFactory):
    class Meta:
        model = Signature

    contract = factory.SubFactory(ContractFactory, offered=True)
    side = Side.ENTERPRISE
    organisation = factory.LazyAttribute(lambda s: s.contract.party(s.side))
    signed_by = factory.SubFactory(UserFactory)
    signed_name = "经办人"
    signed_at = NOON
    text_sha256 = factory.SelfAttribute("contract.text_sha256")


class MilestoneFactory(DjangoModelFactory):
    class Meta:
        model = Milestone

    class Params:
        submitted = factory.Trait(
            state=MilestoneState.SUBMITTED, submitted_at=NOON, note="已交付"
        )
        accepted = factory.Trait(
            submitted=True,
            state=MilestoneState.ACCEPTED,
            accepted_at=NOON,
            accepted_by=factory.SubFactory(UserFactory),
        )

    contract = factory.SubFactory(ContractFactory, active=True)
    key = PLAN.key
    position = 1
    title = PLAN.title
    fee = PLAN.fee
    triggers = ["delivery"]


class ReadingFactory(DjangoModelFactory):
    class Meta:
        model = Reading

    contract = factory.SubFactory(ContractFactory, active=True)
    name = "power"
    period = "first"
    value = Decimal(900)
    unit = "kWh"
    side = Side.PROVIDER
    submitted_by = factory.SubFactory(UserFactory)
    submitted_at = NOON


class ReadingCheckFactory(DjangoModelFactory):
    class Meta:
        model = ReadingCheck

    reading = factory.SubFactory(ReadingFactory)
    verified = True
    verifier = factory.SelfAttribute("reading.contract.verifier")
    checked_by = factory.SubFactory(UserFactory)
    checked_at = NOON


class AdjustmentFactory(DjangoModelFactory):
    class Meta:
        model = Adjustment

    class Params:
        agreed = factory.Trait(
            state=AdjustmentState.AGREED,
            answered_by=factory.SubFactory(UserFactory),
            answered_at=NOON,
        )
        declined = factory.Trait(agreed=True, state=AdjustmentState.DECLINED)

    contract = factory.SubFactory(ContractFactory, active=True)
    # Beyond the numbers that services give.
    key = factory.Sequence(lambda n: f"A{n + 1001}")
    metric = "power"
    period = "first"
    amount = Decimal(50)
    reason = "新增一个班次"
    proposed_side = Side.PROVIDER
    proposed_by = factory.SubFactory(UserFactory)
    proposed_at = NOON


class SettlementStatementFactory(DjangoModelFactory):
    class Meta:
        model = SettlementStatement

    class Params:
        computed = factory.LazyAttribute(
            lambda s: settle(contract=s.contract.number, number=s.number)
        )
        disputed = factory.Trait(state=StatementState.DISPUTED)
        withdrawn = factory.Trait(state=StatementState.WITHDRAWN)
        accepted = factory.Trait(
            state=StatementState.ACCEPTED,
            accepted_at=NOON,
            enterprise_accepted_at=NOON,
            provider_accepted_at=NOON,
        )
        paid = factory.Trait(accepted=True, state=StatementState.PAID, paid_at=NOON)

    contract = factory.SubFactory(ContractFactory, active=True)
    number = factory.Sequence(lambda n: f"QY-ST-2026-9{n:03d}")
    settled_on = date(2026, 3, 10)
    document = factory.LazyAttribute(lambda s: s.computed.text)
    sha256 = factory.LazyAttribute(lambda s: s.computed.sha256)
    entitled_now = Money(1000)
    due_now = Money(1000)
    held = Money.ZERO
    contested = Money.ZERO
    computed_at = NOON


class DisputeFactory(DjangoModelFactory):
    class Meta:
        model = Dispute

    class Params:
        withdrawn = factory.Trait(state=DisputeState.WITHDRAWN, closed_at=NOON)
        conceded = factory.Trait(state=DisputeState.CONCEDED, closed_at=NOON)

    statement = factory.SubFactory(SettlementStatementFactory, disputed=True)
    contract = factory.SelfAttribute("statement.contract")
    adjustment = "output@first"
    title = "Output"
    reason = "产量口径不同"
    side = Side.ENTERPRISE
    raised_by = factory.SubFactory(UserFactory)
    raised_at = NOON


class PaymentFactory(DjangoModelFactory):
    class Meta:
        model = Payment

    class Params:
        started = factory.Trait(state=PaymentState.STARTED, method=PaymentMethod.STRIPE)
        confirmed = factory.Trait(state=PaymentState.CONFIRMED, confirmed_at=NOON)
        rejected = factory.Trait(state=PaymentState.REJECTED, reason="未到账")
        failed = factory.Trait(started=True, state=PaymentState.FAILED)

    statement = factory.SubFactory(SettlementStatementFactory, accepted=True)
    contract = factory.SelfAttribute("statement.contract")
    method = PaymentMethod.BANK_TRANSFER
    payer_side = Side.ENTERPRISE
    amount = Money(1000)
    state = PaymentState.DECLARED
    idempotency_key = factory.Sequence(lambda n: f"key-{n}")
    created_by = factory.SubFactory(UserFactory)
    created_at = NOON


class PaymentAccountFactory(DjangoModelFactory):
    class Meta:
        model = PaymentAccount

    organisation = factory.SubFactory(OrganisationFactory, provider=True)
    account_id = factory.Sequence(lambda n: f"acct_{n}")
    linked_by = factory.SubFactory(UserFactory)
    linked_at = NOON


class PaymentEventFactory(DjangoModelFactory):
    class Meta:
        model = PaymentEvent

    event_id = factory.Sequence(lambda n: f"evt_x{n}")
    kind = "payment_intent.succeeded"
    subject = "key-0"
    body = "{}"
    received_at = NOON


class LedgerEntryFactory(DjangoModelFactory):
    class Meta:
        model = LedgerEntry

    contract = factory.SubFactory(ContractFactory, active=True)
    position = factory.Sequence(lambda n: n + 1)
    kind = EntryKind.STATEMENT
    posted_at = NOON


class PostingFactory(DjangoModelFactory):
    class Meta:
        model = Posting

    entry = factory.SubFactory(LedgerEntryFactory)
    account = Account.FEES
    amount = Money(1)


class ReviewFactory(DjangoModelFactory):
    class Meta:
        model = Review

    contract = factory.SubFactory(ContractFactory, active=True)
    side = Side.ENTERPRISE
    subject = factory.LazyAttribute(lambda r: r.contract.party(Side(r.side).other))
    as_agreed = "yes"
    on_time = "partly"
    again = "yes"
    text = "按约定完成，数据可核。"
    written_by = factory.SubFactory(UserFactory)
    written_at = NOON


class ReviewReplyFactory(DjangoModelFactory):
    class Meta:
        model = ReviewReply

    review = factory.SubFactory(ReviewFactory)
    text = "谢谢。"
    written_by = factory.SubFactory(UserFactory)
    written_at = NOON


def member(organisation: Organisation):
    """Return somebody who works for an organisation."""
    return MembershipFactory(organisation=organisation).user
