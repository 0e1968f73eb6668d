"""Working for an organisation."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import notifications
from accounts.enums import MembershipRole, MembershipState
from accounts.journal import AccountAction
from accounts.models import Membership, Organisation, User
from accounts.permissions import can_approve_membership, is_owner
from accounts.states import MEMBERSHIP_FLOW
from core.journal import record
from core.refusals import MoveRefused, Refusal, require


@transaction.atomic
def request_membership(
    *, organisation_id: int, actor: User, at: datetime
) -> Membership:
    """Ask to work for an organisation that is registered already.

    Its administrators decide; where it has none yet, the competent authority
    does. Raises Refusal when the person has asked or belongs already.
    """
    organisation = Organisation.objects.locked().get(pk=organisation_id)
    open_one = Membership.objects.exclude(state=MembershipState.ENDED).filter(
        user=actor, organisation=organisation
    )
    if open_one.exists():
        raise Refusal(
            _("You have asked already, or belong to it."), field="credit_code"
        )
    orphaned = not organisation.memberships.active().exists()
    membership = Membership.objects.create(
        user=actor,
        organisation=organisation,
        role=MembershipRole.OWNER if orphaned else MembershipRole.MEMBER,
        state=MembershipState.REQUESTED,
        joined_at=at,
    )
    record(
        AccountAction.MEMBERSHIP_REQUESTED,
        organisation,
        actor=actor,
        at=at,
        organisation=organisation,
    )
    notifications.tell_owners_of_request(membership, at=at)
    return membership


@transaction.atomic
def approve_membership(*, membership_id: int, actor: User, at: datetime) -> Membership:
    """Let a person in who asked."""
    membership = _locked(membership_id)
    require(can_approve_membership(actor, membership.organisation))
    membership.state = MEMBERSHIP_FLOW.after("approve", membership.state)
    membership.joined_at = at
    membership.save(update_fields=["state", "joined_at"])
    _record(AccountAction.MEMBERSHIP_APPROVED, membership, actor, at)
    notifications.tell_person_of_answer(membership, at=at)
    return membership


@transaction.atomic
def refuse_membership(*, membership_id: int, actor: User, at: datetime) -> Membership:
    """Turn down a request."""
    membership = _locked(membership_id)
    require(can_approve_membership(actor, membership.organisation))
    membership.state = MEMBERSHIP_FLOW.after("refuse", membership.state)
    membership.ended_at = at
    membership.save(update_fields=["state", "ended_at"])
    _record(AccountAction.MEMBERSHIP_REFUSED, membership, actor, at)
    notifications.tell_person_of_answer(membership, at=at)
    return membership


@transaction.atomic
def end_membership(*, membership_id: int, actor: User, at: datetime) -> Membership:
    """Let a person go, or leave oneself.

    Raises Refusal for the last administrator: somebody must remain.
    """
    membership = _locked(membership_id)
    require(actor == membership.user or is_owner(actor, membership.organisation))
    state = MEMBERSHIP_FLOW.after("end", membership.state)
    _require_another_owner(membership)
    membership.state = state
    membership.ended_at = at
    membership.save(update_fields=["state", "ended_at"])
    _record(AccountAction.MEMBERSHIP_ENDED, membership, actor, at)
    return membership


@transaction.atomic
def change_role(
    *, membership_id: int, role: MembershipRole, actor: User, at: datetime
) -> Membership:
    """Make a member an administrator, or the other way round.

    Raises MoveRefused for somebody who is no member now.
    """
    membership = _locked(membership_id)
    require(is_owner(actor, membership.organisation))
    if membership.state != MembershipState.ACTIVE:
        raise MoveRefused(move="change_role", state=membership.state)
    if membership.role == role:
        return membership
    if role != MembershipRole.OWNER:
        _require_another_owner(membership)
    membership.role = role
    membership.save(update_fields=["role"])
    record(
        AccountAction.MEMBERSHIP_ROLE_CHANGED,
        membership.organisation,
        actor=actor,
        at=at,
        person=membership.user,
        role=role.label,
    )
    return membership


def _locked(membership_id: int) -> Membership:
    # The organisation first: two administrators must not leave at once.
    organisation_id = Membership.objects.values_list("organisation_id", flat=True).get(
        pk=membership_id
    )
    Organisation.objects.locked().get(pk=organisation_id)
    return (
        Membership.objects.locked()
        .select_related("organisation", "user")
        .get(pk=membership_id)
    )


def _require_another_owner(membership: Membership) -> None:
    if membership.role != MembershipRole.OWNER:
        return
    others = membership.organisation.memberships.active().filter(
        role=MembershipRole.OWNER
    )
    if not others.exclude(pk=membership.pk).exists():
        raise Refusal(_("Make somebody else an administrator first: one must remain."))


def _record(
    action: AccountAction, membership: Membership, actor: User, at: datetime
) -> None:
    record(
        action,
        membership.organisation,
        actor=actor,
        at=at,
        person=membership.user,
        person_id=membership.user_id,
    )
