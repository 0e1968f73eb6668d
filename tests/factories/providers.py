"""Providers' profiles and quality facts for tests."""

from datetime import UTC, date, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from providers.enums import Condition, ListingState, ObservationKind
from providers.models import (
    CapabilityEvidence,
    MeasuringInstrument,
    ProviderProfile,
    QualityObservation,
    StaffMember,
)
from reference.models import Service
from tests.factories.accounts import OrganisationFactory

LONG_AGO = datetime(2026, 1, 6, 1, tzinfo=UTC)


class ProviderProfileFactory(DjangoModelFactory):
    class Meta:
        model = ProviderProfile
        skip_postgeneration_save = True

    class Params:
        withdrawn = factory.Trait(state=ListingState.WITHDRAWN, withdrawn_at=LONG_AGO)

    organisation = factory.SubFactory(OrganisationFactory, provider=True)
    introduction = "例示机构简介"
    introduction_en = "An example."
    listed_at = LONG_AGO
    updated_at = LONG_AGO

    @factory.post_generation
    def services(self, create, extracted, **kwargs):
        if create:
            keys = extracted or ["consulting", "audit"]
            self.services.set(Service.objects.filter(key__in=keys))

    @factory.post_generation
    def labels(self, create, extracted, **kwargs):
        if create and extracted:
            self.labels.set(extracted)

    @factory.post_generation
    def serves(self, create, extracted, **kwargs):
        if create and extracted:
            self.serves.set(extracted)


class CapabilityEvidenceFactory(DjangoModelFactory):
    class Meta:
        model = CapabilityEvidence

    class Params:
        expired = factory.Trait(expires_on=date(2026, 2, 28))

    profile = factory.SubFactory(ProviderProfileFactory)
    condition = Condition.STANDING
    title = "例示质量管理体系证书"
    issued_on = date(2024, 3, 1)
    expires_on = date(2030, 2, 28)


class MeasuringInstrumentFactory(DjangoModelFactory):
    class Meta:
        model = MeasuringInstrument

    class Params:
        overdue = factory.Trait(calibrated_until=date(2026, 2, 28))

    profile = factory.SubFactory(ProviderProfileFactory)
    name = "例示流量计"
    calibrated_on = date(2025, 3, 1)
    calibrated_until = date(2030, 2, 28)


class StaffMemberFactory(DjangoModelFactory):
    class Meta:
        model = StaffMember

    class Params:
        named = factory.Trait(consented_on=date(2026, 1, 6))
        left = factory.Trait(left_on=date(2026, 2, 1))

    profile = factory.SubFactory(ProviderProfileFactory)
    name = factory.Sequence(lambda n: f"审核员{n}")
    title = "高级工程师"
    certificate_number = factory.Sequence(lambda n: f"QA-{n:05d}")
    joined_on = date(2024, 1, 2)


class QualityObservationFactory(DjangoModelFactory):
    class Meta:
        model = QualityObservation

    class Params:
        retracted = factory.Trait(retracted_at=LONG_AGO, retraction="例示")

    provider = factory.SubFactory(OrganisationFactory, provider=True)
    kind = ObservationKind.EVALUATION
    value = Decimal("0.8")
    source_type = "audits.round"
    source_id = factory.Sequence(str)
    source_label = "例示轮次"
    source_label_en = "Example round"
    observed_on = date(2026, 2, 10)
    recorded_at = LONG_AGO
