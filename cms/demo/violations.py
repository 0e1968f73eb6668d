"""Violation cases of the demo world, in every stage."""

from dataclasses import dataclass

from accounts.models import Organisation
from blacklist import services
from blacklist.enums import ConductKind, ServiceWay, Tier
from blacklist.models import ViolationCase
from blacklist.services.cases import Charge, NoticeText
from blacklist.services.decisions import DecisionText
from blacklist.services.tips import Account
from cms.demo.world import World
from reference.models import Article, Jurisdiction

_FINDINGS = "审核报告所列三年能耗数据前后矛盾，且未按规定对限定性指标进行评价即认定清洁生产水平。"
_RIGHTS = "你单位有权进行陈述和申辩；符合听证条件的，可以要求举行听证。"
_REMEDIES = (
    "对本决定不服的，可以自收到本决定之日起六十日内申请行政复议，"
    "或者六个月内依法提起行政诉讼。"
)


@dataclass(frozen=True, slots=True)
class Story:
    """How one case goes: who, when it was filed, and how far it came."""

    provider: int
    age: int
    until: str
    tier: Tier = Tier.GENERAL
    kind: ConductKind = ConductKind.FALSE_REPORT


STORIES = (
    Story(20, 9, "filed"),
    Story(21, 22, "proposed", kind=ConductKind.PROCEDURE),
    Story(22, 30, "approved", kind=ConductKind.CONTENT),
    Story(0, 24, "noticed", kind=ConductKind.PROCEDURE),
    Story(23, 70, "decided"),
    Story(24, 110, "concluded", tier=Tier.MINOR, kind=ConductKind.CONTENT),
    Story(25, 80, "closed"),
    Story(26, 75, "published", kind=ConductKind.CHEATING),
    Story(27, 140, "published", tier=Tier.SERIOUS),
    Story(13, 190, "published"),
    Story(14, 1230, "expired"),
    Story(15, 300, "repaired"),
    Story(16, 260, "annulled"),
)
_PUBLISHED = {"published", "expired", "repaired", "annulled"}
# Days after filing on which each step is taken.
_PROPOSED, _APPROVED, _NOTICED, _DECIDED, _OUT = 8, 12, 14, 50, 55


def build_violations(world: World) -> None:
    """Take tips, run the cases, and end the publications that have ended."""
    _tips(world)
    for serial, story in enumerate(STORIES, start=1):
        _run(world, story, serial)
    services.expire_publications(at=world.at, on=world.today)


def _tips(world: World) -> None:
    for number, provider in enumerate(world.providers[20:23]):
        services.file_tip(
            Account(
                provider_name=provider.name,
                kind=ConductKind.FALSE_REPORT,
                account="该机构出具的审核报告与现场情况不符，主要设备清单与实际不一致。",
                jurisdiction=_place(world, world.enterprises[number]),
                conduct_on=world.days_ago(60 + number),
            ),
            reporter=None,
            at=world.ago(4 + number),
        )


def _run(world: World, story: Story, serial: int) -> None:
    case = _file(world, story, serial)
    if story.until == "filed":
        return
    services.propose_outcome(
        case_id=case.pk,
        tier=story.tier,
        proposal="责令改正，依法公布名单。",
        actor=world.person("handler"),
        at=world.ago(story.age - _PROPOSED),
    )
    if story.until == "proposed":
        return
    services.approve_proposal(
        case_id=case.pk,
        actor=world.person("reviewer"),
        at=world.ago(story.age - _APPROVED),
    )
    if story.until == "approved":
        return
    _notice(world, story, case)
    if story.until == "noticed":
        return
    if story.until == "closed":
        services.close_case(
            case_id=case.pk,
            reason="经复核，相关数据差异系笔误，未影响审核结论，决定不予处理。",
            actor=world.person("handler"),
            at=world.ago(story.age - _DECIDED),
        )
        return
    _decide(world, story, case, serial)
    if story.until == "concluded":
        services.conclude_case(
            case_id=case.pk,
            actor=world.person("signatory"),
            at=world.ago(story.age - _OUT),
        )
    if story.until in _PUBLISHED:
        _publish(world, story, case)


