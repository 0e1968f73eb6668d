"""Audit lists and rounds of the demo world, in every phase."""

from datetime import datetime, timedelta
from decimal import Decimal

from accounts.models import Organisation, User
from audits import services
from audits.enums import (
    ChapterKey,
    CostClass,
    Mode,
    OptionCategory,
    OptionState,
    PhaseKey,
    ReviewKind,
)
from audits.models import AuditList, ListingReason, PanelSeat, Report, Round, Rubric
from audits.services.reports import AuthorName
from audits.services.work import Effect, OptionFacts, PhaseDays
from cms.demo.experts import RARE
from cms.demo.panels import seat_panel
from cms.demo.world import World
from core.money import Money
from reference.models import CoalFactor, EmissionFactor, Indicator

# How far a round of the first list has come, in the order the list repeats.
STAGES = (
    *("published", "published", "qualified", "unqualified", "implementing"),
    *(
        "implementing",
        "supplement",
        "redo",
        "passed",
        "reported",
        "started",
        "informed",
    ),
)
_ORDER = ("informed", "started", "reported", "passed", "implementing", "qualified")
_EVALUATED_AS = {"supplement": Decimal("0.78"), "redo": Decimal("0.55")}
_CHAPTERS = {
    ChapterKey.ORGANISATION: "企业成立审核小组，制定审核工作计划，开展全员宣传与培训。",
    ChapterKey.PRE_AUDIT: "对{name}生产工艺、资源能源消耗和产排污状况开展调研，与同行业先进水平对照。",
    ChapterKey.AUDIT: "对审核重点开展物料、水和能量平衡实测，分析损失原因。",
    ChapterKey.OPTIONS: "发动员工提出方案，经汇总、分类和筛选，确定无/低费和中/高费方案。",
    ChapterKey.FEASIBILITY: "对中/高费方案开展技术、环境和经济可行性分析，推荐实施方案。",
    ChapterKey.IMPLEMENTATION: "无/低费方案已实施完毕，中/高费方案按计划推进。",
    ChapterKey.CONTINUATION: "建立清洁生产管理制度，制定持续清洁生产计划。",
}
_OPTIONS = (
    ("更换老化疏水阀", CostClass.NO_LOW, OptionCategory.EQUIPMENT, 3, 6, 40),
    ("循环水系统定期清洗", CostClass.NO_LOW, OptionCategory.MANAGEMENT, 1, 2, 0),
    ("照明改用节能灯具", CostClass.NO_LOW, OptionCategory.EQUIPMENT, 4, 5, 15),
    ("余热回收利用改造", CostClass.MEDIUM_HIGH, OptionCategory.PROCESS, 280, 120, 900),
    ("中水回用系统建设", CostClass.MEDIUM_HIGH, OptionCategory.WASTE, 160, 48, 0),
)
FIRST_LIST = 48
SECOND_LIST = 24


def build_audits(world: World) -> None:
    """Put out two lists and carry their rounds to where they stand today."""
    first = _list(
        world,
        title="第一批强制性清洁生产审核企业名单",
        document="甘示清办〔{year}〕12号",
        age=420,
        enterprises=world.enterprises[:FIRST_LIST],
    )
    for index, listed in enumerate(_rounds(first)):
        _carry(world, listed, STAGES[index % len(STAGES)], index)
    second = _list(
        world,
        title="第二批强制性清洁生产审核企业名单",
        document="甘示清办〔{year}〕31号",
        age=26,
        enterprises=[world.enterprises[0], *world.enterprises[60 : 60 + SECOND_LIST]],
    )
    for index, listed in enumerate(_rounds(second)):
        if index % 3 == 1:
            _inform(listed, world.owner_of(listed.enterprise), world.ago(12))
    _volunteer(world)
    _meet(world)


