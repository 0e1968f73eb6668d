"""Why a member of the pool does or does not stand in a draw.

Computed for all members at once, in a fixed number of queries. Every reason
rests on findings, which the expert and the operator may read and nobody else.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from accounts.enums import OrganisationKind
from accounts.models import Membership, Organisation, RelatedParty
from core.calendar import add_months
from experts.enums import ConsentPurpose, ExclusionReason
from experts.models import Absence, Employment, Expert, Tie
from experts.states import ExpertState
from reference.enums import TermUnit
from reference.models import LabelledIndustry
from reference.selectors import legal_term

Finding = dict[str, Any]
INDUSTRY = "industry"
# Industries of a path such as 620000/620100/620102/: the second is the city.
_CITY = 1


@dataclass(frozen=True)
class Matter:
    """What a panel is drawn for, as far as exclusions depend on it."""

    enterprise: Organisation
    provider: Organisation | None
    on: date
    took_part: frozenset[int] = frozenset()


@dataclass
class Standing:
    """One member in one draw: out for ``reasons``, or in with ``specialities``."""

    expert: Expert
    specialities: tuple[str, ...]
    reasons: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_eligible(self) -> bool:
        """Whether nothing speaks against this member."""
        return not self.reasons

    def exclude(self, reason: ExclusionReason, **finding: object) -> None:
        """Note a reason once and each finding it rests on."""
        if reason.value not in self.reasons:
            self.reasons.append(reason.value)
        self.findings.append({"reason": reason.value, **finding})


def standings(experts: QuerySet[Expert], matter: Matter) -> Iterator[Standing]:
    """Yield how each of ``experts`` stands in ``matter``, in the given order.

    Raises NoLawInForce where the law table has no window for ties.
    """
    return _Examination(matter).examine(experts)


def tie_window_start(on: date) -> date:
    """Return the day after which a past tie still counts on ``on``.

    Law key: ``expert.tie_window``.
    """
    term = legal_term("expert.tie_window", on)
    months = {TermUnit.MONTH: 1, TermUnit.YEAR: 12}[TermUnit(term.unit)]
    return add_months(on, -months * term.amount)


def comparable(name: str) -> str:
    """Return a name so that spellings of one organisation compare equal."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def labels_of(organisation: Organisation) -> frozenset[str]:
    """Return the key industries of an organisation, stated or told by its codes."""
    stated = organisation.labels.values_list("key", flat=True)
    told = LabelledIndustry.objects.filter(
        industry__organisations=organisation
    ).values_list("industry_label_id", flat=True)
    return frozenset(stated) | frozenset(told)


class _Party:
    """An organisation with everybody who counts as the same."""

    def __init__(self, organisation: Organisation, reason: ExclusionReason) -> None:
        self.reason = reason
        self.ids = {organisation.pk}
        self.names = {comparable(organisation.name)}
        self.names |= {
            comparable(former.name) for former in organisation.former_names.all()
        }
        for party in organisation.related_parties.all():
            self.names.add(comparable(party.other_name))
            if party.other_id is not None:
                self.ids.add(party.other_id)
        self.ids |= set(
            RelatedParty.objects.filter(other=organisation).values_list(
                "organisation_id", flat=True
            )
        )

    def is_meant(self, bond: Employment | Tie) -> bool:
        return (
            bond.organisation_id in self.ids
            or comparable(bond.organisation_name) in self.names
        )