def _file(world: World, story: Story, serial: int) -> ViolationCase:
    party = world.providers[story.provider]
    enterprise = world.enterprises[serial]
    return services.file_case(
        Charge(
            party=party,
            party_name=party.name,
            party_credit_code=party.credit_code or "",
            enterprise_name=enterprise.name,
            kind=story.kind,
            conduct_from=world.days_ago(story.age + 90),
            conduct_until=world.days_ago(story.age + 45),
            findings=_FINDINGS,
            jurisdiction=_place(world, enterprise),
            authority=world.province,
            rectification_standard=_article("measures.16"),
            sanction_basis=_article("measures.35"),
        ),
        actor=world.person("handler"),
        at=world.ago(story.age),
    )


def _place(world: World, enterprise: Organisation) -> Jurisdiction:
    place = enterprise.jurisdiction or world.province.jurisdiction
    assert place is not None  # noqa: S101 - every demo organisation has a place
    return place


def _article(key: str) -> Article:
    return Article.objects.get(key=key)


def _notice(world: World, story: Story, case: ViolationCase) -> None:
    services.serve_notice(
        NoticeText(
            facts=_FINDINGS,
            reasons="上述行为不符合审核规定的内容和程序。",
            outcome="拟责令改正，并公布名单。",
            rights=_RIGHTS,
            served_on=world.days_ago(story.age - _NOTICED),
            way=ServiceWay.POST,
        ),
        case_id=case.pk,
        actor=world.person("handler"),
        at=world.ago(story.age - _NOTICED),
    )
    if story.until in {"decided", "published"}:
        services.file_statement(
            case_id=case.pk,
            text="我单位已组织自查，部分数据确有差错，请予从轻处理。",
            actor=world.owner_of(world.providers[story.provider]),
            at=world.ago(story.age - _NOTICED - 3),
        )


def _decide(world: World, story: Story, case: ViolationCase, serial: int) -> None:
    day = world.days_ago(story.age - _DECIDED)
    services.record_decision(
        DecisionText(
            document_number=f"甘示清决〔{day.year}〕{serial}号",
            tier=story.tier,
            facts=_FINDINGS,
            outcome="责令改正，公布名单。",
            performance="自收到本决定之日起三十日内完成整改并提交整改报告。",
            remedies=_REMEDIES,
            decided_on=day,
            served_on=day,
            considered="对当事人的陈述申辩意见已予复核，其理由不足以改变处理结论。",
        ),
        case_id=case.pk,
        actor=world.person("signatory"),
        at=world.ago(story.age - _DECIDED),
    )


def _publish(world: World, story: Story, case: ViolationCase) -> None:
    services.publish_name(
        case_id=case.pk,
        summary="出具的清洁生产审核报告存在虚假数据，已责令改正。",
        actor=world.person("reviewer"),
        at=world.ago(story.age - _OUT),
    )
    if story.until == "repaired":
        _repair(world, story, case)
    elif story.until == "annulled":
        services.annul_decision(
            case_id=case.pk,
            reason="经复核，作出决定所依据的部分证据不足，决定予以撤销。",
            actor=world.person("signatory"),
            at=world.ago(story.age - _OUT - 60),
        )


def _repair(world: World, story: Story, case: ViolationCase) -> None:
    owner = world.owner_of(world.providers[story.provider])
    handler = world.person("handler")
    services.record_rectification(
        case_id=case.pk,
        rectified_on=world.days_ago(120),
        actor=handler,
        at=world.ago(120),
    )
    repair = services.apply_for_repair(
        case_id=case.pk,
        performance="已完成整改并通过复核，报告数据已更正并重新备案。",
        pledged=True,
        actor=owner,
        at=world.ago(100),
    )
    services.grant_repair(
        repair_id=repair.pk,
        answer="整改到位，准予信用修复。",
        actor=world.person("signatory"),
        at=world.ago(90),
    )
