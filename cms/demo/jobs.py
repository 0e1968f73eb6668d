"""Jobs of the demo world in every state, with bids, openings and awards."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from accounts.models import Organisation
from cms.demo.world import World
from core.money import Money
from marketplace.bid_content import BidContent, TeamMember
from marketplace.models import Award, Bid, Job
from marketplace.services import awards, bids, jobs, questions
from marketplace.services.awards import Points
from marketplace.services.jobs import Criterion, Schedule, WantedMetric, Work
from reference.models import Indicator, Service

# How far a job has come, and how many days ago it was drafted: 40 jobs.
_PLAN = (
    ("draft", 3, 2),
    ("published", 10, 6),
    ("closed", 2, 15),
    ("opened", 5, 20),
    ("awarded", 5, 22),
    ("confirmed", 9, 330),
    ("cancelled", 3, 30),
    ("failed", 3, 40),
)
# The first enterprise can show every step: a job that takes bids, one due for
# opening, one scored, one past its stand-still, and three with a contract that
# is settled, drafted and measured.
_FIRST_ENTERPRISE = frozenset({3, 13, 16, 24, 25, 31, 32})
_TITLES = (
    ("清洁生产审核及报告编制", ("audit", "consulting")),
    ("余热回收改造设计与实施", ("design", "transformation")),
    ("清洁生产水平评价", ("evaluation",)),
    ("节水改造一站式服务", ("consulting", "design", "transformation")),
    ("清洁生产认证咨询", ("certification", "consulting")),
    ("锅炉系统能效提升", ("transformation",)),
)
_SCOPE = (
    "对全厂开展调研与实测，编制方案并指导实施，直至完成验收。"
    "服务人员须熟悉本行业工艺，现场工作不少于二十个工作日。"
)
_CRITERIA = (
    Criterion("技术方案", 30, "方案是否切合现场实际、目标是否可核查。"),
    Criterion("项目团队", 20, "主要人员的专业背景与同类业绩。"),
    Criterion("服务承诺", 10, "进度、驻场与后续服务安排。"),
)
_PRICE_WEIGHT = 40


@dataclass(frozen=True, slots=True)
class Plan:
    """One job: what becomes of it and when it began."""

    serial: int
    until: str
    age: int


def build_jobs(world: World) -> None:
    """Draft every job and take it as far as its plan says."""
    for plan in _plans():
        _run(world, plan)


def confirmed_awards() -> list[Award]:
    """Return the confirmed awards, oldest first: contracts follow from them."""
    return list(Award.objects.filter(state="confirmed").order_by("pk"))


def _plans() -> Iterator[Plan]:
    serial = 0
    for until, count, age in _PLAN:
        for turn in range(count):
            step = 1 if until == "published" else 3
            yield Plan(serial, until, age + turn * step)
            serial += 1


def _run(world: World, plan: Plan) -> None:
    job = _draft(world, plan)
    if plan.until == "draft":
        return
    owner = world.owner_of(job.enterprise)
    jobs.publish_job(job_id=job.pk, actor=owner, at=world.ago(plan.age - 1))
    _ask(world, job, plan)
    if plan.until == "cancelled":
        jobs.cancel_job(
            job_id=job.pk,
            reason="企业投资计划调整，项目暂缓实施。",
            actor=owner,
            at=world.ago(plan.age - 4),
        )
        return
    for bidder in _bidders(world, plan):
        _bid(world, job, bidder, plan)
    if plan.until == "published":
        return
    jobs.close_job(job_id=job.pk, at=world.ago(plan.age - 12))
    if plan.until == "closed":
        return
    bids.open_bids(job_id=job.pk, actor=owner, at=world.ago(plan.age - 12, hours=-2))
    if plan.until == "failed":
        jobs.fail_job(
            job_id=job.pk,
            reason="各投标报价均超出预算，经研究终止本次采购。",
            actor=owner,
            at=world.ago(plan.age - 14),
        )
        return
    if plan.until == "opened" and plan.serial % 2:
        return
    for bid in job.bids.filter(state="opened"):
        _score(world, bid, plan)
    if plan.until != "opened":
        _award(world, job, plan)


def _draft(world: World, plan: Plan) -> Job:
    enterprise = world.enterprises[(plan.serial * 3) % 40]
    if plan.serial in _FIRST_ENTERPRISE:
        enterprise = world.enterprises[0]
    owner = world.owner_of(enterprise)
    title, services = _TITLES[plan.serial % len(_TITLES)]
    begun = world.ago(plan.age)
    place = enterprise.jurisdiction
    assert place is not None  # noqa: S101 - every demo organisation has a place
    job = jobs.draft_job(
        enterprise=enterprise,
        work=Work(
            title=f"{enterprise.short_name}{title}",
            scope=_SCOPE,
            services=list(Service.objects.filter(key__in=services)),
            site=place,
            industries=list(enterprise.industries.all()),
            budget=Money(180_000 + plan.serial % 7 * 25_000),
            budget_shown=plan.serial % 3 != 0,
        ),
        actor=owner,
        at=begun,
    )
    jobs.set_criteria(
        job_id=job.pk,
        price_weight=_PRICE_WEIGHT,
        criteria=_CRITERIA,
        actor=owner,
        at=begun,
    )
    jobs.set_metrics(job_id=job.pk, metrics=_metrics(), actor=owner, at=begun)
    # Bids close at five in the afternoon, Beijing time.
    evening = begun.replace(hour=9, minute=0, second=0, microsecond=0)
    closes = evening + timedelta(days=18 if plan.until == "published" else 11)
    jobs.set_schedule(
        job_id=job.pk,
        schedule=Schedule(
            questions_until=evening + timedelta(days=5),
            bids_until=closes,
            opens_at=closes + timedelta(hours=2),
        ),
        actor=owner,
        at=begun,
    )
    return job


def _metrics() -> list[WantedMetric]:
    energy = Indicator.objects.get(pk="energy_per_product")
    water = Indicator.objects.get(pk="water_per_product")
    return [
        WantedMetric(energy, Decimal(150), Decimal(140), 60),
        WantedMetric(water, Decimal("2.4"), Decimal("2.1"), 40),
    ]


def _bidders(world: World, plan: Plan) -> list[Organisation]:
    others = [world.providers[(plan.serial + step) % 10 + 2] for step in range(2)]
    return [*world.providers[:2], *others][: 2 + plan.serial % 3]


def _ask(world: World, job: Job, plan: Plan) -> None:
    provider = world.providers[1]
    question = questions.ask_question(
        job_id=job.pk,
        provider=provider,
        text="现场实测所需仪器由哪一方提供？夜班是否可以进场？",
        actor=world.owner_of(provider),
        at=world.ago(plan.age - 2),
    )
    if plan.serial % 4 != 3:  # noqa: PLR2004 - one in four still waits
        questions.answer_question(
            question_id=question.pk,
            answer="便携式仪器由服务机构自备，在线监测数据由企业提供；夜班可以进场，需提前一天登记。",
            actor=world.owner_of(job.enterprise),
            at=world.ago(plan.age - 3),
        )


def _bid(world: World, job: Job, provider: Organisation, plan: Plan) -> None:
    actor = world.owner_of(provider)
    when = world.ago(plan.age - 4)
    bid = bids.start_bid(job_id=job.pk, provider=provider, actor=actor, at=when)
    shift = (provider.pk + plan.serial) % 9
    bids.save_bid(
        bid_id=bid.pk,
        content=BidContent(
            price=Money(150_000 + shift * 6_500),
            proposal="分三个阶段开展：现场诊断与实测、方案编制与论证、实施指导与效果核查。",
            answers={
                criterion.position: "详见技术方案，已结合贵企业工艺特点编制。"
                for criterion in job.criteria.all()
            },
            targets={metric.position: metric.target for metric in job.metrics.all()},
            team=(
                TeamMember(provider.contact_name, "项目负责人"),
                TeamMember(provider.legal_representative, "技术负责人"),
            ),
        ),
        actor=actor,
        at=when,
    )
    # The demo provider's newest draft waits to be submitted in a browser.
    if not (plan.serial == 3 and provider == world.providers[0]):  # noqa: PLR2004
        bids.submit_bid(bid_id=bid.pk, actor=actor, at=when)


def _score(world: World, bid: Bid, plan: Plan) -> None:
    awards.score_bid(
        bid_id=bid.pk,
        scores={
            criterion.position: Points(
                Decimal(70 + (bid.provider_id * 3 + criterion.position * 5) % 26),
                "内容完整，与现场情况基本相符。",
            )
            for criterion in bid.job.criteria.all()
        },
        actor=world.owner_of(bid.job.enterprise),
        at=world.ago(plan.age - 13),
    )


def _award(world: World, job: Job, plan: Plan) -> None:
    owner = world.owner_of(job.enterprise)
    first = job.bids.filter(state="opened").order_by("pk")[0]
    award = awards.award_bid(
        bid_id=first.pk,
        reason="综合评审认为该方案最符合现场实际，实施风险最低。",
        actor=owner,
        at=world.ago(plan.age - 14),
    )
    if plan.until == "confirmed":
        awards.confirm_award(
            award_id=award.pk, actor=owner, at=world.ago(plan.age - 30)
        )
