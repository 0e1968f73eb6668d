"""People, authorities, enterprises and providers of the demo world."""

from collections.abc import Iterator

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from accounts.credit_codes import make_credit_code
from accounts.demo_accounts import DEMO_ACCOUNTS, PASSWORD
from accounts.enums import MembershipRole, OrganisationKind, Relation, StaffRole
from accounts.models import (
    FormerName,
    Membership,
    Organisation,
    RelatedParty,
    StaffPost,
    User,
)
from cms.demo import names
from cms.demo.world import World
from reference.models import Industry, IndustryLabel, Jurisdiction

ENTERPRISES = 120
PROVIDERS = 30

# Label → what such an enterprise calls itself, in both languages, and its division.
_TRADES = {
    "energy": ("热电", "Heat and Power", "44"),
    "metallurgy": ("钢铁", "Steel", "31"),
    "coking": ("焦化", "Coking", "25"),
    "building_materials": ("水泥", "Cement", "30"),
    "nonferrous": ("有色金属", "Non-ferrous Metals", "32"),
    "chemicals": ("化工", "Chemicals", "26"),
    "dyeing": ("印染", "Dyeing", "17"),
    "paper": ("纸业", "Paper", "22"),
    "apis": ("制药", "Pharmaceuticals", "27"),
    "electroplating": ("表面处理", "Surface Treatment", "33"),
    "farm_food": ("农产品加工", "Farm Products", "13"),
    "coating": ("装备涂装", "Equipment Coating", "35"),
    "packaging_printing": ("包装印刷", "Packaging and Printing", "23"),
    "hazardous_waste": ("固废处置", "Waste Treatment", "42"),
}
_FIRMS = (
    ("环境科技", "Environmental Technology"),
    ("节能咨询", "Energy Consulting"),
    ("清洁生产咨询", "Cleaner Production Consulting"),
    ("工程技术", "Engineering"),
    ("环保咨询", "Environmental Consulting"),
)
# Some providers come from elsewhere: the market is open.
_FIRM_PLACES = ("620100", "620100", "620200", "620500", "610100", "620700", "510100")


def build_people(world: World) -> None:
    """Make the demo accounts with one password, addresses verified."""
    password = make_password(PASSWORD)
    for account in DEMO_ACCOUNTS:
        world.people[account.key] = _person(account.email, account.name, password)
    operator = world.people["operator"]
    operator.is_staff = operator.is_superuser = True
    operator.save(update_fields=["is_staff", "is_superuser"])
    editor = world.people["editor"]
    editor.is_staff = True
    editor.save(update_fields=["is_staff"])
    editor.groups.set(Group.objects.filter(name__in=["Editors", "Moderators"]))


def build_authorities(world: World) -> None:
    """Make a provincial authority and one for each unit, with their staff."""
    province = Jurisdiction.objects.get(pk=settings.PORTAL_PROVINCE)
    world.authorities["province"] = _authority(world, province, serial=1)
    for serial, place in enumerate(Jurisdiction.objects.units(), start=2):
        world.authorities[place.pk] = _authority(world, place, serial=serial)
    _appoint(world, world.province, "handler", "reviewer", "signatory")
    # Far from the demo enterprise, which sits in the first unit.
    other = list(world.authorities.values())[-1]
    _give_post(world, world.people["other-handler"], other, StaffRole.HANDLER)


def build_enterprises(world: World) -> None:
    """Make the enterprises, spread over places and industries, each with an owner."""
    places = list(Jurisdiction.objects.units())
    labels = {label.pk: label for label in IndustryLabel.objects.all()}
    brand, owner = names.brands(), _owners(world, "enterprise", "rival-enterprise")
    for index in range(ENTERPRISES):
        key = list(_TRADES)[index % len(_TRADES)]
        if index and index % 100 == 0:
            brand = names.brands()
        word, place = next(brand), places[index % len(places)]
        trade, trade_en, division = _TRADES[key]
        enterprise = _organisation(
            world,
            kind=OrganisationKind.ENTERPRISE,
            place=place,
            serial=1000 + index,
            name=f"{place.short_name}{word}{trade}有限公司",
            name_en=f"{place.short_name_en} {names.in_latin(word)} {trade_en} Co.",
            short_name=word + trade,
        )
        enterprise.labels.add(labels[key])
        enterprise.industries.set(Industry.objects.filter(code=division))
        _join(next(owner), enterprise, world)
        world.enterprises.append(enterprise)


