"""The desk: applications, members, and the console of draws."""

import pytest
from django.urls import reverse

from experts.models import Draw, Expert
from experts.selectors import panel_of
from experts.services import open_names
from experts.states import DrawState
from reference.models import Jurisdiction
from tests.experts.conftest import NOON
from tests.factories.accounts import OrganisationFactory, StaffPostFactory
from tests.factories.experts import ExpertApplicationFactory, ExpertFactory

pytestmark = pytest.mark.django_db
LISTS = ["expert_applications:index", "expert_pool:index", "expert_draws:index"]


@pytest.fixture
def stranger(world):
    elsewhere = Jurisdiction.objects.get(pk="620900")
    authority = OrganisationFactory(authority=True, covers=[elsewhere])
    return StaffPostFactory(authority=authority).user


@pytest.fixture
def desk(client, world):
    client.force_login(world.staff)
    return client


@pytest.mark.parametrize("name", LISTS)
def test_a_list_shows_what_lies_in_the_territory(client, world, stranger, drawn, name):
    application = ExpertApplicationFactory(submitted=True)
    expert = panel_of(drawn).first().expert
    shown = {
        "expert_applications:index": application.name,
        "expert_pool:index": expert.number,
        "expert_draws:index": drawn.number,
    }[name]
    client.force_login(world.staff)
    own = client.get(reverse(name))
    client.force_login(stranger)
    other = client.get(reverse(name))

    assert own.status_code == other.status_code == 200
    assert shown in own.content.decode()
    assert shown not in other.content.decode()


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("query", [{"q": "例示"}, {"export": "csv"}])
def test_a_list_is_searched_and_exported(desk, name, query):
    response = desk.get(reverse(name), query)
    if response.streaming:
        list(response.streaming_content)

    assert response.status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_a_drawn_list_filters_by_state(desk, drawn, name):
    ExpertApplicationFactory(submitted=True)

    for state in ("submitted", "active", "revealed"):
        assert desk.get(reverse(name), {"state": state}).status_code == 200


def test_whoever_holds_no_post_stays_out(client, world):
    client.force_login(world.owner)

    for name in LISTS:
        assert client.get(reverse(name)).status_code in {302, 403}


def test_an_application_is_admitted_on_its_page(desk):
    application = ExpertApplicationFactory(submitted=True)
    page = reverse("expert_applications:application", args=[application.pk])
    assert application.name in desk.get(page).content.decode()

    refused = desk.post(page, {"answer": "refuse", "note": ""})
    done = desk.post(page, {"answer": "admit", "note": ""})

    assert refused.status_code == 422
    assert done.status_code == 302
    assert Expert.objects.get().user == application.user
    assert desk.get(page).status_code == 200


def test_pages_outside_the_territory_are_not_there(client, stranger, drawn):
    client.force_login(stranger)
    application = ExpertApplicationFactory(submitted=True)
    expert = panel_of(drawn).first().expert
    invitation = panel_of(drawn).first()

    for name, *args in (
        ("expert_applications:application", application.pk),
        ("expert_pool:member", expert.number),
        ("expert_pool:member_step", expert.number, "suspend"),
        ("expert_draws:console", drawn.number),
        ("expert_draws:step", drawn.number, "open_names"),
        ("expert_draws:replace", drawn.number, invitation.pk),
    ):
        assert client.get(reverse(name, args=args)).status_code == 404


def test_a_member_is_suspended_restored_and_renewed(desk):
    expert = ExpertFactory()
    assert desk.get(reverse("expert_pool:member", args=[expert.number]))

    for step, data in (
        ("suspend", {"reason": "未到会"}),
        ("restore", {}),
        ("renew", {}),
    ):
        page = reverse("expert_pool:member_step", args=[expert.number, step])
        assert desk.get(page).status_code == 200
        assert desk.post(page, data).status_code == 302

    assert expert.terms.count() == 2
    unknown = reverse("expert_pool:member_step", args=[expert.number, "promote"])
    assert desk.get(unknown).status_code == 404


def test_a_member_who_left_has_a_page_without_a_name(desk):
    expert = ExpertFactory(ended=True, profile=None)

    page = desk.get(reverse("expert_pool:member", args=[expert.number]))

    assert page.status_code == 200


