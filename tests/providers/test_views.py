import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from providers.models import ProviderProfile, StaffMember
from reference.models import IndustryLabel, Jurisdiction
from tests.factories.accounts import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.factories.blacklist import NamePublicationFactory
from tests.factories.providers import (
    CapabilityEvidenceFactory,
    MeasuringInstrumentFactory,
    ProviderProfileFactory,
    QualityObservationFactory,
    StaffMemberFactory,
)

pytestmark = pytest.mark.django_db

DIRECTORY = "/providers/"
WORKSPACE = "/workspace/provider/"


def page_of(profile):
    return f"/providers/{profile.organisation.credit_code}/"


def shown(response):
    return {row.profile for row in response.context["rows"]}


@pytest.fixture
def profile():
    return ProviderProfileFactory()


@pytest.fixture
def provider(client, profile):
    client.force_login(MembershipFactory(organisation=profile.organisation).user)
    return client


def full_profile():
    profile = ProviderProfileFactory(
        labels=IndustryLabel.objects.all()[:2], serves=Jurisdiction.objects.units()[:2]
    )
    CapabilityEvidenceFactory(profile=profile, expired=True)
    MeasuringInstrumentFactory(profile=profile)
    StaffMemberFactory(profile=profile)
    QualityObservationFactory(provider=profile.organisation)
    return profile


@pytest.mark.parametrize("address", [DIRECTORY, f"/en{DIRECTORY}"])
def test_the_directory_is_open_to_everybody(client, profile, address):
    response = client.get(address)

    assert response.status_code == 200
    assert shown(response) == {profile}


def test_an_empty_directory_says_so(client):
    assert "没有符合条件的机构" in client.get(DIRECTORY).content.decode()


def test_a_withdrawn_listing_is_not_shown(client):
    withdrawn = ProviderProfileFactory(withdrawn=True)

    assert shown(client.get(DIRECTORY)) == set()
    assert client.get(page_of(withdrawn)).status_code == 404


def test_words_find_present_and_former_names_and_codes(client, profile):
    other = ProviderProfileFactory()
    profile.organisation.former_names.create(name="旧称节能")

    by_former = client.get(DIRECTORY, {"q": "旧称"})
    by_code = client.get(DIRECTORY, {"q": other.organisation.credit_code})

    assert (shown(by_former), shown(by_code)) == ({profile}, {other})


def test_facets_narrow_the_directory_and_count(client, profile):
    designer = ProviderProfileFactory(services=["design"])
    ProviderProfileFactory(services=["design"], withdrawn=True)

    response = client.get(DIRECTORY, {"service": "design"})

    assert shown(response) == {designer}
    assert "(1)" in response.content.decode()


def test_a_place_finds_those_who_serve_it_or_name_none(client, profile):
    lanzhou, jiuquan = (Jurisdiction.objects.get(pk=c) for c in ("620100", "620900"))
    here = ProviderProfileFactory(serves=[lanzhou])
    ProviderProfileFactory(serves=[jiuquan])

    assert shown(client.get(DIRECTORY, {"place": "620100"})) == {profile, here}


def test_nonsense_in_a_filter_is_explained(client, profile):
    assert client.get(DIRECTORY, {"service": "gold"}).status_code == 400


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_directory_downloads(client, profile, file_format):
    response = client.get(DIRECTORY, {"export": file_format})
    sent = response.getvalue()
    response.close()

    assert response.status_code == 200
    if file_format == "csv":
        assert profile.organisation.credit_code in sent.decode()


def test_a_download_in_english_gives_the_english_name_first(client, profile):
    profile.organisation.name_en = "Example Advisers"
    profile.organisation.save()

    response = client.get(f"/en{DIRECTORY}", {"export": "csv"})

    (row,) = csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig")))
    assert row["Name"] == "Example Advisers"
    assert row["Chinese name"] == profile.organisation.name


