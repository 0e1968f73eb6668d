"""The expert pool of the demo world: applications, admissions, ties."""

from collections.abc import Iterator

from django.contrib.auth.hashers import make_password

from accounts.models import User
from cms.demo import names
from cms.demo.world import World
from experts import services
from experts.enums import USUAL_PUBLIC_FIELDS, PublicField
from experts.models import Expert, ExpertApplication, Speciality
from reference.models import IndustryLabel, Jurisdiction

MEMBERS = 80
WAITING = 4
_TITLES = ("教授级高级工程师", "高级工程师", "教授", "副教授", "研究员")
_EMPLOYERS = (
    *("示范理工大学", "示范环境科学研究院", "示范节能监察中心", "示范冶金设计院"),
    *("示范化工研究院", "示范师范大学", "示范生态环境监测中心", "示范建材研究所"),
)


RARE = "safety"


def build_experts(world: World) -> None:
    """Admit the pool, leave some applications waiting, let two withdraw consent."""
    # Only the demo account has the rare one: a seat reserved for it is always its own.
    specialities = list(Speciality.objects.order_by("pk"))
    common = [one for one in specialities if one.pk != RARE]
    rare = [one for one in specialities if one.pk == RARE]
    labels = list(IndustryLabel.objects.order_by("pk"))
    places = list(Jurisdiction.objects.units())
    handler = world.person("handler")
    for index, user in enumerate(_applicants(world)):
        applied = world.ago(700 - index * 4)
        application = services.save_application(
            actor=user,
            particulars={
                "name": user.name,
                "employer": _EMPLOYERS[index % len(_EMPLOYERS)],
                "title": _TITLES[index % len(_TITLES)],
                "phone": f"0931-777{index:04d}",
                "introduction": "长期从事清洁生产审核与节能减排技术评审。",
                "years_in_field": 8 + index % 25,
                "jurisdiction": places[index % len(places)],
                "specialities": [
                    common[index % len(common)],
                    common[(index * 2 + 3) % len(common)],
                    *rare[index:1],
                ],
                "labels": [
                    labels[index % len(labels)],
                    labels[(index + 5) % len(labels)],
                ],
            },
            at=applied,
        )
        services.submit_application(
            application_id=application.pk,
            agrees_to_serve=True,
            publish_fields=_consented(index),
            actor=user,
            at=applied,
        )
        if index < MEMBERS:
            world.experts.append(_admit(world, application, index, handler))


def _consented(index: int) -> tuple[PublicField, ...]:
    """Let most publish all they can, some only the usual, a few nothing."""
    if index % 9 == 0:
        return ()
    return USUAL_PUBLIC_FIELDS if index % 4 == 0 else tuple(PublicField)


def _applicants(world: World) -> Iterator[User]:
    yield world.person("expert")
    everybody = list(names.people())
    for index in range(1, MEMBERS + WAITING):
        yield User.objects.create(
            email=f"expert{index}@demo.example",
            name=everybody[-index * 17 % len(everybody)],
            password=make_password(None),
        )


def _admit(
    world: World, application: ExpertApplication, index: int, handler: User
) -> Expert:
    return services.admit_expert(
        application_id=application.pk,
        note="材料齐全，符合入库条件。",
        actor=handler,
        at=world.ago(690 - index * 4),
    )
