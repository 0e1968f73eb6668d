"""Questions to the register and its cases."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import Organisation
from accounts.permissions import Person
from accounts.selectors import jurisdictions_covered_by, organisations_of, posts_of
from blacklist.enums import Tier
from blacklist.facts import comparable
from blacklist.models import NamePublication, Tip, ViolationCase
from blacklist.models.publications import NamePublicationQuerySet
from reference.models import Jurisdiction
from reference.models.places import JurisdictionQuerySet


@dataclass(frozen=True, slots=True)
class Standing:
    """What the register says about an organisation on a day."""

    on: date
    publications: tuple[NamePublication, ...]

    @property
    def is_clear(self) -> bool:
        """Whether no publication is current."""
        return not self.publications

    @property
    def tier(self) -> str:
        """The gravest tier of the current publications, or nothing."""
        tiers = [Tier(row.tier) for row in self.publications]
        return max(tiers, key=lambda tier: tier.weight).value if tiers else ""


def current_publications(on: date) -> NamePublicationQuerySet:
    """Return the names shown on a day, with what a list of them needs."""
    return NamePublication.objects.current(on).select_related(
        "jurisdiction", "authority", "party", "sanction_basis__instrument"
    )


def standing_of(organisation: Organisation, on: date) -> Standing:
    """Return the standing of an organisation, found by row or by credit code."""
    same = Q(party=organisation)
    if organisation.credit_code:
        same |= Q(party_credit_code=organisation.credit_code)
    found = current_publications(on).filter(same).order_by("-published_at", "pk")
    return Standing(on=on, publications=tuple(found))


def publications_matching(
    *, name: str = "", credit_code: str = "", on: date
) -> NamePublicationQuerySet:
    """Return the publications of a name or credit code that are shown on a day.

    A name is compared in full, the party's present and former names included,
    without regard to spaces and to the width of brackets.
    """
    current = current_publications(on)
    if credit_code:
        return current.filter(party_credit_code=credit_code)
    key = comparable(name)
    if not key:
        return current.none()
    return current.filter(
        Q(name_key=key)
        | Q(party__name=name.strip())
        | Q(party__former_names__name=name.strip())
    ).distinct()


def cases_visible_to(user: Person, on: date) -> QuerySet[ViolationCase]:
    """Return the cases of the places a person's posts cover."""
    return ViolationCase.objects.filter(_covered(user, on)).select_related(
        "authority", "jurisdiction", "handler", "party"
    )


def tips_visible_to(user: Person, on: date) -> QuerySet[Tip]:
    """Return the tips of the places where a person handles or reviews."""
    roles = {post.role for post in posts_of(user, on)}
    if not roles & {"handler", "reviewer"}:
        return Tip.objects.none()
    return Tip.objects.filter(_covered(user, on)).select_related("jurisdiction", "case")


def publications_visible_to(user: Person, on: date) -> NamePublicationQuerySet:
    """Return all publications, ended ones too, of the places covered."""
    return NamePublication.objects.filter(_covered(user, on)).select_related(
        "jurisdiction", "case"
    )


def cases_concerning(user: Person) -> QuerySet[ViolationCase]:
    """Return the cases that a person's organisations were given notice of."""
    return (
        ViolationCase.objects.noticed()
        .filter(party__in=organisations_of(user))
        .select_related("party", "authority", "notice", "decision")
    )


def covered_places(user: Person, on: date) -> JurisdictionQuerySet:
    """Return every place within the territories of a person's posts."""
    tops = list(jurisdictions_covered_by(user, on))
    if not tops:
        return Jurisdiction.objects.none()
    anywhere = Q()
    for top in tops:
        anywhere |= Q(path__startswith=top.path)
    return Jurisdiction.objects.filter(anywhere)


def _covered(user: Person, on: date) -> Q:
    anywhere = Q(pk__in=[])
    for top in jurisdictions_covered_by(user, on):
        anywhere |= Q(jurisdiction__path__startswith=top.path)
    return anywhere
