"""Questions to the directory."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.core.cache import cache
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Organisation
from blacklist.models import NamePublication
from blacklist.selectors import current_publications
from providers.enums import Condition
from providers.models import ProviderProfile, QualityObservation, StaffMember
from providers.quality_index import Breakdown, Fact, breakdown, pool_means

POOL_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a reader should know; it stops nobody."""

    text: str
    tone: str = "warn"


def listed_profiles() -> QuerySet[ProviderProfile]:
    """Return the directory with everything a row of it shows."""
    return (
        ProviderProfile.objects.listed()
        .select_related("organisation__jurisdiction")
        .prefetch_related("services", "labels", "serves")
    )


def public_providers() -> QuerySet[Organisation]:
    """Return providers with a public page: listed, or with a quality record."""
    listed = ProviderProfile.objects.listed().filter(organisation=OuterRef("pk"))
    observed = QualityObservation.objects.standing().filter(provider=OuterRef("pk"))
    return (
        Organisation.objects.providers()
        .exclude(credit_code=None)
        .filter(Exists(listed) | Exists(observed))
        .select_related("jurisdiction")
    )


def publications_by_provider(
    providers: Iterable[Organisation], on: date
) -> dict[int, list[NamePublication]]:
    """Return the publications that name providers on a day; one query for all.

    Standing is asked for, never copied: an expired name is gone at once.
    """
    by_key = {provider.pk: provider for provider in providers}
    codes = {provider.credit_code: provider.pk for provider in by_key.values()}
    found: dict[int, list[NamePublication]] = {pk: [] for pk in by_key}
    codes.pop(None, None)
    named = Q(party__in=by_key) | Q(party_credit_code__in=codes)
    for publication in current_publications(on).filter(named):
        pk = codes.get(publication.party_credit_code, publication.party_id)
        if pk in found:
            found[pk].append(publication)
    return found


def quality_of(provider: Organisation, on: date) -> Breakdown:
    """Return a provider's quality index on a day, with all it is made of."""
    return quality_by_provider([provider.pk], on)[provider.pk]


def quality_by_provider(
    provider_ids: Collection[int], on: date
) -> dict[int, Breakdown]:
    """Return the quality index of providers; few queries for any number."""
    found: dict[int, list[Fact]] = defaultdict(list)
    standing = QualityObservation.objects.standing().by(on)
    for row in standing.filter(provider__in=provider_ids):
        fact = Fact(row.kind, row.value, row.weight, row.observed_on)
        found[row.provider_id].append(fact)
    pool = pool_on(on)
    return {pk: breakdown(found[pk], pool, on) for pk in provider_ids}


def pool_on(on: date) -> dict[str, Fraction]:
    """Return the pool's mean of each kind on a day, kept while nothing is added."""
    everything = QualityObservation.objects.by(on)
    state = everything.aggregate(
        last=Max("pk"), standing=Count("pk", filter=Q(retracted_at=None))
    )
    key = f"providers.pool.{on}.{state['last']}.{state['standing']}"
    pool: dict[str, Fraction] | None = cache.get(key)
    if pool is None:
        rows = everything.standing().values_list(
            "kind", "value", "weight", "observed_on"
        )
        pool = pool_means((Fact(*row) for row in rows.iterator()), on)
        cache.set(key, pool, POOL_SECONDS)
    return pool


def observations_of(provider: Organisation, on: date) -> QuerySet[QualityObservation]:
    """Return the facts that stand, the latest first."""
    return QualityObservation.objects.standing().by(on).filter(provider=provider)


def staff_on(provider: Organisation, on: date) -> QuerySet[StaffMember]:
    """Return the people a provider declares as employed on a day."""
    return StaffMember.objects.filter(
        Q(left_on=None) | Q(left_on__gt=on),
        profile__organisation=provider,
        joined_on__lte=on,
    )


def is_employed(
    provider: Organisation, on: date, *, name: str, certificate_number: str = ""
) -> bool:
    """Tell whether a provider declares a person as employed on a day.

    By certificate number where one is given, otherwise by name.
    """
    staff = staff_on(provider, on)
    if certificate_number:
        return staff.filter(certificate_number=certificate_number.strip()).exists()
    return staff.filter(name=name.strip()).exists()


def claimed_elsewhere(staff: Iterable[StaffMember], on: date) -> set[int]:
    """Return the keys of people another provider claims too on a day.

    People are told apart by the number of their certificate; one without a
    number is never taken for another.
    """
    members = [member for member in staff if member.certificate_number]
    others = StaffMember.objects.filter(
        Q(left_on=None) | Q(left_on__gt=on),
        certificate_number__in={member.certificate_number for member in members},
        joined_on__lte=on,
    ).values_list("certificate_number", "profile_id")
    employers: dict[str, set[int]] = defaultdict(set)
    for number, profile_id in others:
        employers[number].add(profile_id)
    return {
        member.pk
        for member in members
        if employers[member.certificate_number] - {member.profile_id}
    }


def warnings_for(profile: ProviderProfile, on: date) -> list[Notice]:
    """Return what a provider should put right; nothing here blocks anything."""
    evidence = list(profile.evidence.all())
    shown = {row.condition for row in evidence if not row.is_expired(on)}
    found = [
        Notice(_("No valid evidence yet: {what}").format(what=Condition(key).label))
        for key in Condition.values
        if key not in shown
    ]
    found += [
        Notice(_("Expired: {what}").format(what=row.title))
        for row in evidence
        if row.is_expired(on)
    ]
    found += [
        Notice(_("Calibration has run out: {what}").format(what=row.name))
        for row in profile.instruments.all()
        if row.is_overdue(on)
    ]
    staff = list(staff_on(profile.organisation, on))
    claimed = claimed_elsewhere(staff, on)
    found += [
        Notice(
            _("Another provider lists the same certificate: {what}").format(
                what=member.name
            )
        )
        for member in staff
        if member.pk in claimed
    ]
    return found
