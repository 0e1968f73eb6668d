"""What the records say: chosen by a seed, so that every run invents the same."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Final, TypeVar

from accounts.credit_codes import make_credit_code
from accounts.enums import OrganisationKind
from accounts.models import Organisation, User
from audits.enums import Basis
from audits.models import AuditList, Disclosure, Listing, Round
from audits.states import RoundState
from cms.demo import names
from core.clock import shanghai_day
from core.money import Money
from marketplace.models import Job
from marketplace.states.jobs import NO_BIDS, JobState
from providers.models import ProviderProfile
from reference.models import Jurisdiction

_Row = TypeVar("_Row")
FIRST_CODE: Final = "9199"
AFTER_LAST_CODE: Final = "919A"
_REGION: Final = 990_000
_SERIALS_OF_REGION: Final = 1_000_000
# No series of a year ever comes this far.
_FIRST_NUMBER: Final = 9_000_000
# Providers and the authority, behind every enterprise there may be.
_FIRST_PROVIDER: Final = 8_000_000_000
_AUTHORITY: Final = 9_000_000_000
YEARS: Final = 6

# Label → what such an enterprise calls itself and what it makes.
_TRADES: Final = {
    "energy": ("热电", "热力", "新能源发电"),
    "metallurgy": ("钢铁", "铸造", "特种钢"),
    "coking": ("焦化", "煤化工"),
    "building_materials": ("水泥", "新型建材", "混凝土", "玻璃"),
    "nonferrous": ("有色金属", "铝业", "铜业"),
    "chemicals": ("化工", "精细化工", "化肥"),
    "dyeing": ("印染", "纺织"),
    "paper": ("纸业", "纸制品"),
    "apis": ("制药", "生物医药"),
    "electroplating": ("表面处理", "电镀"),
    "farm_food": ("农产品加工", "食品", "乳业", "淀粉"),
    "coating": ("装备涂装", "机械制造"),
    "packaging_printing": ("包装印刷", "彩印"),
    "hazardous_waste": ("固废处置", "环保再生"),
}
_FORMS: Final = ("有限公司", "有限责任公司", "股份有限公司", "集团有限公司")
_FIRMS: Final = ("环境科技", "节能咨询", "清洁生产咨询", "工程技术", "环保咨询")
_ROADS: Final = ("示范路", "示范大道", "示范工业园区", "示范街")
_POLLUTANTS: Final = (
    "化学需氧量 {n} 吨/年，经处理后达标排放。",
    "二氧化硫 {n} 吨/年、氮氧化物若干，经脱硫脱硝后有组织排放。",
    "颗粒物 {n} 吨/年，经布袋除尘后排放。",
    "挥发性有机物 {n} 吨/年，经吸附后排放。",
)
_ENERGY: Final = (
    "综合能源消费量 {n} 吨标准煤/年，以电力和原煤为主。",
    "综合能源消费量 {n} 吨标准煤/年，以天然气和电力为主，余热已回收。",
)
_WORK: Final = (
    "清洁生产审核及报告编制",
    "余热回收改造设计与实施",
    "清洁生产水平评价",
    "节水改造一站式服务",
    "锅炉系统能效提升",
)
_SCOPE: Final = "对全厂开展调研与实测，编制方案并指导实施，直至完成验收。"
_INTRODUCTION: Final = "专注{trade}等行业的清洁生产审核，提供物料、能量、水平衡实测。"


@dataclass(slots=True)
class Invention:
    """The words and places to choose from, and the choice itself."""

    at: datetime
    places: Sequence[Jurisdiction]
    seed: int = 0
    brands: Sequence[str] = field(default_factory=lambda: list(names.brands()))
    _chance: Random = field(init=False)

    def __post_init__(self) -> None:
        """Begin the same choices anew."""
        self._chance = Random(self.seed)  # noqa: S311 - nothing is secret here

    @property
    def years(self) -> list[int]:
        """The years that records are spread over, the present one last."""
        last = shanghai_day(self.at).year
        return list(range(last - YEARS + 1, last + 1))

    def authority(self) -> Organisation:
        """Return who puts the lists out."""
        return Organisation(
            kind=OrganisationKind.AUTHORITY,
            name="测速示例清洁生产综合协调办公室",
            credit_code=_code(_AUTHORITY),
            registered_at=self.at,
        )

    def audit_list(self, authority: Organisation, year: int) -> AuditList:
        """Return the list of a year."""
        first_day = date(year, 1, 1)
        return AuditList(
            number=f"QY-L-{year}-{_FIRST_NUMBER}",
            title=f"{year}年测速示例强制性清洁生产审核企业名单",
            authority=authority,
            document_number=f"测速示例〔{year}〕1号",
            issued_on=first_day,
            state="published",
            published_at=self.at,
        )

    def enterprise(self, serial: int) -> tuple[Organisation, str]:
        """Return an enterprise and the key of its industry label."""
        label, trades = self._chance.choice(list(_TRADES.items()))
        brand = self._chance.choice(self.brands) + self._chance.choice(
            ("", *names.FIRST, *names.SECOND)
        )
        trade = self._chance.choice(trades)
        place = self._chance.choice(self.places)
        form = self._chance.choice(_FORMS)
        enterprise = Organisation(
            kind=OrganisationKind.ENTERPRISE,
            name=f"{place.short_name}{brand}{trade}{form}",
            name_en=f"{place.short_name_en} {names.in_latin(brand)} Co.",
            short_name=brand + trade,
            credit_code=_code(serial),
            address=f"{place.name}{self._chance.choice(_ROADS)}{serial % 300 + 1}号",
            jurisdiction=place,
            registered_at=self.at,
        )
        return enterprise, label

    def listing(self, lists: Sequence[AuditList], enterprise: Organisation) -> Listing:
        """Return an enterprise's place on the list of some year."""
        return Listing(
            audit_list=self._chance.choice(lists),
            enterprise=enterprise,
            jurisdiction=enterprise.jurisdiction,
        )

    def round(self, serial: int, listing: Listing) -> Round:
        """Return the round of a listing: listed, informed of or started."""
        opened_at = self._within(listing.audit_list.issued_on.year)
        step = serial % 3
        states = (RoundState.LISTED, RoundState.INFO_PUBLISHED, RoundState.STARTED)
        return Round(
            number=f"QY-A-{opened_at.year}-{_FIRST_NUMBER + serial}",
            enterprise=listing.enterprise,
            listing=listing,
            basis=Basis.MANDATORY,
            state=states[step],
            opened_at=opened_at,
            info_published_at=opened_at if step else None,
            started_at=opened_at if step > 1 else None,
        )

    def disclosure(self, audit_round: Round) -> Disclosure:
        """Return what the enterprise says of itself."""
        amount = self._chance.randrange(10, 9000)
        return Disclosure(
            round=audit_round,
            name=audit_round.enterprise.name,
            legal_representative=self._chance.choice(names.SURNAMES) + "测",
            address=audit_round.enterprise.address,
            pollutants=self._chance.choice(_POLLUTANTS).format(n=amount),
            energy=self._chance.choice(_ENERGY).format(n=amount * 3),
            published_at=audit_round.opened_at,
        )

    def provider(self, serial: int) -> Organisation:
        """Return a provider."""
        place, firm = self._chance.choice(self.places), self._chance.choice(_FIRMS)
        brand = self._chance.choice(self.brands)[::-1]
        return Organisation(
            kind=OrganisationKind.PROVIDER,
            name=f"{place.short_name}{brand}{firm}有限公司",
            name_en=f"{place.short_name_en} {names.in_latin(brand)} Co.",
            short_name=brand + firm,
            credit_code=_code(_FIRST_PROVIDER + serial),
            jurisdiction=place,
            registered_at=self.at,
        )

    def profile(self, provider: Organisation) -> ProviderProfile:
        """Return what a provider says in the directory."""
        trades = self._chance.choice(list(_TRADES.values()))
        at = self._within(self._chance.choice(self.years))
        return ProviderProfile(
            organisation=provider,
            introduction=_INTRODUCTION.format(trade="、".join(trades)),
            listed_at=at,
            updated_at=at,
        )

    def job(self, serial: int, enterprise: Organisation, by: User) -> Job:
        """Return a job: this year's takes bids, an older one found nobody."""
        year = self._chance.choice(self.years)
        at, is_new = self._within(year), year == self.years[-1]
        until = (self.at if is_new else at) + timedelta(days=30)
        ended_at = None if is_new else until
        return Job(
            number=f"QY-J-{at.year}-{_FIRST_NUMBER + serial}",
            enterprise=enterprise,
            created_by=by,
            title=f"{enterprise.short_name}{self._chance.choice(_WORK)}",
            scope=_SCOPE,
            site=enterprise.jurisdiction,
            budget=Money(self._chance.randrange(5, 300) * 1000),
            price_weight=100,
            questions_until=until,
            bids_until=until,
            opens_at=until,
            state=JobState.PUBLISHED if is_new else JobState.FAILED,
            created_at=at,
            published_at=at,
            opened_at=ended_at,
            ended_at=ended_at,
            ended_reason="" if is_new else NO_BIDS,
        )

    def some(self, rows: Sequence[_Row]) -> Sequence[_Row]:
        """Return one to three of the rows."""
        return self._chance.sample(rows, min(len(rows), self._chance.randint(1, 3)))

    def _within(self, year: int) -> datetime:
        """Return an instant of a year that is not yet to come."""
        today = shanghai_day(self.at)
        days = today.timetuple().tm_yday if year == today.year else 365
        start = datetime(year, 1, 1, tzinfo=UTC)
        return min(start + timedelta(days=self._chance.randrange(days)), self.at)


def _code(serial: int) -> str:
    region, within = divmod(serial, _SERIALS_OF_REGION)
    return make_credit_code(f"{_REGION + region}", within)