def _list(
    world: World,
    *,
    title: str,
    document: str,
    age: int,
    enterprises: list[Organisation],
) -> AuditList:
    handler, signatory = world.person("handler"), world.person("signatory")
    day = world.days_ago(age)
    entered = services.create_list(
        authority=world.province,
        title=f"{day.year}年{title}",
        document_number=document.format(year=day.year),
        issued_on=day,
        actor=handler,
        at=world.ago(age + 3),
    )
    reasons = list(ListingReason.objects.order_by("position"))
    for index, enterprise in enumerate(enterprises):
        services.add_listing(
            list_id=entered.pk,
            enterprise=enterprise,
            reasons=[reasons[index % 3]],
            industry_name=str(enterprise.labels.first() or ""),
            time_limit_on=day + timedelta(days=365),
            actor=handler,
            at=world.ago(age + 2),
        )
    return services.publish_list(list_id=entered.pk, actor=signatory, at=world.ago(age))


def _rounds(audit_list: AuditList) -> list[Round]:
    listed = Round.objects.filter(listing__audit_list=audit_list)
    return list(listed.select_related("enterprise").order_by("pk"))


def _carry(world: World, audit_round: Round, stage: str, index: int) -> None:
    """Take a round from listed to ``stage``, through every step on the way."""
    owner = world.owner_of(audit_round.enterprise)
    shift = index % 7
    _inform(audit_round, owner, world.ago(405 - shift))
    if stage == "informed":
        return
    services.start_round(
        round_id=audit_round.pk, actor=owner, at=world.ago(385 - shift)
    )
    if index % 8:
        services.appoint_provider(
            round_id=audit_round.pk,
            provider=world.providers[index % 12],
            actor=owner,
            at=world.ago(380 - shift),
        )
    _work(world, audit_round, owner, shift)
    if stage == "started":
        return
    _file_report(world, audit_round, owner, age=230 - shift)
    if stage == "reported":
        return
    share = _EVALUATED_AS.get(stage, Decimal("0.93"))
    _review(world, audit_round, ReviewKind.EVALUATION, share, age=205 - shift)
    if stage in {"passed", "supplement", "redo"}:
        return
    services.begin_implementation(
        round_id=audit_round.pk, actor=owner, at=world.ago(195 - shift)
    )
    if stage == "implementing":
        return
    _finish_options(world, audit_round, owner)
    _file_report(world, audit_round, owner, age=90 - shift)
    share = Decimal("0.42") if stage == "unqualified" else Decimal("0.86")
    _review(world, audit_round, ReviewKind.ACCEPTANCE, share, age=70 - shift)
    if stage == "published":
        services.publish_results(
            round_id=audit_round.pk,
            with_score=True,
            actor=world.person("signatory"),
            at=world.ago(60 - shift),
        )


def _inform(audit_round: Round, owner: User, at: datetime) -> None:
    services.publish_information(
        round_id=audit_round.pk,
        legal_representative=audit_round.enterprise.legal_representative,
        address=audit_round.enterprise.address,
        pollutants="化学需氧量 42.6 吨/年、二氧化硫 18.3 吨/年，经处理后有组织排放。",
        energy="综合能源消费量 12400 吨标准煤/年，以电力和原煤为主。",
        toxics="涉及的有毒有害物质已建立台账，危险废物委托有资质单位处置。",
        actor=owner,
        at=at,
    )


