from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts import services
from accounts.credit_codes import make_credit_code
from accounts.enums import MembershipRole, MembershipState, OrganisationKind
from accounts.models import Invitation, Membership, Organisation
from accounts.permissions import is_member, is_owner
from accounts.services.invitations import InvitationUnusable
from accounts.services.organisations import AlreadyRegistered, Particulars
from core.journal import journal_of
from core.models import OutboxMessage
from core.refusals import MoveRefused, Refusal
from reference.models import Jurisdiction
from tests.conftest import NOON
from tests.factories.accounts import (
    MembershipFactory,
    OrganisationFactory,
    StaffPostFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
CODE = make_credit_code("620100", 777)


def register(actor, **changes):
    values = {
        "kind": OrganisationKind.PROVIDER,
        "credit_code": CODE,
        "particulars": Particulars(
            name="例示咨询有限公司",
            jurisdiction=Jurisdiction.objects.get(pk="620100"),
        ),
        "actor": actor,
        "at": NOON,
    }
    return services.register_organisation(**{**values, **changes})


def invite(owner, email="new@example.test"):
    services.invite_colleague(
        organisation_id=owner.organisation_id,
        email=email,
        role=MembershipRole.MEMBER,
        actor=owner.user,
        at=NOON,
    )
    letter = OutboxMessage.objects.get(to_address=email, sent_at=None)
    return letter.body.split("/invitations/")[1].split("/")[0]


def test_whoever_registers_an_organisation_administers_it():
    user = UserFactory()

    organisation = register(user)

    assert is_owner(user, organisation)
    assert journal_of(organisation).count() == 1


def test_a_taken_credit_code_is_not_registered_again():
    taken = register(UserFactory())

    with pytest.raises(AlreadyRegistered) as refusal:
        register(UserFactory())

    assert refusal.value.organisation == taken
    assert refusal.value.field == "credit_code"
    assert Organisation.objects.filter(credit_code=CODE).count() == 1


def test_nobody_registers_an_authority():
    with pytest.raises(Refusal):
        register(UserFactory(), kind=OrganisationKind.AUTHORITY)

    assert not Organisation.objects.filter(credit_code=CODE).exists()


def test_a_former_name_stays_findable_and_the_check_of_identity_lapses():
    user = UserFactory()
    organisation = register(user)
    Organisation.objects.update(identity_checked_at=NOON)

    services.rename_organisation(
        organisation_id=organisation.pk,
        name="新例示咨询有限公司",
        on=NOON.date(),
        actor=user,
        at=NOON,
    )

    organisation.refresh_from_db()
    assert organisation.name == "新例示咨询有限公司"
    assert organisation.former_names.get().name == "例示咨询有限公司"
    assert organisation.identity_checked_at is None


def test_an_invitation_is_accepted_once_by_the_person_it_was_sent_to():
    owner = MembershipFactory()
    token = invite(owner)
    colleague = UserFactory(email="new@example.test")

    services.accept_invitation(token=token, actor=colleague, at=NOON)

    assert is_member(colleague, owner.organisation)
    with pytest.raises(InvitationUnusable):
        services.accept_invitation(token=token, actor=colleague, at=NOON)


@pytest.mark.parametrize(
    ("email", "later", "token"),
    [
        ("other@example.test", timedelta(), None),
        ("new@example.test", timedelta(days=14), None),
        ("new@example.test", timedelta(), "forged"),
    ],
)
def test_a_forged_expired_or_foreign_invitation_is_refused(email, later, token):
    owner = MembershipFactory()
    sent = invite(owner)
    stranger = UserFactory(email=email)

    with pytest.raises(InvitationUnusable):
        services.accept_invitation(token=token or sent, actor=stranger, at=NOON + later)

    assert not is_member(stranger, owner.organisation)
    assert Invitation.objects.get().accepted_at is None


def test_a_member_who_is_no_administrator_invites_nobody():
    member = MembershipFactory(role=MembershipRole.MEMBER)

    with pytest.raises(PermissionDenied):
        invite(member)

    assert not Invitation.objects.exists()


def test_the_last_administrator_cannot_leave():
    owner = MembershipFactory()

    with pytest.raises(Refusal):
        services.end_membership(membership_id=owner.pk, actor=owner.user, at=NOON)

    owner.refresh_from_db()
    assert owner.state == MembershipState.ACTIVE


def test_an_orphaned_organisation_is_claimed_with_the_authoritys_approval():
    organisation = OrganisationFactory()
    claimant = UserFactory()
    staff = StaffPostFactory(authority__covers=[Jurisdiction.objects.get(pk="620000")])
    request = services.request_membership(
        organisation_id=organisation.pk, actor=claimant, at=NOON
    )
    assert not is_member(claimant, organisation)

    services.approve_membership(membership_id=request.pk, actor=staff.user, at=NOON)

    assert is_owner(claimant, organisation)


def test_staff_of_another_place_approve_nothing():
    organisation = OrganisationFactory()
    staff = StaffPostFactory(authority__covers=[Jurisdiction.objects.get(pk="620200")])
    request = services.request_membership(
        organisation_id=organisation.pk, actor=UserFactory(), at=NOON
    )

    with pytest.raises(PermissionDenied):
        services.approve_membership(membership_id=request.pk, actor=staff.user, at=NOON)

    request.refresh_from_db()
    assert request.state == MembershipState.REQUESTED


def test_a_request_is_answered_once():
    owner = MembershipFactory()
    request = services.request_membership(
        organisation_id=owner.organisation_id, actor=UserFactory(), at=NOON
    )
    services.refuse_membership(membership_id=request.pk, actor=owner.user, at=NOON)

    with pytest.raises(MoveRefused):
        services.approve_membership(membership_id=request.pk, actor=owner.user, at=NOON)

    assert Membership.objects.get(pk=request.pk).state == MembershipState.ENDED


def test_a_name_is_not_recorded_ahead_of_its_day():
    user = UserFactory()
    organisation = register(user)

    with pytest.raises(Refusal) as refused:
        services.rename_organisation(
            organisation_id=organisation.pk,
            name="新例示咨询有限公司",
            on=NOON.date() + timedelta(days=2),
            actor=user,
            at=NOON,
        )

    assert refused.value.field == "on"
    assert not organisation.former_names.exists()


def test_one_relation_is_declared_once():
    user = UserFactory()
    organisation = register(user)
    declaration = {
        "organisation_id": organisation.pk,
        "other_name": "例示控股有限公司",
        "relation": "controls",
        "since": None,
        "note": "",
        "actor": user,
        "at": NOON,
    }
    services.declare_related_party(**declaration)

    with pytest.raises(Refusal):
        services.declare_related_party(**declaration)

    assert organisation.related_parties.count() == 1
