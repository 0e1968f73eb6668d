"""The pool and its draws for tests."""

from datetime import UTC, date, datetime

import factory
from django.contrib.contenttypes.models import ContentType
from factory.django import DjangoModelFactory

from core.models import StoredFile
from core.translog import append_leaf
from experts.enums import (
    CONSENT_VERSION,
    DECLARATION_VERSION,
    USUAL_PUBLIC_FIELDS,
    ConsentPurpose,
    DrawPurpose,
    DutyKind,
    LeaveReason,
    TieKind,
)
from experts.models import (
    Absence,
    ApplicationEvidence,
    Consent,
    ConsentField,
    Draw,
    DrawCandidate,
    DrawSecret,
    DutyRecord,
    Employment,
    Expert,
    ExpertApplication,
    ExpertProfile,
    Invitation,
    Recusal,
    Replacement,
    Speciality,
    Term,
    Tie,
)
from experts.states import (
    ApplicationState,
    DrawState,
    ExpertState,
    InvitationState,
)
from reference.models import Jurisdiction
from tests.factories.accounts import OrganisationFactory, UserFactory

LONG_AGO = datetime(2026, 1, 5, 1, tzinfo=UTC)


class SpecialityFactory(DjangoModelFactory):
    class Meta:
        model = Speciality
        django_get_or_create = ["key"]

    key = "energy"
    name = "节能"
    name_en = "Energy"


class ExpertFactory(DjangoModelFactory):
    """A member who serves, has a term and publishes nothing."""

    class Meta:
        model = Expert
        skip_postgeneration_save = True

    class Params:
        suspended = factory.Trait(
            state=ExpertState.SUSPENDED,
            suspended_at=LONG_AGO,
            suspension_reason="未到会",
        )
        ended = factory.Trait(state=ExpertState.ENDED, ended_at=LONG_AGO)

    number = factory.Sequence(lambda n: f"QY-E-2025-{n:04d}")
    user = factory.SubFactory(UserFactory)
    jurisdiction = factory.LazyFunction(lambda: Jurisdiction.objects.get(pk="620100"))
    admitted_at = LONG_AGO

    profile = factory.RelatedFactory(
        "tests.factories.experts.ExpertProfileFactory", factory_related_name="expert"
    )
    term = factory.RelatedFactory(
        "tests.factories.experts.TermFactory", factory_related_name="expert"
    )
    serving = factory.RelatedFactory(
        "tests.factories.experts.ConsentFactory", factory_related_name="expert"
    )

    @factory.post_generation
    def specialities(self, create, extracted, **kwargs):
        if create:
            keys = ["energy"] if extracted is None else extracted
            self.specialities.set(Speciality.objects.filter(pk__in=keys))

    @factory.post_generation
    def publishing(self, create, extracted, **kwargs):
        if create and extracted:
            fields = USUAL_PUBLIC_FIELDS if extracted is True else extracted
            consent = ConsentFactory(expert=self, purpose=ConsentPurpose.PUBLISH)
            for field in fields:
                ConsentFieldFactory(consent=consent, field=field)


class ExpertProfileFactory(DjangoModelFactory):
    class Meta:
        model = ExpertProfile

    expert = factory.SubFactory(ExpertFactory, profile=None)
    name = factory.Sequence(lambda n: f"专家{n}号")
    employer = factory.Sequence(lambda n: f"例示研究院{n}")
    title = "高级工程师"
    phone = "13900000000"
    introduction = "二十年清洁生产审核经验。"


class ConsentFactory(DjangoModelFactory):
    class Meta:
        model = Consent

    class Params:
        withdrawn = factory.Trait(withdrawn_at=LONG_AGO)

    expert = factory.SubFactory(ExpertFactory, serving=None)
    purpose = ConsentPurpose.SERVE
    version = CONSENT_VERSION
    given_at = LONG_AGO


class ConsentFieldFactory(DjangoModelFactory):
    class Meta:
        model = ConsentField

    consent = factory.SubFactory(ConsentFactory, purpose=ConsentPurpose.PUBLISH)
    field = "name"


class TermFactory(DjangoModelFactory):
    class Meta:
        model = Term

    expert = factory.SubFactory(ExpertFactory, term=None)
    valid_from = date(2025, 1, 5)
    valid_until = date(2028, 1, 5)
    basis = "expert.term"


class EmploymentFactory(DjangoModelFactory):
    class Meta:
        model = Employment

    expert = factory.SubFactory(ExpertFactory)
    organisation_name = "例示研究院"
    declared_at = LONG_AGO


class TieFactory(DjangoModelFactory):
    class Meta:
        model = Tie

    expert = factory.SubFactory(ExpertFactory)
    kind = TieKind.ADVISER
    organisation_name = "例示企业"
    declared_at = LONG_AGO


class AbsenceFactory(DjangoModelFactory):
    class Meta:
        model = Absence

    expert = factory.SubFactory(ExpertFactory)
    first_day = date(2026, 3, 9)
    last_day = date(2026, 3, 11)