def test_the_directory_takes_the_same_queries_for_any_number(client):
    counts = []

    for _ in range(2):
        full_profile()
        full_profile()
        # The pool of facts is read once after it changed, then kept.
        client.get(DIRECTORY)
        with CaptureQueriesContext(connection) as queries:
            client.get(DIRECTORY)
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_page_of_a_provider_shows_what_it_declares(client, language):
    profile = full_profile()

    text = client.get(language + page_of(profile)).content.decode()

    assert profile.evidence.get().title in text
    assert profile.instruments.get().name in text
    assert "58" in text or "80" in text


def test_a_person_is_named_only_with_consent(client, profile):
    named = StaffMemberFactory(profile=profile, named=True, name="甲某")
    StaffMemberFactory(profile=profile, name="乙某")

    text = client.get(page_of(profile)).content.decode()

    assert named.name in text
    assert "乙某" not in text


@pytest.mark.parametrize("part", ["certificate_number", "contact_name"])
def test_private_particulars_stay_off_the_page(client, profile, part):
    member = StaffMemberFactory(profile=profile, named=True)
    profile.organisation.contact_name = "联络员丙"
    profile.organisation.save()

    text = client.get(page_of(profile)).content.decode()

    secret = {"certificate_number": member.certificate_number}.get(part, "联络员丙")
    assert secret not in text


@pytest.mark.parametrize(("ended", "count"), [(False, 1), (True, 0)])
def test_a_published_name_is_told_exactly_while_it_is_current(
    client, profile, ended, count
):
    code = profile.organisation.credit_code
    NamePublicationFactory(party=None, party_credit_code=code, ended=ended)

    page, directory = client.get(page_of(profile)), client.get(DIRECTORY)

    assert len(page.context["publications"]) == count
    assert ("名单公布中" in directory.content.decode()) is bool(count)


def test_a_person_claimed_twice_is_marked_publicly(client, profile):
    StaffMemberFactory(profile=profile, certificate_number="QA-1")
    StaffMemberFactory(certificate_number="QA-1")

    assert "另有机构登记同一人员" in client.get(page_of(profile)).content.decode()


def test_a_provider_without_a_listing_keeps_its_record(client):
    observation = QualityObservationFactory(value=Decimal("0.75"))

    response = client.get(f"/providers/{observation.provider.credit_code}/")

    assert response.status_code == 200
    assert "75%" in response.content.decode()


@pytest.mark.parametrize("code", ["91620100MA7CLEAN5M", "x"])
def test_an_unknown_provider_is_a_404(client, code):
    assert client.get(f"/providers/{code}/").status_code == 404


def test_a_provider_lists_itself_in_one_form(client):
    organisation = OrganisationFactory(provider=True)
    client.force_login(MembershipFactory(organisation=organisation).user)

    response = client.post(
        f"{WORKSPACE}profile/",
        {"introduction": "简介", "services": ["audit"], "serves": ["620100"]},
    )

    assert response.status_code == 302
    assert ProviderProfile.objects.get().organisation == organisation
    assert client.get(DIRECTORY).context["total"] == 1


def test_a_form_without_services_keeps_what_was_typed(provider, profile):
    response = provider.post(f"{WORKSPACE}profile/", {"introduction": "新简介"})

    profile.refresh_from_db()
    assert response.status_code == 422
    assert "新简介" in response.content.decode()
    assert profile.introduction != "新简介"


def test_an_affiliated_body_names_its_authority(provider, profile):
    response = provider.post(
        f"{WORKSPACE}profile/",
        {"introduction": "简介", "services": ["audit"], "is_affiliated": "on"},
    )

    profile.refresh_from_db()
    assert response.status_code == 422
    assert not profile.is_affiliated


def test_the_overview_shows_what_is_worth_putting_right(provider, profile):
    StaffMemberFactory(profile=profile)

    response = provider.get(WORKSPACE)

    assert response.status_code == 200
    assert len(response.context["notices"]) == 4