def _work(world: World, audit_round: Round, owner: User, shift: int) -> None:
    services.set_particulars(
        round_id=audit_round.pk,
        mode=Mode.STANDARD if shift else Mode.SIMPLIFIED,
        baseline_year=world.days_ago(400).year - 1,
        cost_threshold=Money(100_000),
        actor=owner,
        at=world.ago(378 - shift),
    )
    services.add_focus(
        round_id=audit_round.pk,
        name="主生产车间",
        reason="能耗、水耗占全厂六成以上，节能减排潜力大。",
        target="单位产品综合能耗降低 5%，取水量降低 8%。",
        actor=owner,
        at=world.ago(360 - shift),
    )
    services.date_phases(
        round_id=audit_round.pk,
        days={
            key: PhaseDays(
                world.days_ago(375 - shift - step * 25),
                world.days_ago(352 - shift - step * 25),
            )
            for step, key in enumerate(list(PhaseKey)[:5])
        },
        actor=owner,
        at=world.ago(350 - shift - 100),
    )
    for name, cost, category, investment, benefit, tce in _OPTIONS:
        services.save_option(
            round_id=audit_round.pk,
            facts=_option(world, name, cost, category, investment, benefit, tce),
            actor=owner,
            at=world.ago(280 - shift),
        )
    services.save_series(
        round_id=audit_round.pk,
        rows=_series(audit_round.pk),
        actor=owner,
        at=world.ago(270 - shift),
    )


def _option(
    world: World,
    name: str,
    cost: CostClass,
    category: OptionCategory,
    investment: int,
    benefit: int,
    tce: int,
) -> OptionFacts:
    done = cost == CostClass.NO_LOW
    return OptionFacts(
        name=name,
        cost_class=cost,
        category=category,
        state=OptionState.DONE if done else OptionState.CHOSEN,
        investment=Money(investment * 10_000),
        expected_benefit=Money(benefit * 10_000),
        started_on=world.days_ago(300) if done else None,
        finished_on=world.days_ago(285) if done else None,
        effects=(Effect(indicator_id="energy_total", expected=Decimal(tce)),)
        if tce
        else (),
    )


def _finish_options(world: World, audit_round: Round, owner: User) -> None:
    for option in audit_round.options.filter(cost_class=CostClass.MEDIUM_HIGH):
        services.save_option(
            round_id=audit_round.pk,
            option_id=option.pk,
            facts=OptionFacts(
                name=option.name,
                cost_class=option.cost_class,
                category=option.category,
                state=OptionState.DONE,
                investment=option.investment,
                expected_benefit=option.expected_benefit,
                verified_benefit=option.expected_benefit * Decimal("0.9"),
                started_on=world.days_ago(190),
                finished_on=world.days_ago(110),
                effects=tuple(
                    Effect(
                        indicator_id=effect.indicator_id,
                        expected=effect.expected,
                        verified=effect.expected * Decimal("0.9"),
                    )
                    for effect in option.effects.all()
                ),
            ),
            actor=owner,
            at=world.ago(105),
        )


def _series(seed: int) -> list[dict[str, object]]:
    """Return three years that add up, for an enterprise of size ``seed``."""
    output = Decimal(80_000 + seed % 13 * 4000)
    units = dict(Indicator.objects.values_list("key", "unit_id"))
    coal = CoalFactor.objects.filter(key__startswith="electricity").first()
    grid = EmissionFactor.objects.filter(unverified=False).first()

    def row(key: str, *figures: Decimal, **more: object) -> dict[str, object]:
        third = dict(zip(("first", "second", "third"), figures, strict=True))
        return {"indicator_id": key, "unit_id": units[key], **third, **more}

    years = [
        output * factor for factor in (Decimal(1), Decimal("1.02"), Decimal("1.05"))
    ]
    energy = [amount * Decimal("0.15") for amount in years]
    water = [amount * Decimal("2.4") for amount in years]
    return [
        row("output", *years),
        row("energy_total", *energy),
        row(
            "energy_per_product",
            *[Decimal(150)] * 3,
            restrictive=True,
            level=2,
            after=Decimal("141.5"),
        ),
        row("fresh_water", *water),
        row("water_per_product", *[Decimal("2.4")] * 3, level=2, after=Decimal("2.2")),
        row(
            "electricity",
            *(amount * 400 for amount in years),
            coal_factor=coal,
            emission_factor=grid,
        ),
        row("cod", Decimal("42.6"), Decimal("41.9"), Decimal("41.2")),
    ]


