"""Every page answers, and shows no more than its reader may see."""

import json

import pytest
from django.urls import reverse

from experts.draw_record import verify_record
from experts.selectors import panel_of
from experts.services import open_names, withdraw_consent
from tests.experts.conftest import NOON
from tests.factories.accounts import UserFactory
from tests.factories.experts import (
    AbsenceFactory,
    ExpertApplicationFactory,
    ExpertFactory,
    InvitationFactory,
    TieFactory,
)

pytestmark = pytest.mark.django_db
MINE = [
    "workspace",
    "profile",
    "consent",
    "ties",
    "absences",
    "eligibility",
    "duty",
    "invitations",
]


def get(client, name, *args, user=None, **query):
    if user is not None:
        client.force_login(user)
    return client.get(reverse(f"experts:{name}", args=args), query)


@pytest.fixture
def shown(db):
    return ExpertFactory(publishing=True)


def test_the_list_shows_only_those_who_agreed(client, shown):
    hidden = ExpertFactory()

    page = get(client, "list").content.decode()

    assert shown.profile.name in page
    assert hidden.number not in page
    assert hidden.profile.name not in page


@pytest.mark.parametrize("export", ["csv", "xlsx"])
def test_the_list_can_be_downloaded(client, shown, export):
    response = get(client, "list", export=export)
    content = b"".join(response.streaming_content)
    response.close()

    assert response.status_code == 200
    assert content


def test_a_download_holds_consented_fields_only(client):
    expert = ExpertFactory(publishing=["name"])

    text = b"".join(get(client, "list", export="csv").streaming_content).decode()

    assert expert.profile.name in text
    assert expert.profile.employer not in text
    assert expert.profile.phone not in text


def test_a_field_without_consent_is_not_on_the_page(client):
    expert = ExpertFactory(publishing=["name"])

    page = get(client, "detail", expert.number).content.decode()

    assert expert.profile.name in page
    for kept in ("employer", "title", "introduction", "phone"):
        assert getattr(expert.profile, kept) not in page


def test_a_member_without_consent_has_no_page(client):
    assert get(client, "detail", ExpertFactory().number).status_code == 404
    assert get(client, "detail", "QY-E-0000-0000").status_code == 404


@pytest.mark.parametrize(
    "query",
    [{"q": "例示研究院"}, {"place": "620100"}, {"speciality": "energy"}],
)
def test_a_filter_finds_nobody_by_a_field_they_keep_private(client, query):
    ExpertFactory(publishing=["name"])
    everything = ["name", "employer", "jurisdiction", "specialities"]
    open_one = ExpertFactory(publishing=everything)

    response = get(client, "list", **query)

    assert [card.number for card in response.context["cards"]] == [open_one.number]


def test_the_list_costs_the_same_however_long_it_is(
    client, shown, django_assert_num_queries, django_assert_max_num_queries
):
    get(client, "list")
    with django_assert_max_num_queries(20) as one:
        get(client, "list")
    for _ in range(9):
        ExpertFactory(publishing=True)

    with django_assert_num_queries(len(one)):
        get(client, "list")


def test_withdrawal_empties_every_public_surface(client, shown, drawn, world):
    seated = panel_of(drawn).first().expert
    name = seated.profile.name
    withdraw_consent(expert_id=shown.pk, purpose="publish", actor=shown.user, at=NOON)
    open_names(draw_id=drawn.pk, actor=world.staff, at=NOON)

    assert get(client, "detail", shown.number).status_code == 404
    csv = b"".join(get(client, "list", export="csv").streaming_content).decode()
    pages = [get(client, "list").content.decode(), csv]
    pages.append(get(client, "draw", drawn.number).content.decode())
    for page in pages:
        assert shown.profile.name not in page
        assert name not in page


def test_names_are_closed_until_the_meeting(client, world, drawn):
    numbers = [invitation.expert.number for invitation in panel_of(drawn)]
    readers = [None, world.owner, world.adviser, UserFactory(is_superuser=True)]

    for reader in readers:
        page = get(client, "draw", drawn.number, user=reader)
        sealed = get(client, "draw_record", drawn.number)
        for number in numbers:
            assert number not in page.content.decode()
            assert number not in sealed.content.decode()
        # With the seed and the public numbers anybody could work out the panel.
        for secret in (drawn.reveal["seed"], drawn.reveal["operator_nonce"]):
            assert secret not in page.content.decode()
            assert secret not in sealed.content.decode()
        assert sealed.json()["sealed"] is True


def test_the_staff_who_run_a_draw_see_its_names(client, world, drawn):
    page = get(client, "draw", drawn.number, user=world.staff).content.decode()

    for invitation in panel_of(drawn):
        assert invitation.expert.profile.name in page


def test_open_names_show_numbers_and_published_names_only(client, world, drawn):
    open_names(draw_id=drawn.pk, actor=world.staff, at=NOON)

    page = get(client, "draw", drawn.number).content.decode()

    for invitation in panel_of(drawn):
        assert invitation.expert.number in page
        assert invitation.expert.profile.name not in page


def test_the_open_record_repeats(client, world, drawn):
    open_names(draw_id=drawn.pk, actor=world.staff, at=NOON)

    response = get(client, "draw_record", drawn.number)

    assert verify_record(response.content).holds
    assert json.loads(response.content)["frozen"]["number"] == drawn.number


def test_the_checker_can_be_downloaded(client):
    response = get(client, "draw_checker")

    assert b"sha256-order/1" in response.content
    assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("language", ["", "/en"])
def test_public_pages_answer_in_both_languages(client, drawn, shown, language):
    for path in (
        "/experts/",
        f"/experts/{shown.number}/",
        "/draws/",
        f"/draws/{drawn.number}/",
    ):
        assert client.get(f"{language}{path}").status_code == 200