def build_providers(world: World) -> None:
    """Make the providers, some from other provinces, and their relations."""
    brand = (word[::-1] for word in names.brands())
    owner = _owners(world, "provider", "rival-provider")
    for index in range(PROVIDERS):
        place = Jurisdiction.objects.get(pk=_FIRM_PLACES[index % len(_FIRM_PLACES)])
        firm, firm_en = _FIRMS[index % len(_FIRMS)]
        word = next(brand)
        provider = _organisation(
            world,
            kind=OrganisationKind.PROVIDER,
            place=place,
            serial=5000 + index,
            name=f"{place.short_name}{word}{firm}有限公司",
            name_en=f"{place.short_name_en} {names.in_latin(word)} {firm_en} Co.",
            short_name=word + firm,
        )
        _join(next(owner), provider, world)
        world.providers.append(provider)
    world.verifier = world.providers[-1]
    _join(world.people["verifier"], world.verifier, world)
    _relate(world)


def _person(email: str, name: str, password: str) -> User:
    user = User.objects.create(email=email, name=name, password=password)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _authority(world: World, place: Jurisdiction, *, serial: int) -> Organisation:
    return _cover(
        _organisation(
            world,
            kind=OrganisationKind.AUTHORITY,
            place=place,
            serial=serial,
            name=f"{place.name}清洁生产综合协调办公室",
            name_en=f"{place.name_en} Cleaner Production Coordination Office",
            short_name=f"{place.short_name}清洁生产办",
        ),
        place,
    )


def _cover(authority: Organisation, place: Jurisdiction) -> Organisation:
    authority.covers.set([place])
    return authority


def _appoint(world: World, authority: Organisation, *keys: str) -> None:
    for key in keys:
        _give_post(world, world.people[key], authority, StaffRole(key))


def _give_post(
    world: World, user: User, authority: Organisation, role: StaffRole
) -> None:
    StaffPost.objects.create(
        user=user, authority=authority, role=role, valid_from=world.days_ago(1500)
    )
    user.is_staff = True
    user.save(update_fields=["is_staff"])


def _organisation(
    world: World,
    *,
    kind: OrganisationKind,
    place: Jurisdiction,
    serial: int,
    name: str,
    name_en: str,
    short_name: str,
) -> Organisation:
    return Organisation.objects.create(
        kind=kind,
        name=name,
        name_en=name_en,
        short_name=short_name,
        credit_code=make_credit_code(place.code, serial),
        legal_representative=_someone(serial),
        address=f"{place.name}示范路{serial % 200 + 1}号",
        contact_name=_someone(serial + 7),
        contact_phone=f"0931-555{serial % 10_000:04d}",
        contact_email=f"office{serial}@demo.example",
        jurisdiction=place,
        identity_checked_at=world.ago(200) if serial % 5 else None,
        registered_at=world.ago(400),
    )


def _someone(serial: int) -> str:
    everybody = _everybody()
    return everybody[serial % len(everybody)]


def _everybody() -> list[str]:
    if not _CACHE:
        _CACHE.extend(names.people())
    return _CACHE


_CACHE: list[str] = []


def _owners(world: World, *first: str) -> Iterator[User]:
    """Yield the named demo accounts first, then people without an account."""
    for key in first:
        yield world.people[key]
    serial = 0
    while True:
        serial += 1
        yield User.objects.create(
            email=f"{first[0]}-owner{serial}@demo.example",
            name=_someone(serial * 11),
            password=make_password(None),
        )


def _join(user: User, organisation: Organisation, world: World) -> None:
    Membership.objects.create(
        user=user,
        organisation=organisation,
        role=MembershipRole.OWNER,
        joined_at=world.ago(390),
    )


def _relate(world: World) -> None:
    first, second, third = world.providers[4:7]
    RelatedParty.objects.create(
        organisation=first,
        other=second,
        other_name=second.name,
        relation=Relation.SAME_CONTROLLER,
        since=world.days_ago(800),
    )
    FormerName.objects.create(
        organisation=third,
        name=third.name.replace("有限公司", "中心"),
        until=world.days_ago(500),
    )
