"""Who may: pure questions about a person and an organisation or place."""

from datetime import date

from django.contrib.auth.models import AnonymousUser

from accounts.enums import MembershipRole, StaffRole
from accounts.models import Membership, Organisation, StaffPost, User
from core import clock
from reference.models import Jurisdiction

Person = User | AnonymousUser


def is_member(user: Person, organisation: Organisation | None) -> bool:
    """Tell whether ``user`` works for ``organisation`` now."""
    return (
        organisation is not None
        and user.is_authenticated
        and user.is_active
        and Membership.objects.active()
        .filter(user=user, organisation=organisation)
        .exists()
    )


def is_owner(user: Person, organisation: Organisation | None) -> bool:
    """Tell whether ``user`` administers ``organisation``."""
    return (
        organisation is not None
        and user.is_authenticated
        and user.is_active
        and Membership.objects.active()
        .filter(user=user, organisation=organisation, role=MembershipRole.OWNER)
        .exists()
    )


def is_staff_of(
    user: Person,
    authority: Organisation | None,
    role: StaffRole | None = None,
    *,
    on: date | None = None,
) -> bool:
    """Tell whether ``user`` holds a post (of ``role``) at ``authority``."""
    if authority is None or not user.is_authenticated or not user.is_active:
        return False
    posts = StaffPost.objects.held_on(on or clock.today())
    posts = posts.filter(user=user, authority=authority)
    return posts.filter(role=role).exists() if role else posts.exists()


def staff_covers(
    user: Person,
    jurisdiction: Jurisdiction | None,
    role: StaffRole | None = None,
    *,
    on: date | None = None,
) -> bool:
    """Tell whether ``user`` holds a post whose territory includes a place."""
    if jurisdiction is None or not user.is_authenticated or not user.is_active:
        return False
    posts = StaffPost.objects.held_on(on or clock.today()).filter(
        user=user,
        authority__covers__code__in=codes_above(jurisdiction),
    )
    return posts.filter(role=role).exists() if role else posts.exists()


def can_approve_membership(user: Person, organisation: Organisation) -> bool:
    """Tell whether ``user`` may let a person in.

    The organisation's own administrators may; staff competent for the place
    may too, who have seen the evidence of a first administrator.
    """
    return is_owner(user, organisation) or staff_covers(user, organisation.jurisdiction)


def codes_above(jurisdiction: Jurisdiction) -> list[str]:
    """Return the codes of a place and of every place that contains it."""
    return [code for code in jurisdiction.path.split("/") if code]


def can_oversee_organisations(user: Person) -> bool:
    """Tell whether ``user`` may look at organisations in the staff area."""
    return user.is_authenticated and (
        user.is_superuser
        or StaffPost.objects.held_on(clock.today()).filter(user=user).exists()
    )
