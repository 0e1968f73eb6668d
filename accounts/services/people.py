"""People and the posts they hold."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.enums import StaffRole
from accounts.journal import AccountAction
from accounts.models import Organisation, StaffPost, User
from core.journal import record
from core.refusals import Refusal, require


@transaction.atomic
def update_profile(
    *, actor: User, name: str, phone: str, language: str, at: datetime
) -> User:
    """Change what a person says of themselves."""
    person = User.objects.select_for_update().get(pk=actor.pk)
    person.name, person.phone, person.language = name, phone, language
    person.save(update_fields=["name", "phone", "language"])
    record(AccountAction.PROFILE_UPDATED, person, actor=actor, at=at)
    return person


@transaction.atomic
def give_post(
    *,
    user: User,
    authority: Organisation,
    role: StaffRole,
    valid_from: date,
    actor: User,
    at: datetime,
) -> StaffPost:
    """Appoint a person; only the operator may.

    Raises Refusal when the person holds the post already.
    """
    require(actor.is_superuser)
    held = StaffPost.objects.filter(
        user=user, authority=authority, role=role, valid_until__isnull=True
    )
    if held.exists():
        raise Refusal(_("This person holds the post already."), field="user")
    post = StaffPost.objects.create(
        user=user, authority=authority, role=role, valid_from=valid_from
    )
    if not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])
    record(
        AccountAction.POST_GIVEN,
        authority,
        actor=actor,
        at=at,
        person=user,
        role=role.label,
    )
    return post


@transaction.atomic
def end_post(*, post_id: int, on: date, actor: User, at: datetime) -> StaffPost:
    """End a post; ``on`` is the first day without it."""
    require(actor.is_superuser)
    post = StaffPost.objects.locked().get(pk=post_id)
    if on <= post.valid_from:
        raise Refusal(_("A post ends after it began."), field="on")
    post.valid_until = on
    post.save(update_fields=["valid_until"])
    record(
        AccountAction.POST_ENDED,
        post.authority,
        actor=actor,
        at=at,
        person=post.user,
        role=post.get_role_display(),
    )
    return post
