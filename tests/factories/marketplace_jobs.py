"""Jobs, bids and awards for tests."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import factory
from django.contrib.auth.models import Group, Permission
from factory.django import DjangoModelFactory

from core.money import Money
from core.translog import append_leaf
from marketplace.bid_content import BidContent, SealedDocument, TeamMember
from marketplace.log_subjects import OPENING, RECEIPT
from marketplace.models import (
    Award,
    Bid,
    BidReceipt,
    BidScore,
    Job,
    JobCriterion,
    JobGroupObjectPermission,
    JobInvitation,
    JobMetric,
    JobUserObjectPermission,
    Objection,
    OpenedAnswer,
    OpenedBid,
    OpenedTarget,
    Opening,
    Question,
    SealedFile,
)
from marketplace.seals import put_under_seal
from marketplace.states.jobs import AwardState, BidState, JobState
from reference.models import Indicator, Jurisdiction, Service
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory

DRAFTED = datetime(2026, 3, 2, 2, tzinfo=UTC)
PUBLISHED = datetime(2026, 3, 3, 2, tzinfo=UTC)
QUESTIONS_UNTIL = datetime(2026, 3, 12, 9, tzinfo=UTC)
BIDS_UNTIL = datetime(2026, 3, 18, 9, tzinfo=UTC)
OPENED = datetime(2026, 3, 18, 9, 5, tzinfo=UTC)


class JobFactory(DjangoModelFactory):
    """A draft; the traits are named after states."""

    class Meta:
        model = Job
        skip_postgeneration_save = True

    class Params:
        published = factory.Trait(state=JobState.PUBLISHED, published_at=PUBLISHED)
        closed = factory.Trait(state=JobState.CLOSED, published_at=PUBLISHED)
        opened = factory.Trait(
            state=JobState.OPENED, published_at=PUBLISHED, opened_at=OPENED
        )
        awarded = factory.Trait(
            state=JobState.AWARDED,
            published_at=PUBLISHED,
            opened_at=OPENED,
            awarded_at=OPENED + timedelta(days=1),
        )
        contracted = factory.Trait(
            state=JobState.CONTRACTED,
            published_at=PUBLISHED,
            opened_at=OPENED,
            awarded_at=OPENED + timedelta(days=1),
            contracted_at=OPENED + timedelta(days=20),
        )
        cancelled = factory.Trait(
            state=JobState.CANCELLED,
            published_at=PUBLISHED,
            ended_at=OPENED,
            ended_reason="计划有变",
        )
        failed = factory.Trait(
            state=JobState.FAILED,
            published_at=PUBLISHED,
            opened_at=OPENED,
            ended_at=OPENED,
            ended_reason="没有合适的报价",
        )

    number = factory.Sequence(lambda n: f"QY-J-2025-9{n:03d}")
    enterprise = factory.SubFactory(OrganisationFactory, enterprise=True)
    created_by = factory.LazyAttribute(
        lambda job: MembershipFactory(organisation=job.enterprise).user
    )
    title = factory.Sequence(lambda n: f"清洁生产审核咨询{n}")
    scope = "完成一轮清洁生产审核并达到所列指标。"
    site = factory.LazyFunction(lambda: Jurisdiction.objects.get(pk="620100"))
    price_weight = 40
    questions_until = QUESTIONS_UNTIL
    bids_until = BIDS_UNTIL
    opens_at = BIDS_UNTIL
    created_at = DRAFTED

    @factory.post_generation
    def services(self, create, extracted, **kwargs):
        if create:
            self.services.set(extracted or [Service.objects.get(pk="audit")])

    @factory.post_generation
    def judged(self, create, extracted, **kwargs):
        """Give the job its criteria and a metric unless told not to."""
        if create and extracted is not False:
            JobCriterionFactory(job=self, position=1, name="技术方案", weight=35)
            JobCriterionFactory(job=self, position=2, name="团队经验", weight=25)
            JobMetricFactory(job=self)


class JobUserObjectPermissionFactory(DjangoModelFactory):
    class Meta:
        model = JobUserObjectPermission

    content_object = factory.SubFactory(JobFactory)
    user = factory.SubFactory(UserFactory)
    permission = factory.LazyFunction(
        lambda: Permission.objects.get(codename="manage_job")
    )


class JobGroupObjectPermissionFactory(DjangoModelFactory):
    class Meta:
        model = JobGroupObjectPermission

    content_object = factory.SubFactory(JobFactory)
    group = factory.LazyFunction(lambda: Group.objects.create(name="市场部"))
    permission = factory.LazyFunction(
        lambda: Permission.objects.get(codename="manage_job")
    )


class JobCriterionFactory(DjangoModelFactory):
    class Meta:
        model = JobCriterion

    job = factory.SubFactory(JobFactory, judged=False)
    position = 1
    name = "技术方案"
    weight = 60


class JobMetricFactory(DjangoModelFactory):
    class Meta:
        model = JobMetric

    job = factory.SubFactory(JobFactory, judged=False)
    position = 1
    indicator = factory.LazyFunction(
        lambda: Indicator.objects.filter(better="lower").first()
    )
    unit = factory.LazyAttribute(lambda metric: metric.indicator.unit)
    baseline = Decimal(1200)
    target = Decimal(1000)
    direction = "lower"
    weight = 100


class JobInvitationFactory(DjangoModelFactory):
    class Meta:
        model = JobInvitation

    job = factory.SubFactory(JobFactory, published=True)
    provider = factory.SubFactory(OrganisationFactory, provider=True)
    invited_at = PUBLISHED


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = Question

    job = factory.SubFactory(JobFactory, published=True)
    provider = factory.SubFactory(OrganisationFactory, provider=True)
    asked_by = factory.SubFactory(UserFactory)
    text = factory.Sequence(lambda n: f"现场调研安排几次？（{n}）")
    asked_at = PUBLISHED + timedelta(days=1)


def offer(price: str = "128000", text: str = "独门工艺方案") -> BidContent:
    """Return a complete bid for a job of JobFactory."""
    return BidContent(
        price=Money(price),
        proposal=text,
        answers={1: f"{text}·一", 2: f"{text}·二"},
        targets={1: Decimal(950)},
        team=(TeamMember("王工", "项目负责人"), TeamMember("李工", "能源审计")),
    )


class BidFactory(DjangoModelFactory):
    """A draft with complete content; the traits are named after states."""

    class Meta:
        model = Bid

    class Params:
        submitted = factory.Trait(
            state=BidState.SUBMITTED, submitted_at=PUBLISHED + timedelta(days=5)
        )
        withdrawn = factory.Trait(
            state=BidState.WITHDRAWN, ended_at=PUBLISHED + timedelta(days=6)
        )
        opened = factory.Trait(
            state=BidState.OPENED, submitted_at=PUBLISHED + timedelta(days=5)
        )
        awarded = factory.Trait(
            state=BidState.AWARDED, submitted_at=PUBLISHED + timedelta(days=5)
        )
        not_awarded = factory.Trait(
            state=BidState.NOT_AWARDED, submitted_at=PUBLISHED + timedelta(days=5)
        )

    number = factory.Sequence(lambda n: f"QY-B-2025-9{n:03d}")
    job = factory.SubFactory(JobFactory, published=True)
    provider = factory.SubFactory(OrganisationFactory, provider=True)
    drafted_by = factory.LazyAttribute(
        lambda bid: MembershipFactory(organisation=bid.provider).user
    )
    drafted_at = PUBLISHED + timedelta(days=4)
    changed_at = PUBLISHED + timedelta(days=4)

    @classmethod
    def _create(cls, model_class, *args, offered=None, **kwargs):
        """Seal ``offered``, or a complete bid, into the row."""
        bid = model_class(*args, **kwargs)
        document = (offered or offer()).to_document(
            job=bid.job.number, provider=bid.provider.credit_code
        )
        put_under_seal(bid, SealedDocument(document=document))
        bid.save()
        return bid


class BidReceiptFactory(DjangoModelFactory):
    class Meta:
        model = BidReceipt

    number = factory.Sequence(lambda n: f"QY-R-2025-9{n:03d}")
    bid = factory.SubFactory(BidFactory, submitted=True)
    commitment = factory.Sequence(lambda n: f"{n:064x}")
    submitted_by = factory.LazyAttribute(lambda receipt: receipt.bid.drafted_by)
    submitted_at = PUBLISHED + timedelta(days=5)
    leaf = factory.LazyAttribute(
        lambda receipt: append_leaf(
            RECEIPT,
            {
                "receipt": receipt.number,
                "job": receipt.bid.job.number,
                "commitment": receipt.commitment,
                "submitted_at": receipt.submitted_at,
            },
            at=receipt.submitted_at,
        )
    )


class SealedFileFactory(DjangoModelFactory):
    class Meta:
        model = SealedFile

    bid = factory.SubFactory(BidFactory)
    position = 1
    content = factory.django.FileField(data=b"ciphertext", filename="sealed")
    added_at = PUBLISHED


class OpeningFactory(DjangoModelFactory):
    class Meta:
        model = Opening

    job = factory.SubFactory(JobFactory, opened=True)
    opened_at = OPENED
    bid_count = 0
    leaf = factory.LazyAttribute(
        lambda opening: append_leaf(OPENING, {"job": opening.job.number}, at=OPENED)
    )


class OpenedBidFactory(DjangoModelFactory):
    class Meta:
        model = OpenedBid

    bid = factory.SubFactory(
        BidFactory, opened=True, job=factory.SubFactory(JobFactory, opened=True)
    )
    receipt = factory.LazyAttribute(lambda opened: BidReceiptFactory(bid=opened.bid))
    price = Money(128000)
    proposal = "三个阶段完成。"


class OpenedAnswerFactory(DjangoModelFactory):
    class Meta:
        model = OpenedAnswer

    opened_bid = factory.SubFactory(OpenedBidFactory)
    criterion = factory.LazyAttribute(
        lambda answer: answer.opened_bid.bid.job.criteria.first()
    )
    text = "按计划实施。"


class OpenedTargetFactory(DjangoModelFactory):
    class Meta:
        model = OpenedTarget

    opened_bid = factory.SubFactory(OpenedBidFactory)
    metric = factory.LazyAttribute(
        lambda target: target.opened_bid.bid.job.metrics.first()
    )
    target = Decimal(950)


class BidScoreFactory(DjangoModelFactory):
    class Meta:
        model = BidScore

    bid = factory.SubFactory(
        BidFactory, opened=True, job=factory.SubFactory(JobFactory, opened=True)
    )
    criterion = factory.LazyAttribute(lambda score: score.bid.job.criteria.first())
    evaluator = factory.SubFactory(UserFactory)
    points = Decimal(80)
    reason = "方案完整。"
    scored_at = OPENED


class AwardFactory(DjangoModelFactory):
    """An award in stand-still of an opened bid."""

    class Meta:
        model = Award

    class Params:
        confirmed = factory.Trait(
            state=AwardState.CONFIRMED, confirmed_at=OPENED + timedelta(days=12)
        )

    job = factory.SubFactory(JobFactory, awarded=True)
    bid = factory.LazyAttribute(
        lambda award: OpenedBidFactory(bid=BidFactory(job=award.job, awarded=True)).bid
    )
    rank = 1
    comparison = factory.LazyFunction(dict)
    awarded_by = factory.LazyAttribute(lambda award: award.job.created_by)
    awarded_at = OPENED + timedelta(days=1)
    standstill_until = (OPENED + timedelta(days=8)).date()


class ObjectionFactory(DjangoModelFactory):
    class Meta:
        model = Objection

    award = factory.SubFactory(AwardFactory)
    provider = factory.SubFactory(OrganisationFactory, provider=True)
    text = "评分理由与公布的标准不符。"
    filed_by = factory.SubFactory(UserFactory)
    filed_at = OPENED + timedelta(days=2)
