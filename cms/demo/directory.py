"""What the providers of the demo world declare in the directory."""

from datetime import date, timedelta
from itertools import islice
from typing import Final, TypeVar

from cms.demo import names
from cms.demo.world import World
from providers import services
from providers.enums import Condition
from providers.models import (
    CapabilityEvidence,
    MeasuringInstrument,
    ProfilePart,
    ProviderProfile,
    StaffMember,
)
from reference.models import IndustryLabel, Jurisdiction, Service

_Row = TypeVar("_Row")
# Far from the names of the pool's experts.
_FIRST_NAME: Final = 900
# One person is claimed by the two rivals of the main journey.
_RIVALS: Final = ("provider", "rival-provider")
_SHARED: Final = ("钟离棠璟", "SF-QP-9000")
# The last ones are registered and work, but never listed themselves.
UNLISTED: Final = 2
_EXPERIENCE: Final = (
    (
        "专注高耗能行业清洁生产审核，提供物料、能量、水平衡实测和改造方案论证。",
        "Audits of energy-intensive industries, with measured balances of "
        "material, energy and water.",
    ),
    (
        "为中小企业提供简化审核、培训和持续改进服务，按可核实的节约量收费。",
        "Simplified audits, training and follow-up for small firms, paid by verified "
        "savings.",
    ),
    (
        "承担清洁生产改造工程设计与实施，配套水平评价和认证辅导。",
        "Design and delivery of improvement projects, with appraisal and help towards "
        "certification.",
    ),
)
_INSTRUMENTS: Final = (
    ("超声波流量计", "TUF-2000H", "水平衡、流量"),
    ("烟气分析仪", "YQ-3000", "燃烧效率、污染物浓度"),
    ("电能质量分析仪", "DZ-4", "电力平衡"),
    ("红外热像仪", "HX-320", "热损失"),
)
_PAPERS: Final = {
    Condition.STANDING: ("质量管理体系认证证书", "示范认证中心"),
    Condition.INSTRUMENTS: ("检测设备清单与检定证书汇编", "示范计量研究院"),
    Condition.INDUSTRY_STAFF: ("行业技术人员聘用与职称证明", "本机构"),
    Condition.TRAINED_STAFF: ("清洁生产审核培训合格证明汇编", "示范清洁生产中心"),
}
_TITLES: Final = ("高级工程师", "工程师", "正高级工程师")
_FIELDS: Final = ("冶金", "化工", "环境工程", "热能工程", "给排水")


def build_directory(world: World) -> None:
    """List the providers with evidence, instruments and staff of varied age."""
    kinds = list(Service.objects.all())
    labels = list(IndustryLabel.objects.all())
    units = list(Jurisdiction.objects.units())
    for index, provider in enumerate(world.providers[: -UNLISTED or None]):
        chinese, english = _EXPERIENCE[index % len(_EXPERIENCE)]
        profile = services.save_profile(
            organisation_id=provider.pk,
            declaration=services.Declaration(
                introduction=chinese,
                introduction_en=english,
                services=_some(kinds, index, 2 + index % 4),
                labels=_some(labels, index * 3, 2 + index % 3),
                serves=_some(units, index * 2, 4) if index % 3 else [],
                quality_system="ISO 9001" if index % 4 else "",
                confidentiality="对审核中知悉的技术秘密和商业秘密承担保密义务。",
            ),
            actor=world.owner_of(provider),
            at=world.ago(300 - index * 7),
        )
        _declare_parts(world, profile, index)


def _declare_parts(world: World, profile: ProviderProfile, index: int) -> None:
    parts: list[ProfilePart] = [
        *_evidence(world.today, profile, index),
        *_instruments(world.today, profile, index),
        *_staff(world.today, profile, index),
    ]
    for part in parts:
        services.save_part(
            part=part,
            actor=world.owner_of(profile.organisation),
            at=world.ago(200 - index * 6),
        )


def _evidence(
    today: date, profile: ProviderProfile, index: int
) -> list[CapabilityEvidence]:
    # Every fourth provider lacks one kind of paper, some papers have run out.
    return [
        CapabilityEvidence(
            profile=profile,
            condition=condition,
            title=title,
            issuer=issuer,
            number=f"SF-{index:02d}{number}",
            issued_on=today - timedelta(days=700 + index * 9),
            expires_on=today + timedelta(days=395 - index * 17),
        )
        for number, (condition, (title, issuer)) in enumerate(_PAPERS.items(), 1)
        if index % 4 or number != len(_PAPERS)
    ]


def _instruments(
    today: date, profile: ProviderProfile, index: int
) -> list[MeasuringInstrument]:
    return [
        MeasuringInstrument(
            profile=profile,
            name=name,
            model=model,
            purpose=purpose,
            calibrated_on=today - timedelta(days=200 + index * 7),
            calibrated_until=today + timedelta(days=165 - index * 7),
        )
        for name, model, purpose in _some(list(_INSTRUMENTS), index, 1 + index % 3)
    ]


def _staff(today: date, profile: ProviderProfile, index: int) -> list[StaffMember]:
    first = _FIRST_NAME + index * 4
    people = list(islice(names.people(), first, first + 2 + index % 3))
    staff = [
        StaffMember(
            profile=profile,
            name=person,
            title=_TITLES[(index + number) % len(_TITLES)],
            speciality=_FIELDS[(index + number) % len(_FIELDS)],
            certificate_number=f"SF-QP-{index:02d}{number}",
            certificate_issuer="示范清洁生产中心",
            joined_on=today - timedelta(days=900 - index * 11),
            consented_on=today - timedelta(days=300) if (index + number) % 3 else None,
        )
        for number, person in enumerate(people)
    ]
    if index < len(_RIVALS):
        staff[0].name, staff[0].certificate_number = _SHARED
    return staff


def _some(rows: list[_Row], start: int, count: int) -> list[_Row]:
    """Return ``count`` rows from ``start`` on, around the end."""
    return [rows[(start + step) % len(rows)] for step in range(count)]
