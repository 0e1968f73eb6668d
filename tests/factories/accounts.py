"""People and organisations for tests."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from accounts.credit_codes import make_credit_code
from accounts.enums import MembershipRole, OrganisationKind, StaffRole
from accounts.models import (
    FormerName,
    Invitation,
    Membership,
    Organisation,
    RelatedParty,
    StaffPost,
    User,
)
from reference.models import Jurisdiction

LONG_AGO = datetime(2026, 1, 5, 1, tzinfo=UTC)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.test")
    name = factory.Sequence(lambda n: f"人员{n}")
    password = factory.django.Password("correct horse battery")


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    class Params:
        enterprise = factory.Trait(kind=OrganisationKind.ENTERPRISE)
        provider = factory.Trait(kind=OrganisationKind.PROVIDER)
        authority = factory.Trait(kind=OrganisationKind.AUTHORITY)

    kind = OrganisationKind.ENTERPRISE
    name = factory.Sequence(lambda n: f"例示单位{n}有限公司")
    name_en = factory.Sequence(lambda n: f"Example Company {n}")
    credit_code = factory.Sequence(lambda n: make_credit_code("620100", n + 1))
    jurisdiction = factory.LazyFunction(lambda: Jurisdiction.objects.get(pk="620100"))
    registered_at = LONG_AGO

    @factory.post_generation
    def covers(self, create, extracted, **kwargs):
        if create and extracted:
            self.covers.set(extracted)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = MembershipRole.OWNER
    joined_at = LONG_AGO


class StaffPostFactory(DjangoModelFactory):
    class Meta:
        model = StaffPost

    user = factory.SubFactory(UserFactory, is_staff=True)
    authority = factory.SubFactory(OrganisationFactory, authority=True)
    role = StaffRole.HANDLER
    valid_from = date(2026, 1, 1)


class FormerNameFactory(DjangoModelFactory):
    class Meta:
        model = FormerName

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"曾用名{n}有限公司")


class RelatedPartyFactory(DjangoModelFactory):
    class Meta:
        model = RelatedParty

    organisation = factory.SubFactory(OrganisationFactory)
    other_name = factory.Sequence(lambda n: f"关联方{n}有限公司")
    relation = "controls"


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = Invitation

    organisation = factory.SubFactory(OrganisationFactory)
    email = factory.Sequence(lambda n: f"invited{n}@example.test")
    token_hash = factory.Sequence(lambda n: f"{n:064x}")
    invited_by = factory.SubFactory(UserFactory)
    invited_at = LONG_AGO
    expires_at = datetime(2026, 2, 5, 1, tzinfo=UTC)