@pytest.mark.parametrize("name", MINE)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_member_reads_the_own_pages(client, drawn, name, language):
    expert = panel_of(drawn).first().expert
    TieFactory(expert=expert)
    AbsenceFactory(expert=expert)
    client.force_login(expert.user)
    path = reverse(f"experts:{name}")

    response = client.get(f"/en{path}" if language == "en" else path)

    assert response.status_code == 200


@pytest.mark.parametrize("name", [*MINE, "apply", "submit", "evidence", "nominate"])
def test_strangers_are_asked_to_sign_in(client, name):
    response = get(client, name)

    assert response.status_code == 302
    assert "login" in response["Location"]


@pytest.mark.parametrize("name", ["profile", "consent", "ties", "absences"])
def test_whoever_is_no_member_has_no_such_page(client, world, name):
    assert get(client, name, user=world.owner).status_code == 404


def test_the_workspace_invites_others_to_apply(client, world):
    page = get(client, "workspace", user=world.owner)

    assert reverse("experts:apply") in page.content.decode()


def test_an_invitation_is_a_secret(client, drawn, world):
    invitation = panel_of(drawn).first()
    other = panel_of(drawn).last().expert.user

    for name in ("invitation", "decline", "recuse"):
        for reader in (other, world.owner, world.staff):
            answer = get(client, name, invitation.pk, user=reader)
            assert answer.status_code == 404
        own = get(client, name, invitation.pk, user=invitation.expert.user)
        assert own.status_code == 200


def test_an_expert_accepts_on_the_page(client, drawn):
    invitation = panel_of(drawn).first()
    client.force_login(invitation.expert.user)
    path = reverse("experts:invitation", args=[invitation.pk])

    refused = client.post(path, {})
    done = client.post(path, {"declares_no_tie": "on"})

    assert refused.status_code == 422
    assert done.status_code == 302
    invitation.refresh_from_db()
    assert invitation.state == "accepted"


def test_an_expert_declines_on_the_page(client, drawn):
    invitation = panel_of(drawn).first()
    client.force_login(invitation.expert.user)

    path = reverse("experts:decline", args=[invitation.pk])
    done = client.post(path, {"reason": "出差"}, follow=True)

    assert done.status_code == 200
    invitation.refresh_from_db()
    assert invitation.state == "declined"


def test_the_enterprise_adds_its_words(client, world, pool, freeze):
    draw = freeze()
    client.force_login(world.owner)
    path = reverse("experts:witness", args=[draw.number])

    assert client.get(path).status_code == 200
    assert client.post(path, {"nonce": "a\x07b"}).status_code == 422
    assert client.post(path, {"nonce": "十个骰子 351622"}).status_code == 302
    assert client.get(path).status_code == 403

    draw.refresh_from_db()
    assert draw.witness_nonce == "十个骰子 351622"


def test_nobody_else_adds_words(client, world, pool, freeze):
    draw = freeze()

    for reader in (world.adviser, world.staff, UserFactory()):
        assert get(client, "witness", draw.number, user=reader).status_code == 403


def test_an_expert_reads_why_they_were_out(client, world, pool, freeze):
    expert = pool[0]
    TieFactory(expert=expert, organisation_name=world.enterprise.name, kind="equity")
    freeze()

    page = get(client, "eligibility", user=expert.user).content.decode()

    assert world.enterprise.name in page


def test_applications_of_others_cannot_be_withdrawn(client, world):
    application = ExpertApplicationFactory()
    client.force_login(world.owner)

    path = reverse("experts:application_withdraw", args=[application.pk])
    assert client.post(path).status_code == 404

    application.refresh_from_db()
    assert application.state == "draft"


def test_old_invitations_are_listed(client):
    invitation = InvitationFactory(declined=True)

    page = get(client, "invitations", user=invitation.expert.user)

    assert invitation.draw.enterprise.name in page.content.decode()


@pytest.mark.parametrize("step", ["decline", "recuse"])
def test_a_seat_left_twice_shows_what_became_of_it(client, drawn, step):
    invitation = panel_of(drawn).first()
    client.force_login(invitation.expert.user)
    path = reverse(f"experts:{step}", args=[invitation.pk])
    client.post(path, {"reason": "出差"})

    again = client.post(path, {"reason": "出差"})
    form = client.get(path)

    assert again.status_code == 422
    assert form["Location"] == invitation.get_absolute_url()
    assert panel_of(drawn).filter(state="invited").count() == panel_of(drawn).count()


def test_an_invitation_accepted_twice_shows_that_it_was(client, drawn):
    invitation = panel_of(drawn).first()
    client.force_login(invitation.expert.user)
    path = reverse("experts:invitation", args=[invitation.pk])
    client.post(path, {"declares_no_tie": "on"})

    again = client.post(path, {"declares_no_tie": "on"})

    assert again.status_code == 422
    assert "该邀请此前已经答复" in again.content.decode()


@pytest.mark.parametrize("publishing", [True, False])
def test_only_a_consent_to_publish_that_holds_can_be_withdrawn(client, publishing):
    expert = ExpertFactory(publishing=publishing)

    page = get(client, "consent", user=expert.user).content.decode()

    link = reverse("experts:consent_withdraw", args=["publish"])
    assert (link in page) == publishing


def test_an_empty_choice_is_explained_beside_the_fields_to_publish(client, shown):
    client.force_login(shown.user)

    answer = client.post(reverse("experts:consent"), {})

    assert list(answer.context["form"].errors) == ["fields_shown"]


def test_knowing_industry_processes_means_naming_an_industry(client, world):
    client.force_login(world.owner)

    answer = client.post(reverse("experts:apply"), {"specialities": ["industry"]})

    assert "labels" in answer.context["form"].errors
