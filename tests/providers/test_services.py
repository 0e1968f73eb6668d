from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from core.files import can_fetch_file
from core.journal import journal_of
from core.models import JournalEntry
from core.refusals import MoveRefused
from providers.enums import ObservationKind
from providers.models import ProviderProfile, QualityObservation, StaffMember
from providers.selectors import (
    claimed_elsewhere,
    is_employed,
    listed_profiles,
    pool_on,
    public_providers,
    quality_of,
    warnings_for,
)
from providers.services import (
    Declaration,
    ListingRefused,
    ObservationRefused,
    Source,
    record_observation,
    relist,
    remove_part,
    retract_observation,
    save_part,
    save_profile,
    withdraw_listing,
)
from reference.models import Service
from tests.conftest import NOON
from tests.factories.accounts import (
    MembershipFactory,
    OrganisationFactory,
    StaffPostFactory,
    UserFactory,
)
from tests.factories.providers import (
    CapabilityEvidenceFactory,
    MeasuringInstrumentFactory,
    ProviderProfileFactory,
    QualityObservationFactory,
    StaffMemberFactory,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 10)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def member_of(organisation):
    return MembershipFactory(organisation=organisation).user


def declaration(**kwargs):
    services = Service.objects.filter(key__in=["audit", "design"])
    return Declaration(introduction="简介", services=services, **kwargs)


def observe(provider, row, value="0.9", **kwargs):
    return record_observation(
        provider=provider,
        kind=ObservationKind.EVALUATION,
        value=Decimal(value),
        source=Source(row, "例示", "Example"),
        observed_on=TODAY,
        at=NOON,
        **kwargs,
    )


def test_anybody_of_a_provider_lists_it_at_once():
    organisation = OrganisationFactory(provider=True)

    profile = save_profile(
        organisation_id=organisation.pk,
        declaration=declaration(),
        actor=member_of(organisation),
        at=NOON,
    )

    assert list(listed_profiles()) == [profile]
    assert {service.key for service in profile.services.all()} == {"audit", "design"}
    assert journal_of(profile).get().action == "providers.profile.listed"


def test_saving_again_changes_the_same_profile():
    profile = ProviderProfileFactory()

    save_profile(
        organisation_id=profile.organisation_id,
        declaration=declaration(confidentiality="保密"),
        actor=member_of(profile.organisation),
        at=NOON,
    )

    assert ProviderProfile.objects.get().confidentiality == "保密"
    assert journal_of(profile).get().action == "providers.profile.updated"


def test_a_provider_without_a_code_is_asked_for_it():
    organisation = OrganisationFactory(provider=True, credit_code=None)

    with pytest.raises(ListingRefused):
        save_profile(
            organisation_id=organisation.pk,
            declaration=declaration(),
            actor=member_of(organisation),
            at=NOON,
        )

    assert not ProviderProfile.objects.exists()


@pytest.mark.parametrize("who", ["stranger", "rival", "enterprise"])
def test_nobody_else_changes_a_profile(who):
    organisation = OrganisationFactory(provider=who != "enterprise")
    actor = {
        "stranger": UserFactory,
        "rival": lambda: member_of(OrganisationFactory(provider=True)),
        "enterprise": lambda: member_of(organisation),
    }[who]()

    with pytest.raises(PermissionDenied):
        save_profile(
            organisation_id=organisation.pk,
            declaration=declaration(),
            actor=actor,
            at=NOON,
        )

    assert not ProviderProfile.objects.exists()


def test_a_withdrawn_listing_leaves_the_directory_and_may_return():
    profile = ProviderProfileFactory()
    actor = member_of(profile.organisation)

    withdraw_listing(profile_id=profile.pk, actor=actor, at=NOON)
    gone = list(listed_profiles())
    relist(profile_id=profile.pk, actor=actor, at=NOON)

    assert gone == []
    assert list(listed_profiles()) == [profile]
    assert journal_of(profile).count() == 2


def test_a_withdrawn_listing_cannot_be_withdrawn_again():
    profile = ProviderProfileFactory(withdrawn=True)

    with pytest.raises(MoveRefused):
        withdraw_listing(
            profile_id=profile.pk, actor=member_of(profile.organisation), at=NOON
        )

    assert not journal_of(profile).exists()


