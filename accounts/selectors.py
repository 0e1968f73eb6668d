"""Queries about people and organisations."""

from datetime import date, datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.credit_codes import LENGTH, normalise_credit_code
from accounts.enums import (
    InvitationState,
    MembershipRole,
    MembershipState,
    OrganisationKind,
)
from accounts.models import Invitation, Membership, Organisation, StaffPost, User
from accounts.models.organisations import OrganisationQuerySet
from accounts.permissions import Person, codes_above
from reference.models import Jurisdiction


def organisations_of(
    user: Person, kind: OrganisationKind | None = None
) -> OrganisationQuerySet:
    """Return the organisations ``user`` works for, by name."""
    if not user.is_authenticated:
        return Organisation.objects.none()
    found = Organisation.objects.filter(
        memberships__user=user, memberships__state="active"
    ).distinct()
    return found.filter(kind=kind) if kind else found


def posts_of(user: Person, on: date) -> QuerySet[StaffPost]:
    """Return the staff posts ``user`` holds on a day, with their authorities."""
    if not user.is_authenticated:
        return StaffPost.objects.none()
    return StaffPost.objects.held_on(on).filter(user=user).select_related("authority")


def jurisdictions_covered_by(user: Person, on: date) -> QuerySet[Jurisdiction]:
    """Return the places at the top of the territories of a person's posts."""
    return Jurisdiction.objects.filter(
        authorities__staff_posts__in=posts_of(user, on)
    ).distinct()


def staff_overseen_by(user: Person, on: date) -> QuerySet[User]:
    """Return the authority staff of the places a person's posts cover."""
    within = Q(pk__in=())
    for place in jurisdictions_covered_by(user, on):
        within |= Q(staff_posts__authority__covers__path__startswith=place.path)
    return User.objects.filter(within).distinct()


def authority_for(jurisdiction: Jurisdiction) -> Organisation | None:
    """Return the most local active authority competent in a place."""
    found = (
        Organisation.objects.authorities()
        .active()
        .filter(covers__code__in=codes_above(jurisdiction))
        .order_by("-covers__path", "pk")
    )
    return found.first()


def members_of(organisation: Organisation) -> QuerySet[User]:
    """Return the people who work for an organisation and can receive letters."""
    return User.objects.filter(
        memberships__organisation=organisation,
        memberships__state="active",
        is_active=True,
    ).distinct()


def organisations_meant_by(
    typed: str, among: QuerySet[Organisation], *, most: int
) -> list[Organisation]:
    """Return whom a credit code or a name means, ``most`` of them at most.

    A whole code, which may follow a name, means its holder, and a whole name its
    bearers; a part of a name or code means everybody who has it.
    """
    written = " ".join(typed.split())
    code = normalise_credit_code(written)
    whole = Q(credit_code=code[-LENGTH:]) | Q(name=written) | Q(name_en__iexact=written)
    part = Q(name__icontains=written) | Q(name_en__icontains=written)
    if code.isascii():
        part |= Q(credit_code__startswith=code)
    ordered = among.order_by("name", "pk")
    return list(ordered.filter(whole)[:most] or ordered.filter(part)[:most])


def organisations_overseen_by(user: Person, on: date) -> OrganisationQuerySet:
    """Return the organisations in the territories of a person's posts.

    The operator sees all; organisations of other provinces are seen by staff
    whose territory is the portal's province.
    """
    if user.is_authenticated and user.is_superuser:
        return Organisation.objects.all()
    territory = Q()
    for place in jurisdictions_covered_by(user, on):
        territory |= Q(jurisdiction__path__startswith=place.path)
        if place.code == settings.PORTAL_PROVINCE:
            territory |= ~Q(jurisdiction__path__startswith=place.path)
    return (
        Organisation.objects.filter(territory)
        if territory
        else Organisation.objects.none()
    )


def membership_requests_for(user: Person, on: date) -> QuerySet[Membership]:
    """Return the requests to join that staff decide: nobody administers yet."""
    administered = Membership.objects.filter(
        organisation=OuterRef("organisation"),
        state=MembershipState.ACTIVE,
        role=MembershipRole.OWNER,
    )
    return (
        Membership.objects.filter(
            state=MembershipState.REQUESTED,
            organisation__in=organisations_overseen_by(user, on),
        )
        .exclude(Exists(administered))
        .select_related("user", "organisation")
        .order_by("joined_at")
    )


def usable_invitation(
    *, token_hash: str, user: User, at: datetime
) -> Invitation | None:
    """Return the invitation a link leads to, when it is this person's and open."""
    return (
        Invitation.objects.select_related("organisation")
        .filter(
            token_hash=token_hash,
            email=user.email,
            state=InvitationState.PENDING,
            expires_at__gt=at,
        )
        .first()
    )
