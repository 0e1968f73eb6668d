import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from accounts import services
from accounts.credit_codes import make_credit_code
from accounts.enums import MembershipRole
from accounts.models import Organisation
from core import clock
from core.models import OutboxMessage
from reference.models import Jurisdiction
from tests.factories.accounts import (
    MembershipFactory,
    OrganisationFactory,
    StaffPostFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client):
    membership = MembershipFactory()
    client.force_login(membership.user)
    return membership


@pytest.fixture
def staff(client, settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = False
    post = StaffPostFactory(authority__covers=[Jurisdiction.objects.get(pk="620000")])
    client.force_login(post.user)
    return post


@pytest.mark.parametrize(
    "name",
    [
        "organisation",
        "organisation_edit",
        "organisation_rename",
        "invite",
        "related_party",
    ],
)
def test_administrators_reach_the_pages_of_their_organisation(client, owner, name):
    url = reverse(f"accounts:{name}", args=[owner.organisation_id])

    assert client.get(url).status_code == 200
    assert client.get(f"/en{url}").status_code == 200


def test_another_organisation_is_not_found(client, owner):
    url = reverse("accounts:organisation", args=[OrganisationFactory().pk])

    assert client.get(url).status_code == 404


def test_a_wrong_credit_code_keeps_what_was_typed(client):
    client.force_login(UserFactory())

    response = client.post(
        reverse("accounts:register"),
        {
            "kind": "enterprise",
            "credit_code": "91620100MA71ABCD8X",
            "name": "例示水泥有限公司",
            "jurisdiction": "620100",
        },
    )

    assert response.status_code == 422
    assert "例示水泥有限公司" in response.content.decode()
    assert response.context["form"].errors["credit_code"]
    assert not Organisation.objects.exists()


def test_a_person_acts_at_once_for_what_they_registered(client):
    client.force_login(UserFactory())

    response = client.post(
        reverse("accounts:register"),
        {
            "kind": "enterprise",
            "credit_code": make_credit_code("620100", 42),
            "name": "例示水泥有限公司",
            "jurisdiction": "620100",
        },
        follow=True,
    )

    assert response.status_code == 200
    assert response.context["request"].acting.organisation.name == "例示水泥有限公司"


def test_staff_see_organisations_of_their_territory_only(client, staff):
    near = OrganisationFactory(name="近处企业")
    staff.authority.covers.set([Jurisdiction.objects.get(pk="620100")])
    far = OrganisationFactory(
        name="远处企业", jurisdiction=Jurisdiction.objects.get(pk="620200")
    )

    page = client.get(reverse("organisations:index")).content.decode()

    assert near.name in page
    assert far.name not in page
    assert (
        client.get(reverse("organisations:detail", args=[near.pk])).status_code == 200
    )
    assert client.get(reverse("organisations:detail", args=[far.pk])).status_code == 404


@pytest.mark.parametrize("name", ["requests", "posts"])
def test_the_operator_is_led_from_organisations_to_the_rest(client, settings, name):
    settings.STAFF_SECOND_FACTOR_REQUIRED = False
    client.force_login(UserFactory(is_staff=True, is_superuser=True))

    listed = client.get(reverse("organisations:index")).content.decode()

    assert reverse(f"organisations:{name}") in listed


@pytest.mark.parametrize("name", ["index", "requests"])
def test_people_without_a_post_stay_outside_the_staff_area(client, owner, name):
    response = client.get(reverse(f"organisations:{name}"))

    assert response.status_code in {302, 403}


def test_staff_need_a_second_factor(client):
    post = StaffPostFactory()
    client.force_login(post.user)

    response = client.get(reverse("wagtailadmin_home"))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("mfa_index"))


def invited(email, organisation):
    owner = MembershipFactory(organisation=organisation)
    services.invite_colleague(
        organisation_id=organisation.pk,
        email=email,
        role=MembershipRole.MEMBER,
        actor=owner.user,
        at=clock.now(),
    )
    letter = OutboxMessage.objects.get(to_address=email)
    return "/invitations/" + letter.body.split("/invitations/")[1].split("/")[0] + "/"


def test_an_invitation_names_the_organisation_to_the_person_invited(client):
    organisation = OrganisationFactory()
    path = invited("new@example.test", organisation)
    client.force_login(UserFactory(email="new@example.test"))

    page = client.get(path).content.decode()

    assert organisation.name in page


def test_an_invitation_tells_others_at_once_that_it_is_not_theirs(client):
    organisation = OrganisationFactory()
    path = invited("new@example.test", organisation)
    client.force_login(UserFactory())

    page = client.get(path).content.decode()

    assert organisation.name not in page
    assert f'action="{path}"' not in page


@pytest.mark.parametrize(
    ("prefix", "short_name", "shown"),
    [
        ("", "例示水泥", "例示水泥"),
        ("/en", "例示水泥", "Example Cement Co."),
        ("/en", "", "Example Cement Co."),
    ],
)
def test_the_head_of_a_page_names_the_organisation_in_the_readers_language(
    client, prefix, short_name, shown
):
    organisation = OrganisationFactory(
        name="例示水泥有限公司", name_en="Example Cement Co.", short_name=short_name
    )
    client.force_login(MembershipFactory(organisation=organisation).user)

    page = client.get(f"{prefix}/workspace/").content.decode()

    assert f'<span class="menu__who">{shown}</span>' in page
    assert ("Acting for Example Cement Co." in page) == (prefix == "/en")


def test_a_letter_about_the_account_is_signed_by_the_portal(client, db, settings):
    person = UserFactory(email="asks@demo.example")
    EmailAddress.objects.create(
        user=person, email=person.email, verified=True, primary=True
    )

    client.post("/account/password/reset/", {"email": person.email})

    letter = mail.outbox[-1].body.strip().splitlines()
    assert letter[-2:] == ["清源清洁生产服务市场", settings.PORTAL_URL]


def test_a_reset_password_leads_on_to_signing_in(client):
    person = UserFactory()
    EmailAddress.objects.create(
        user=person, email=person.email, verified=True, primary=True
    )
    client.post("/en/account/password/reset/", {"email": person.email})
    link = re.search(r"/en/account/password/reset/key/\S+", mail.outbox[-1].body)[0]
    form = client.get(link, follow=True)
    chosen = {"password1": "clean-water-2026", "password2": "clean-water-2026"}

    done = client.post(form.redirect_chain[-1][0], chosen, follow=True)
    again = client.get(link)

    assert 'href="/en/account/login/"' in done.content.decode()
    assert "This link is no longer valid" in again.content.decode()
    person.refresh_from_db()
    assert person.check_password("clean-water-2026")


def test_an_address_is_confirmed_from_the_link_of_its_letter(client):
    details = {"email": "new@portal.example", "name": "示例"}
    secrets = {"password1": "clean-water-2026", "password2": "clean-water-2026"}
    client.post("/account/signup/", {**details, **secrets})
    link = re.search(r"/account/confirm-email/\S+", mail.outbox[-1].body)[0]

    page = client.get(link).content.decode()
    client.post(link)

    assert "new@portal.example 是示例账号的邮箱" in page
    assert EmailAddress.objects.get(email="new@portal.example").verified
