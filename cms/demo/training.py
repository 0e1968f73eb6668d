"""Training of the demo world: coming, full, called off, and over."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

from accounts.enums import StaffRole
from accounts.models import User
from cms import services
from cms.demo.world import World
from cms.models import Registration, TrainingEvent
from cms.states import RegistrationState, TrainingKind, TrainingMode
from core.clock import SHANGHAI
from reference.models import Jurisdiction

_ISSUER = "甘肃例示清洁生产培训中心"


@dataclass(frozen=True, slots=True)
class Course:
    """One event: when it begins, counted in days from today, and its content."""

    slug: str
    days: int
    title: str
    title_en: str
    kind: TrainingKind
    mode: TrainingMode
    place: str
    venue: str
    venue_en: str
    audience: str
    audience_en: str
    topics: str
    topics_en: str
    hours: int
    capacity: int
    people: int
    until: str = "announced"


_AUDITORS = ("企业和咨询服务机构的审核人员", "Audit staff of enterprises and providers")
_MANAGERS = ("企业生产与环保负责人", "Production and environment managers")
_EXPERTS = ("专家库在库专家", "Experts of the pool")
_METHOD = (
    "审核程序与时限\n物料、能量和水平衡\n方案产生与筛选\n报告编制要点",
    "Steps and dates of an audit\nMaterial, energy and water balances\n"
    "Finding and screening options\nWriting the report",
)
_LAW = (
    "生态环境法典中的清洁生产条款\n审核与评估验收办法\n违法情形与信用修复",
    "Cleaner production in the Ecological and Environmental Code\n"
    "The measures on audits, evaluation and acceptance\nViolations and credit repair",
)
_CASES = (
    "铁合金余热利用\n电镀废水分质回用\n水泥窑协同处置\n绩效付费合同的计量",
    "Waste heat of ferroalloy furnaces\nReuse of plating water by quality\n"
    "Co-processing in cement kilns\nMeasuring what performance contracts pay for",
)
_REVIEW = (
    "评估与验收的评分规则\n利益冲突与回避\n现场核查方法",
    "Scoring rules of evaluation and acceptance\nTies and recusal\nChecks on site",
)
_ROOM = ("兰州例示会议中心三层", "Lanzhou Example Conference Centre, third floor")
_NET = ("线上会议室", "Online meeting room")

COURSES = (
    Course(
        "audit-method-autumn",
        24,
        "清洁生产审核方法培训",
        "Methods of the cleaner production audit",
        TrainingKind.AUDITOR,
        TrainingMode.HYBRID,
        "620100",
        *_ROOM,
        *_AUDITORS,
        *_METHOD,
        hours=16,
        capacity=120,
        people=9,
    ),
    Course(
        "code-and-measures",
        12,
        "法典施行后的清洁生产审核新要求",
        "What the Code changes for audits",
        TrainingKind.POLICY,
        TrainingMode.ONLINE,
        "620100",
        *_NET,
        *_MANAGERS,
        *_LAW,
        hours=3,
        capacity=300,
        people=11,
    ),
    Course(
        "ferroalloy-workshop",
        33,
        "铁合金行业节能改造现场交流",
        "Energy retrofits of ferroalloy works, on site",
        TrainingKind.TECHNIQUE,
        TrainingMode.ONSITE,
        "620300",
        "金昌例示工业园展厅",
        "Jinchang Example Industrial Park, exhibition hall",
        *_MANAGERS,
        *_CASES,
        hours=6,
        capacity=4,
        people=7,
    ),
    Course(
        "expert-session",
        19,
        "入库专家评估验收规则说明会",
        "Evaluation and acceptance explained to pool experts",
        TrainingKind.EXPERT,
        TrainingMode.ONLINE,
        "620100",
        *_NET,
        *_EXPERTS,
        *_REVIEW,
        hours=2,
        capacity=80,
        people=3,
    ),
    Course(
        "plating-water",
        9,
        "电镀园区废水回用专题",
        "Reuse of water in plating parks",
        TrainingKind.TECHNIQUE,
        TrainingMode.ONSITE,
        "620500",
        "天水例示工业园",
        "Tianshui Example Industrial Park",
        *_MANAGERS,
        *_CASES,
        hours=4,
        capacity=40,
        people=5,
        until="cancelled",
    ),
    Course(
        "audit-method-spring",
        -150,
        "清洁生产审核方法培训（春季）",
        "Methods of the cleaner production audit (spring)",
        TrainingKind.AUDITOR,
        TrainingMode.HYBRID,
        "620100",
        *_ROOM,
        *_AUDITORS,
        *_METHOD,
        hours=16,
        capacity=60,
        people=10,
        until="certified",
    ),
    Course(
        "report-writing",
        -40,
        "审核报告编制与数据校核",
        "Writing audit reports and checking their data",
        TrainingKind.AUDITOR,
        TrainingMode.ONLINE,
        "620100",
        *_NET,
        *_AUDITORS,
        *_METHOD,
        hours=4,
        capacity=100,
        people=8,
        until="certified",
    ),
    Course(
        "policy-day",
        -8,
        "清洁生产政策解读日",
        "A day on cleaner production policy",
        TrainingKind.POLICY,
        TrainingMode.ONSITE,
        "620900",
        "酒泉例示会议厅",
        "Jiuquan Example Hall",
        *_MANAGERS,
        *_LAW,
        hours=6,
        capacity=50,
        people=6,
        until="attended",
    ),
)


def build_training(world: World) -> None:
    """Plan the events and bring each as far as it has come."""
    staff = world.staff(world.province, StaffRole.HANDLER)
    people = list(User.objects.filter(is_staff=False, is_active=True).order_by("pk"))
    for index, course in enumerate(COURSES):
        event = _announced(world, course, staff)
        chosen = (people[index:] + people[:index])[: course.people]
        _register(event, chosen)
        _finish(event, course, staff, world)


def _announced(world: World, course: Course, staff: User) -> TrainingEvent:
    starts_at = _morning(world, course.days)
    planned_at = min(world.at, starts_at) - timedelta(days=30)
    days = 2 if course.hours > 8 else 1  # noqa: PLR2004 - hours of a day
    event = services.plan_event(
        actor=staff,
        at=planned_at,
        slug=course.slug,
        title=course.title,
        title_en=course.title_en,
        kind=course.kind,
        mode=course.mode,
        organiser=world.province,
        jurisdiction=Jurisdiction.objects.get(pk=course.place),
        venue=course.venue,
        venue_en=course.venue_en,
        audience=course.audience,
        audience_en=course.audience_en,
        topics=course.topics,
        topics_en=course.topics_en,
        hours=Decimal(course.hours),
        capacity=course.capacity,
        certificate_issuer=_ISSUER,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(days=days - 1, hours=8),
        registration_closes_at=starts_at - timedelta(days=2),
    )
    services.announce_event(event_id=event.pk, actor=staff, at=planned_at)
    return event


def _register(event: TrainingEvent, people: list[User]) -> None:
    first = event.starts_at - timedelta(days=40)
    for serial, person in enumerate(people):
        services.register_for_event(
            event_id=event.pk,
            name=person.name,
            organisation=None,
            actor=person,
            at=first + timedelta(hours=serial),
        )


def _finish(event: TrainingEvent, course: Course, staff: User, world: World) -> None:
    if course.until == "cancelled":
        reason = "场地检修，改期另行通知。"
        services.cancel_event(
            event_id=event.pk, reason=reason, actor=staff, at=world.at
        )
    if course.until in {"attended", "certified"}:
        _attend(event, staff, at=event.ends_at)
    if course.until == "certified":
        later = event.ends_at + timedelta(days=1)
        services.close_event(event_id=event.pk, actor=staff, at=later)
        services.issue_certificates(event_id=event.pk, actor=staff, at=later)


def _attend(event: TrainingEvent, staff: User, *, at: datetime) -> None:
    confirmed = Registration.objects.filter(
        event=event, state=RegistrationState.CONFIRMED
    ).order_by("pk")
    # The last one of each event did not come.
    hours = {one.pk: event.hours for one in list(confirmed)[:-1]}
    services.record_attendance(event_id=event.pk, hours=hours, actor=staff, at=at)


def _morning(world: World, days: int) -> datetime:
    day = world.today + timedelta(days=days)
    return datetime.combine(day, time(9), SHANGHAI)
