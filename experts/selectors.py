"""Questions to the pool and its draws."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from accounts.models import Organisation
from accounts.permissions import Person
from accounts.selectors import jurisdictions_covered_by
from experts import draw_record
from experts.draw_engine import OPEN_SEAT
from experts.enums import ConsentPurpose, ExclusionReason, PublicField
from experts.exclusions import comparable
from experts.models import (
    Consent,
    Draw,
    DrawCandidate,
    DutyRecord,
    Expert,
    ExpertApplication,
    Invitation,
    Speciality,
)
from experts.models.applications import ApplicationQuerySet
from experts.models.draws import InvitationQuerySet
from experts.models.people import ExpertQuerySet
from experts.states import DrawState, ExpertState
from reference.models import IndustryLabel, Jurisdiction


@dataclass(frozen=True, slots=True)
class PublicExpert:
    """What the public may see of a member: consented fields only."""

    number: str
    url: str
    name: str = ""
    employer: str = ""
    title: str = ""
    introduction: str = ""
    specialities: tuple[Speciality, ...] = ()
    labels: tuple[IndustryLabel, ...] = ()
    jurisdiction: Jurisdiction | None = None
    term_until: date | None = None
    fields: frozenset[str] = field(default_factory=frozenset)

    @property
    def heading(self) -> str:
        """The name where it is public, the number where not."""
        return self.name or self.number


def published_experts() -> ExpertQuerySet:
    """Return the members who agreed to be shown, ready to be made into cards."""
    return Expert.objects.published().with_card()


def public_card(expert: Expert) -> PublicExpert:
    """Return the consented fields of a member fetched with ``with_card``."""
    agreed: frozenset[str] = frozenset()
    for consent in expert.open_consents:  # type: ignore[attr-defined] # set by with_card
        if consent.purpose == ConsentPurpose.PUBLISH:
            agreed = consent.field_names
    values = {name: value for name, value in _values(expert) if _FIELD[name] in agreed}
    return PublicExpert(
        number=expert.number,
        url=expert.get_absolute_url(),
        fields=agreed,
        **values,
    )


def public_names(numbers: Iterable[str]) -> dict[str, str]:
    """Return the published names by number; others have none."""
    return dict(
        Expert.objects.filter(number__in=list(numbers))
        .exclude(state=ExpertState.ENDED)
        .agreeing_to_show(PublicField.NAME)
        .values_list("number", "profile__name")
    )


def expert_of(user: Person) -> Expert | None:
    """Return the membership a person has now."""
    if not user.is_authenticated:
        return None
    members = Expert.objects.exclude(state=ExpertState.ENDED)
    return members.select_related("profile", "jurisdiction").filter(user=user).first()


def experts_managed_by(user: Person, on: date) -> ExpertQuerySet:
    """Return the members at home in a staff member's territory."""
    within = _within(user, on)
    return Expert.objects.filter(within) if within else Expert.objects.none()


def applications_decided_by(user: Person, on: date) -> ApplicationQuerySet:
    """Return the handed-in applications from a staff member's territory."""
    within = _within(user, on)
    if within is None:
        return ExpertApplication.objects.none()
    return ExpertApplication.objects.filter(within, submitted_at__isnull=False)


def draws_run_by(user: Person, on: date) -> QuerySet[Draw]:
    """Return the draws about enterprises in a staff member's territory."""
    within = _within(user, on, "enterprise__jurisdiction")
    return Draw.objects.filter(within) if within else Draw.objects.none()


def draws_visible_to(user: Person) -> QuerySet[Draw]:
    """Return every draw: that one was made is public, the names are not yet.

    Names and candidates are for ``can_see_names`` and ``can_see_candidates``.
    """
    return Draw.objects.select_related("enterprise", "provider", "requested_by")


def draw_for(subject: models.Model, purpose: str | None = None) -> Draw | None:
    """Return the last draw for a subject that was not cancelled."""
    found = Draw.objects.exclude(state=DrawState.CANCELLED).filter(
        subject_type=ContentType.objects.get_for_model(subject),
        subject_id=str(subject.pk),
    )
    return (found.filter(purpose=purpose) if purpose else found).first()


def panel_of(draw: Draw) -> InvitationQuerySet:
    """Return who holds the seats of a draw now, seat by seat.

    ``invitation.expert.user`` is the person, or None for a member without an
    account; ``invitation.state`` tells whether they accepted.
    """
    return (
        draw.invitations.seated()
        .select_related("expert__user", "expert__profile")
        .order_by("seat")
    )