class _Examination:
    """Holds what is the same for every member."""

    def __init__(self, matter: Matter) -> None:
        self.matter = matter
        self.window_start = tie_window_start(matter.on)
        self.labels = labels_of(matter.enterprise)
        self.parties = [_Party(matter.enterprise, ExclusionReason.TIE_ENTERPRISE)]
        if matter.provider is not None:
            self.parties.append(_Party(matter.provider, ExclusionReason.TIE_PROVIDER))
        self.rivals = _providers_in_the_same_market(matter.enterprise, self.labels)

    def examine(self, experts: QuerySet[Expert]) -> Iterator[Standing]:
        members = list(
            experts.prefetch_related(
                "specialities",
                "labels",
                "terms",
                "consents",
                "employments",
                "ties",
                "absences",
            )
        )
        jobs = _memberships_by_user(members)
        for expert in members:
            standing = Standing(expert, self._specialities(expert))
            self._membership_of_the_pool(standing)
            self._bonds(standing)
            self._jobs(standing, jobs.get(expert.user_id or 0, []))
            self._conflicts(standing)
            standing.reasons.sort()
            yield standing

    def _specialities(self, expert: Expert) -> tuple[str, ...]:
        """Return what an expert can sit for; industry means the enterprise's own."""
        held = {speciality.key for speciality in expert.specialities.all()}
        known = {label.key for label in expert.labels.all()}
        if self.labels and not self.labels & known:
            held.discard(INDUSTRY)
        return tuple(sorted(held))

    def _membership_of_the_pool(self, standing: Standing) -> None:
        expert, day = standing.expert, self.matter.on
        if not _agreed_to_serve(expert) or expert.state == ExpertState.ENDED:
            standing.exclude(ExclusionReason.NOT_SERVING)
        if expert.state == ExpertState.SUSPENDED:
            standing.exclude(ExclusionReason.SUSPENDED)
        if not any(term.covers(day) for term in expert.terms.all()):
            standing.exclude(ExclusionReason.TERM_OVER)
        for absence in expert.absences.all():
            if absence.first_day <= day <= absence.last_day:
                standing.exclude(ExclusionReason.AWAY, **_days(absence))

    def _bonds(self, standing: Standing) -> None:
        bonds: list[Employment | Tie] = [
            *standing.expert.employments.all(),
            *standing.expert.ties.all(),
        ]
        for bond in bonds:
            if bond.until is not None and bond.until <= self.window_start:
                continue
            for party in self.parties:
                if party.is_meant(bond):
                    standing.exclude(party.reason, **_told(bond))

    def _jobs(self, standing: Standing, jobs: list[Membership]) -> None:
        for job in jobs:
            for party in self.parties:
                if job.organisation_id in party.ids:
                    standing.exclude(
                        party.reason,
                        kind="account",
                        organisation=job.organisation.name,
                    )
            if job.organisation_id in self.rivals:
                standing.exclude(
                    ExclusionReason.SELLS_AUDITS,
                    kind="account",
                    organisation=job.organisation.name,
                )

    def _conflicts(self, standing: Standing) -> None:
        if standing.expert.user_id in self.matter.took_part:
            standing.exclude(ExclusionReason.TOOK_PART)


def _agreed_to_serve(expert: Expert) -> bool:
    return any(
        consent.purpose == ConsentPurpose.SERVE and consent.withdrawn_at is None
        for consent in expert.consents.all()
    )


def _memberships_by_user(members: list[Expert]) -> dict[int, list[Membership]]:
    # One query however large the pool is: a list of ids could outgrow a query.
    found: dict[int, list[Membership]] = defaultdict(list)
    memberships = (
        Membership.objects.active()
        .filter(user__expert_memberships__isnull=False)
        .distinct()
    )
    for membership in memberships.select_related("organisation"):
        found[membership.user_id].append(membership)
    return found


def _providers_in_the_same_market(
    enterprise: Organisation, labels: frozenset[str]
) -> frozenset[int]:
    """Return providers of the enterprise's city that work for its industries.

    A provider that states no industry counts as one of every industry.
    """
    if enterprise.jurisdiction is None:
        return frozenset()
    parts = [code for code in enterprise.jurisdiction.path.split("/") if code]
    city = parts[min(_CITY, len(parts) - 1)]
    near = Organisation.objects.filter(
        kind=OrganisationKind.PROVIDER, jurisdiction__path__contains=f"{city}/"
    ).prefetch_related("labels")
    return frozenset(
        provider.pk
        for provider in near
        if not (stated := {label.key for label in provider.labels.all()})
        or not labels
        or stated & labels
    )


def _told(bond: Employment | Tie) -> Finding:
    return {
        "kind": bond.kind if isinstance(bond, Tie) else "employer",
        "organisation": bond.organisation_name,
        "since": bond.since.isoformat() if bond.since else None,
        "until": bond.until.isoformat() if bond.until else None,
    }


def _days(absence: Absence) -> Finding:
    return {
        "since": absence.first_day.isoformat(),
        "until": absence.last_day.isoformat(),
    }