def test_a_draw_is_frozen_on_the_desk(desk, world, pool):
    page = reverse("expert_draws:freeze")
    assert desk.get(page).status_code == 200
    asked = {
        "enterprise": world.enterprise.name,
        "provider": world.provider.credit_code,
        "purpose": "other",
        "size": 3,
        "seats_energy": 1,
    }

    impossible = desk.post(page, asked | {"seats_law": 2})
    done = desk.post(page, asked)

    assert impossible.status_code == 422
    assert done.status_code == 302
    draw = Draw.objects.get()
    assert draw.frozen["quotas"] == [{"seats": 1, "speciality": "energy"}]
    assert draw.requested_by == world.authority
    assert draw.subject_number == world.enterprise.name


def test_a_name_that_means_nobody_is_explained_and_stays(desk, world, pool):
    asked = {"enterprise": "查无此企业", "purpose": "other", "size": 3}

    refused = desk.post(reverse("expert_draws:freeze"), asked)

    assert refused.status_code == 422
    assert "enterprise" in refused.context["form"].errors
    assert 'value="查无此企业"' in refused.content.decode()
    assert not Draw.objects.exists()


def test_an_enterprise_of_another_place_is_none_to_choose(desk, world, pool):
    elsewhere = OrganisationFactory(enterprise=True, jurisdiction_id="620200")
    asked = {"enterprise": elsewhere.name, "purpose": "other", "size": 3}

    refused = desk.post(reverse("expert_draws:freeze"), asked)

    assert "enterprise" in refused.context["form"].errors
    assert not Draw.objects.exists()


def test_a_draw_walks_from_freeze_to_open_names(desk, pool, freeze):
    draw = freeze()
    console = reverse("expert_draws:console", args=[draw.number])
    for step, data in (
        ("witness", {"witness": "discipline", "nonce": "351624"}),
        ("reveal", {}),
        ("open_names", {}),
    ):
        page = reverse("expert_draws:step", args=[draw.number, step])
        assert desk.get(page).status_code == 200
        assert desk.post(page, data).status_code == 302
        assert desk.get(page)["Location"] == console
        assert desk.post(page, data).status_code == 422

    draw.refresh_from_db()
    assert draw.state == DrawState.OPEN
    assert draw.witness == "discipline"


def test_a_draw_is_cancelled_with_a_reason(desk, pool, freeze):
    draw = freeze()
    page = reverse("expert_draws:step", args=[draw.number, "cancel"])

    assert desk.post(page, {"reason": ""}).status_code == 422
    assert desk.post(page, {"reason": "会议改期"}).status_code == 302

    draw.refresh_from_db()
    assert draw.state == DrawState.CANCELLED


@pytest.mark.parametrize("kind", ["attended", "absent"])
def test_duty_is_recorded_only_once_the_meeting_began(desk, drawn, kind):
    seated = panel_of(drawn).first()
    page = reverse("expert_draws:duty", args=[drawn.number, seated.pk, kind])

    shown = desk.get(page)

    assert shown["Location"] == reverse("expert_draws:console", args=[drawn.number])


def test_the_console_replaces_and_records(desk, world, drawn):
    console = reverse("expert_draws:console", args=[drawn.number])
    assert desk.get(console).status_code == 200
    seated = panel_of(drawn).first()
    page = reverse("expert_draws:replace", args=[drawn.number, seated.pk])
    assert desk.get(page).status_code == 200
    done = desk.post(page, {"reason": "no_answer", "note": "未接电话"})
    assert done.status_code == 302
    open_names(draw_id=drawn.pk, actor=world.staff, at=NOON)

    came = panel_of(drawn).first()
    for kind in ("attended", "absent"):
        page = reverse("expert_draws:duty", args=[drawn.number, came.pk, kind])
        assert desk.get(page).status_code == 200
        assert desk.post(page).status_code == 302

    kinds = came.expert.duties.values_list("kind", flat=True)
    assert set(kinds) == {"attended", "absent"}
    assert desk.get(console).status_code == 200
    wrong = reverse("expert_draws:duty", args=[drawn.number, came.pk, "slept"])
    assert desk.get(wrong).status_code == 404