def invitations_of(user: Person) -> InvitationQuerySet:
    """Return a person's own invitations, the latest first."""
    if not user.is_authenticated:
        return Invitation.objects.none()
    return (
        Invitation.objects.filter(expert__user=user)
        .select_related("draw__enterprise", "draw__provider", "expert")
        .defer("draw__frozen", "draw__reveal")
        .order_by("-invited_at", "-pk")
    )


def candidacies_of(user: Person) -> QuerySet[DrawCandidate]:
    """Return how a person stood in each draw, the latest first."""
    if not user.is_authenticated:
        return DrawCandidate.objects.none()
    return (
        DrawCandidate.objects.filter(expert__user=user)
        .select_related("draw__enterprise")
        # The records of a draw may be large, and no list needs them.
        .defer("draw__frozen", "draw__reveal")
        .order_by("-draw__frozen_at", "-pk")
    )


def duties_of(user: Person) -> QuerySet[DutyRecord]:
    """Return a person's record of duty, the latest first."""
    if not user.is_authenticated:
        return DutyRecord.objects.none()
    return (
        DutyRecord.objects.filter(expert__user=user)
        .select_related("draw__enterprise")
        .defer("draw__frozen", "draw__reveal")
    )


def record_of(draw: Draw) -> bytes | None:
    """Return the file that repeats a draw, or None before it is drawn."""
    if draw.reveal is None:
        return None
    return draw_record.document_bytes(
        draw_record.document(draw.frozen, draw.frozen_hash, draw.reveal, draw.links)
    )


def sealed_record_of(draw: Draw) -> dict[str, Any]:
    """Return what may be known of a draw whose names are closed."""
    return {
        "format": draw_record.FORMAT,
        "sealed": True,
        "state": draw.state,
        "number": draw.number,
        "frozen_hash": draw.frozen_hash,
        "operator_commitment": draw.frozen["operator_commitment"],
        "head": draw.head or None,
    }


def shared_employers(panel: Iterable[Invitation]) -> list[str]:
    """Return the employers that more than one member of a panel works for."""
    seated = {invitation.expert_id for invitation in panel}
    jobs = (
        Expert.objects.filter(pk__in=seated, employments__until__isnull=True)
        .exclude(employments__isnull=True)
        .values_list("pk", "employments__organisation_name")
        .distinct()
    )
    names = {comparable(name): name for _pk, name in jobs}
    counted = Counter(comparable(name) for _pk, name in jobs)
    return sorted(names[key] for key, times in counted.items() if times > 1)


def speciality_label(key: str) -> str:
    """Return the name of a seat's speciality in the reader's language."""
    if key == OPEN_SEAT:
        return gettext("any speciality")
    found = Speciality.objects.filter(pk=key).first()
    return found.label if found else key


def speciality_labels() -> dict[str, str]:
    """Return the names of all specialities, and of an open seat, by key."""
    named = {row.key: row.label for row in Speciality.objects.all()}
    return {**named, OPEN_SEAT: gettext("any speciality")}


def reason_labels(reasons: Iterable[str]) -> list[str]:
    """Return the sentences of exclusion reasons."""
    return [str(ExclusionReason(reason).label) for reason in reasons]


def open_consent(expert: Expert, purpose: ConsentPurpose) -> Consent | None:
    """Return the consent to a purpose that holds now."""
    consents = Consent.objects.open().filter(expert=expert, purpose=purpose)
    return consents.prefetch_related("fields").first()


def nominations_by(organisation: Organisation) -> ApplicationQuerySet:
    """Return whom an organisation nominated, the latest first."""
    return ExpertApplication.objects.filter(nominated_by=organisation).order_by(
        "-created_at"
    )


_FIELD = {name: name for name in PublicField.values} | {
    "term_until": PublicField.TERM.value
}


def _values(expert: Expert) -> list[tuple[str, Any]]:
    profile = getattr(expert, "profile", None)
    terms = [term.valid_until for term in expert.terms.all()]
    return [
        ("name", profile.name if profile else ""),
        ("employer", profile.employer if profile else ""),
        ("title", profile.title if profile else ""),
        ("introduction", profile.introduction if profile else ""),
        ("specialities", tuple(expert.specialities.all())),
        ("labels", tuple(expert.labels.all())),
        ("jurisdiction", expert.jurisdiction),
        ("term_until", max(terms, default=None)),
    ]


def _within(user: Person, on: date, path: str = "jurisdiction") -> Q | None:
    """Return the condition of lying in a person's territory; None without one."""
    condition: Q | None = None
    for place in jurisdictions_covered_by(user, on):
        here = Q(**{f"{path}__path__startswith": place.path})
        condition = here if condition is None else condition | here
    return condition