def _file_report(world: World, audit_round: Round, owner: User, *, age: int) -> Report:
    services.save_report(
        round_id=audit_round.pk,
        reported_on=world.days_ago(age + 2),
        chapters={
            key: text.format(name=audit_round.enterprise.name)
            for key, text in _CHAPTERS.items()
        },
        data={
            "claimed_level": 2,
            "monitoring_attached": True,
            "balances": [
                _balance("energy", "全厂能量平衡", "tce", "12600", "12480"),
                _balance("water", "全厂水平衡", "m3", "201600", "199800"),
                _balance("material", "主车间物料平衡", "t", "86400", "86100"),
            ],
        },
        authors=[
            AuthorName(name=world.person("provider").name, certificate="示审0001")
        ],
        actor=owner,
        at=world.ago(age + 1),
    )
    return services.submit_report(
        round_id=audit_round.pk, actor=owner, at=world.ago(age)
    )


def _balance(kind: str, name: str, unit: str, into: str, out: str) -> dict[str, object]:
    return {
        "kind": kind,
        "name": name,
        "unit": unit,
        "inputs": {"投入": into},
        "outputs": {"产出与损失": out},
    }


def _review(
    world: World, audit_round: Round, kind: ReviewKind, share: Decimal, *, age: int
) -> None:
    """Plan, draw, score and conclude one review; every expert gives ``share``."""
    rubric = Rubric.objects.get(key=f"example-{kind.value}-1")
    handler = world.person("handler")
    session = services.plan_session(
        round_id=audit_round.pk,
        kind=kind,
        rubric=rubric,
        organiser=world.province,
        meets_on=world.days_ago(age),
        place="示范会议中心",
        actor=handler,
        at=world.ago(age + 15),
    )
    seat_panel(world, session, age=age + 14)
    services.open_session(session_id=session.pk, actor=handler, at=world.ago(age))
    for number, seat in enumerate(session.seats.filter(left_at__isnull=True)):
        _score(seat, rubric, share - Decimal(number) / 100, world.ago(age, hours=-2))
    services.conclude_session(
        session_id=session.pk,
        opinion="专家组听取汇报、查阅资料并质询，形成上述意见。",
        actor=handler,
        at=world.ago(age, hours=-4),
    )


def _meet(world: World) -> None:
    """Hold a meeting today at which only the demo expert has yet to sign."""
    audit_round = Round.objects.filter(state="report_submitted").earliest("pk")
    rubric = Rubric.objects.get(key=f"example-{ReviewKind.EVALUATION.value}-1")
    handler, expert = world.person("handler"), world.person("expert")
    session = services.plan_session(
        round_id=audit_round.pk,
        kind=ReviewKind.EVALUATION,
        rubric=rubric,
        organiser=world.province,
        meets_on=world.today,
        place="示范会议中心",
        actor=handler,
        at=world.ago(15),
    )
    seat_panel(world, session, age=14, quotas={RARE: 1, "energy": 1})
    services.open_session(session_id=session.pk, actor=handler, at=world.ago(0))
    for seat in session.seats.filter(left_at__isnull=True).exclude(user=expert):
        _score(seat, rubric, Decimal("0.9"), world.at)


def _score(seat: PanelSeat, rubric: Rubric, share: Decimal, at: datetime) -> None:
    half = Decimal("0.5")
    items = [item for section in rubric.sections.all() for item in section.items.all()]
    scores = {
        item.key: (item.points * share / half).quantize(Decimal(1)) * half
        for item in items
    }
    services.sign_sheet(
        seat_id=seat.pk,
        scores=scores,
        vetoes=[],
        opinion="数据基本可信，方案总体可行，请按意见补充完善。",
        actor=seat.user,
        at=at,
    )


def _volunteer(world: World) -> None:
    for index, enterprise in enumerate(world.enterprises[100:104]):
        owner = world.owner_of(enterprise)
        services.open_voluntary_round(
            enterprise=enterprise,
            mode=Mode.SIMPLIFIED,
            actor=owner,
            at=world.ago(50 + index),
        )