class ExpertApplicationFactory(DjangoModelFactory):
    class Meta:
        model = ExpertApplication
        skip_postgeneration_save = True

    class Params:
        submitted = factory.Trait(
            state=ApplicationState.SUBMITTED,
            submitted_at=LONG_AGO,
            consent_version=CONSENT_VERSION,
            publish_fields=[field.value for field in USUAL_PUBLIC_FIELDS],
        )
        refused = factory.Trait(
            state=ApplicationState.REFUSED,
            submitted_at=LONG_AGO,
            decided_at=LONG_AGO,
            decided_by=factory.SubFactory(UserFactory),
            decision_note="材料不足",
        )
        withdrawn = factory.Trait(state=ApplicationState.WITHDRAWN)

    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"申请人{n}号")
    employer = "例示大学"
    title = "教授"
    years_in_field = 12
    phone = "13900000001"
    introduction = "长期从事清洁生产研究。"
    jurisdiction = factory.LazyFunction(lambda: Jurisdiction.objects.get(pk="620100"))
    created_at = LONG_AGO

    @factory.post_generation
    def specialities(self, create, extracted, **kwargs):
        if create:
            keys = ["energy"] if extracted is None else extracted
            self.specialities.set(Speciality.objects.filter(pk__in=keys))


class ApplicationEvidenceFactory(DjangoModelFactory):
    class Meta:
        model = ApplicationEvidence

    application = factory.SubFactory(ExpertApplicationFactory)
    file = factory.LazyAttribute(
        lambda made: StoredFile.objects.create(
            kind="experts.ApplicationEvidence",
            original_name="证书.pdf",
            content_type="application/pdf",
            size=1,
            sha256="0" * 64,
            uploaded_by=made.application.user,
            uploaded_at=LONG_AGO,
        )
    )


class DrawFactory(DjangoModelFactory):
    """A frozen draw about an enterprise, made without the service."""

    class Meta:
        model = Draw

    class Params:
        witnessed = factory.Trait(
            state=DrawState.WITNESSED,
            witness="enterprise",
            witness_nonce="7316",
            witnessed_at=LONG_AGO,
        )
        cancelled = factory.Trait(
            state=DrawState.CANCELLED, cancelled_at=LONG_AGO, cancel_reason="会议改期"
        )

    number = factory.Sequence(lambda n: f"QY-D-2025-{n:04d}")
    purpose = DrawPurpose.EVALUATION
    enterprise = factory.SubFactory(OrganisationFactory, enterprise=True)
    subject_type = factory.LazyAttribute(
        lambda made: ContentType.objects.get_for_model(made.enterprise)
    )
    subject_id = factory.LazyAttribute(lambda made: str(made.enterprise.pk))
    subject_number = factory.Sequence(lambda n: f"QY-A-2025-{n:04d}")
    size = 3
    frozen = factory.LazyFunction(
        lambda: {
            "candidates": [],
            "quotas": [],
            "earlier": [],
            "operator_commitment": "0" * 64,
        }
    )
    frozen_hash = "0" * 64
    frozen_at = LONG_AGO
    frozen_by = factory.SubFactory(UserFactory)
    freeze_leaf = factory.LazyAttribute(
        lambda made: append_leaf("test.draw", {"draw": made.number}, at=LONG_AGO)
    )


class DrawSecretFactory(DjangoModelFactory):
    class Meta:
        model = DrawSecret

    draw = factory.SubFactory(DrawFactory)
    operator_nonce = "0" * 64


class DrawCandidateFactory(DjangoModelFactory):
    class Meta:
        model = DrawCandidate

    draw = factory.SubFactory(DrawFactory)
    expert = factory.SubFactory(ExpertFactory)
    specialities = factory.LazyFunction(lambda: ["energy"])


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = Invitation

    class Params:
        accepted = factory.Trait(
            state=InvitationState.ACCEPTED,
            answered_at=LONG_AGO,
            declaration_version=DECLARATION_VERSION,
        )
        declined = factory.Trait(state=InvitationState.DECLINED, answered_at=LONG_AGO)

    draw = factory.SubFactory(DrawFactory)
    seat = 1
    speciality = "any"
    expert = factory.SubFactory(ExpertFactory)
    invited_at = LONG_AGO


class ReplacementFactory(DjangoModelFactory):
    class Meta:
        model = Replacement

    draw = factory.SubFactory(DrawFactory)
    number = 1
    reason = LeaveReason.DECLINED
    left = factory.SubFactory(
        InvitationFactory, declined=True, draw=factory.SelfAttribute("..draw")
    )
    link = factory.LazyFunction(dict)
    leaf = factory.LazyAttribute(
        lambda made: append_leaf("test.draw", {"draw": made.draw.number}, at=LONG_AGO)
    )
    at = LONG_AGO


class RecusalFactory(DjangoModelFactory):
    class Meta:
        model = Recusal

    invitation = factory.SubFactory(InvitationFactory, declined=True)
    reason = "与企业负责人有亲属关系"
    at = LONG_AGO


class DutyRecordFactory(DjangoModelFactory):
    class Meta:
        model = DutyRecord

    expert = factory.SubFactory(ExpertFactory)
    draw = factory.SubFactory(DrawFactory)
    kind = DutyKind.ATTENDED
    at = LONG_AGO