def test_evidence_keeps_its_file_for_the_provider_and_competent_staff():
    part = CapabilityEvidenceFactory.build(profile=ProviderProfileFactory())
    organisation = part.profile.organisation
    actor = member_of(organisation)
    upload = SimpleUploadedFile("证书.pdf", PDF, content_type="application/pdf")

    part = save_part(part=part, actor=actor, at=NOON, upload=upload)

    post = StaffPostFactory(authority__covers=[organisation.jurisdiction])
    assert can_fetch_file(actor, part.file)
    assert can_fetch_file(post.user, part.file)
    assert not can_fetch_file(UserFactory(), part.file)


def test_removing_a_staff_member_leaves_no_name_behind():
    member = StaffMemberFactory()
    actor = member_of(member.profile.organisation)

    remove_part(part=member, actor=actor, at=NOON)

    assert not StaffMember.objects.exists()
    assert member.name not in str(list(JournalEntry.objects.values_list("facts")))


def test_a_person_claimed_by_two_providers_is_noticed_on_both_sides():
    one = StaffMemberFactory(certificate_number="QA-1")
    two = StaffMemberFactory(certificate_number="QA-1")
    StaffMemberFactory(certificate_number="")
    StaffMemberFactory(certificate_number="")

    assert claimed_elsewhere(StaffMember.objects.all(), TODAY) == {one.pk, two.pk}


def test_a_person_who_left_is_claimed_by_one_only():
    now = StaffMemberFactory(certificate_number="QA-1")
    StaffMemberFactory(certificate_number="QA-1", left=True)

    assert claimed_elsewhere([now], TODAY) == set()


def test_warnings_name_what_is_missing_expired_and_overdue():
    profile = ProviderProfileFactory()
    CapabilityEvidenceFactory(profile=profile, expired=True)
    MeasuringInstrumentFactory(profile=profile, overdue=True)

    assert len(warnings_for(profile, TODAY)) == 4 + 1 + 1


@pytest.mark.parametrize(
    ("on", "employed"),
    [(date(2024, 1, 1), False), (date(2024, 1, 2), True), (date(2026, 2, 1), False)],
)
def test_employment_is_told_by_day(on, employed):
    member = StaffMemberFactory(left=True)
    organisation = member.profile.organisation

    assert is_employed(organisation, on, name=member.name) is employed
    assert (
        is_employed(
            organisation,
            on,
            name="另一人",
            certificate_number=member.certificate_number,
        )
        is employed
    )


def test_an_observation_is_recorded_once_per_source():
    provider = OrganisationFactory(provider=True)
    source = OrganisationFactory()

    first, again = observe(provider, source), observe(provider, source)

    assert first == again
    assert journal_of(first).count() == 1


def test_another_value_from_the_same_source_replaces_the_first():
    provider = OrganisationFactory(provider=True)
    source = OrganisationFactory()
    observe(provider, source, "0.9")

    observe(provider, source, "0.7")

    standing = QualityObservation.objects.standing().get()
    assert standing.value == Decimal("0.7")
    assert QualityObservation.objects.count() == 2


@pytest.mark.parametrize("value", ["-0.01", "1.01"])
def test_a_value_outside_the_share_is_refused(value):
    with pytest.raises(ObservationRefused):
        observe(OrganisationFactory(provider=True), OrganisationFactory(), value)

    assert not QualityObservation.objects.exists()


def test_only_providers_have_a_quality_record():
    with pytest.raises(ObservationRefused):
        observe(OrganisationFactory(), OrganisationFactory())

    assert not QualityObservation.objects.exists()


def test_a_retracted_fact_counts_no_more_and_is_retracted_once():
    observation = QualityObservationFactory()

    for _ in range(2):
        retract_observation(observation_id=observation.pk, reason="更正", at=NOON)

    assert quality_of(observation.provider, TODAY).index is None
    assert journal_of(observation).count() == 1


def test_the_pool_follows_new_and_retracted_facts():
    one = QualityObservationFactory(value=Decimal(1), observed_on=TODAY)
    alone = pool_on(TODAY)["evaluation"]
    QualityObservationFactory(value=Decimal(0), observed_on=TODAY)
    both = pool_on(TODAY)["evaluation"]
    retract_observation(observation_id=one.pk, reason="更正", at=NOON)

    assert (alone, both * 2, pool_on(TODAY)["evaluation"]) == (1, 1, 0)


def test_a_provider_with_a_record_has_a_page_without_a_listing():
    observation = QualityObservationFactory()
    ProviderProfileFactory(withdrawn=True)

    assert list(public_providers()) == [observation.provider]