@pytest.mark.parametrize("kind", ["evidence", "instruments", "staff"])
def test_every_kind_of_entry_has_its_form(provider, kind):
    assert provider.get(f"{WORKSPACE}{kind}/add/").status_code == 200


def test_an_entry_is_added_changed_and_removed(provider, profile):
    entry = {"name": "丁某", "joined_on": "2026-01-05"}

    provider.post(f"{WORKSPACE}staff/add/", entry)
    member = StaffMember.objects.get()
    provider.post(f"{WORKSPACE}staff/{member.pk}/", entry | {"title": "工程师"})
    member.refresh_from_db()
    provider.post(f"{WORKSPACE}staff/{member.pk}/remove/")

    assert (member.profile, member.title) == (profile, "工程师")
    assert not StaffMember.objects.exists()


def test_days_in_the_wrong_order_are_explained(provider):
    response = provider.post(
        f"{WORKSPACE}staff/add/",
        {"name": "丁某", "joined_on": "2026-01-05", "left_on": "2025-01-05"},
    )

    assert response.status_code == 422
    assert "离职日期不得早于入职日期" in response.content.decode()
    assert not StaffMember.objects.exists()


def test_another_providers_entry_is_a_404(provider):
    foreign = StaffMemberFactory()

    for address in ("", "remove/"):
        url = f"{WORKSPACE}staff/{foreign.pk}/{address}"
        assert provider.post(url, {}).status_code == 404
    assert StaffMember.objects.filter(pk=foreign.pk).exists()


@pytest.mark.parametrize("name", ["workspace", "profile"])
def test_only_providers_have_these_pages(client, name):
    address = reverse(f"providers:{name}")
    anonymous = client.get(address).status_code
    client.force_login(UserFactory())
    person = client.get(address).status_code
    enterprise = OrganisationFactory(enterprise=True)
    client.force_login(MembershipFactory(organisation=enterprise).user)

    assert (anonymous, person, client.get(address).status_code) == (302, 404, 404)


def test_a_listing_is_withdrawn_and_returns(provider, profile):
    provider.post(f"{WORKSPACE}withdraw/")
    profile.refresh_from_db()
    gone = profile.is_listed
    provider.post(f"{WORKSPACE}relist/")
    profile.refresh_from_db()

    assert (gone, profile.is_listed) == (False, True)


def test_withdrawing_twice_is_explained(provider, profile):
    provider.post(f"{WORKSPACE}withdraw/")

    response = provider.post(f"{WORKSPACE}withdraw/")

    profile.refresh_from_db()
    assert response.status_code == 422
    assert not profile.is_listed


def test_the_workspace_offers_the_profile(provider):
    assert WORKSPACE in provider.get("/workspace/").content.decode()


def test_a_record_of_the_future_is_not_counted(client, profile):
    QualityObservationFactory(
        provider=profile.organisation, observed_on=date(2999, 1, 1)
    )

    assert client.get(page_of(profile)).context["quality"].index is None


@pytest.mark.parametrize(
    ("kind", "days", "field"),
    [
        ("evidence", ("issued_on", "expires_on"), "expires_on"),
        ("instruments", ("calibrated_on", "calibrated_until"), "calibrated_until"),
        ("staff", ("joined_on", "left_on"), "left_on"),
    ],
)
def test_days_out_of_order_are_explained_beside_the_second(provider, kind, days, field):
    entry = dict(zip(days, ("2026-05-02", "2026-05-01"), strict=True))

    response = provider.post(f"{WORKSPACE}{kind}/add/", entry)

    assert field in response.context["form"].errors
    assert not response.context["form"].non_field_errors()


def test_nobody_agrees_to_be_named_on_a_day_to_come(provider, profile):
    entry = {"name": "某甲", "joined_on": "2026-01-01", "consented_on": "2999-01-01"}

    response = provider.post(f"{WORKSPACE}staff/add/", entry)

    assert list(response.context["form"].errors) == ["consented_on"]
    assert not profile.staff.exists()
