from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from cms.models import Registration, TrainingEvent
from cms.states import EventState, RegistrationState
from core.models import OutboxMessage
from core.search.outbox import drain, touch
from tests.factories.accounts import StaffPostFactory, UserFactory
from tests.factories.training import (
    CertificateFactory,
    RegistrationFactory,
    TrainingEventFactory,
)

pytestmark = pytest.mark.django_db


def coming(**kwargs):
    now = timezone.now()
    return TrainingEventFactory(
        starts_at=now + timedelta(days=10),
        ends_at=now + timedelta(days=11),
        registration_closes_at=now + timedelta(days=9),
        **kwargs,
    )


@pytest.fixture
def event():
    return coming(slug="audit-course", title="审核方法培训", title_en="Audit methods")


@pytest.fixture
def user(client):
    user = UserFactory(name="学员甲")
    client.force_login(user)
    return user


def shown(response):
    return [event.slug for event in response.context["page_obj"]]


def test_the_list_shows_what_is_coming_unless_asked_otherwise(client, event):
    TrainingEventFactory(slug="past", held=True)
    coming(slug="secret", draft=True)

    assert shown(client.get("/training/")) == ["audit-course"]
    assert shown(client.get("/training/", {"when": "past"})) == ["past"]
    assert shown(client.get("/training/", {"when": ""})) == ["past", "audit-course"]


@pytest.mark.parametrize("path", ["/training/", "/en/training/"])
def test_the_list_says_plainly_what_costs_nothing(client, event, path):
    page = client.get(path).content.decode()

    assert "0 元" in page or "0 yuan" in page


def test_the_list_costs_the_same_queries_for_one_event_and_for_many(
    client, event, django_assert_max_num_queries
):
    client.get("/training/")
    with django_assert_max_num_queries(12) as few:
        client.get("/training/")
    for n in range(5):
        coming(slug=f"more-{n}")

    with django_assert_max_num_queries(len(few)):
        client.get("/training/")


def test_an_event_has_a_page_in_both_languages(client, event):
    assert "审核方法培训" in client.get("/training/audit-course/").content.decode()
    assert "Audit methods" in client.get("/en/training/audit-course/").content.decode()


def test_a_draft_is_not_there(client):
    coming(slug="secret", draft=True)

    assert client.get("/training/secret/").status_code == 404
    assert client.get("/training/secret/register/").status_code in {302, 404}


def test_registering_needs_an_account(client, event):
    response = client.get("/training/audit-course/register/")

    assert response.status_code == 302
    assert "login" in response.url


def test_a_person_registers_and_cancels(client, event, user):
    response = client.post("/training/audit-course/register/", {"name": "学员甲"})
    assert response.status_code == 302

    registration = Registration.objects.get()
    assert registration.state == RegistrationState.CONFIRMED
    assert OutboxMessage.objects.get().to_user == user
    assert "学员甲" in OutboxMessage.objects.get().body
    mine = client.get("/workspace/training/").content.decode()
    assert "审核方法培训" in mine

    client.post(f"/workspace/training/{registration.pk}/cancel/")
    registration.refresh_from_db()
    assert registration.state == RegistrationState.CANCELLED


def test_the_workspace_shows_what_one_has_registered_for(client, event, user):
    RegistrationFactory(event=event, user=user)
    RegistrationFactory(event=coming(title="别的培训"), user=user, cancelled=True)

    page = client.get("/workspace/").content.decode()

    assert "审核方法培训" in page
    assert "别的培训" not in page


@pytest.mark.parametrize("path", ["/workspace/", "/workspace/training/"])
def test_a_place_in_an_event_that_was_called_off_is_not_confirmed(client, user, path):
    RegistrationFactory(event=coming(title="取消的培训", cancelled=True), user=user)

    page = client.get(path).content.decode()

    assert "取消的培训" in page
    assert "已取消" in page
    assert "已确认" not in page


def test_a_place_in_an_event_that_was_called_off_is_not_given_back(client, user):
    event = coming(slug="called-off", cancelled=True)
    registration = RegistrationFactory(event=event, user=user)

    page = client.get("/training/called-off/").content.decode()

    assert f"/workspace/training/{registration.pk}/cancel/" not in page


def test_a_second_registration_is_answered_with_a_sentence(client, event, user):
    client.post("/training/audit-course/register/", {"name": "学员甲"})

    response = client.post("/training/audit-course/register/", {"name": "学员甲"})

    assert response.status_code == 422
    assert Registration.objects.count() == 1


def test_somebody_elses_registration_is_not_there(client, user):
    registration = RegistrationFactory(event=coming())

    response = client.post(f"/workspace/training/{registration.pk}/cancel/")

    registration.refresh_from_db()
    assert response.status_code == 404
    assert registration.state == RegistrationState.CONFIRMED


def test_the_calendar_holds_what_was_announced(client, event):
    coming(slug="secret", draft=True)
    coming(slug="off", cancelled=True)

    response = client.get("/training/calendar.ics")

    entries = Calendar.from_ical(response.content).walk("VEVENT")
    assert response["Content-Type"].startswith("text/calendar")
    assert sorted(str(entry["status"]) for entry in entries) == [
        "CANCELLED",
        "CONFIRMED",
    ]


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_certificate_is_checked_by_its_code(client, language):
    certificate = CertificateFactory(name="学员乙")

    page = client.get(f"{language}/certificates/{certificate.code.lower()}/")

    assert "学员乙" in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex"


def test_a_revoked_certificate_says_so(client):
    certificate = CertificateFactory(revoked=True)

    page = client.get(f"/en/certificates/{certificate.code}/").content.decode()

    assert "Revoked on" in page
    assert "Genuine" not in page


def test_an_unknown_code_finds_nothing(client):
    assert client.get("/certificates/NOTHING/").status_code == 404
    assert client.get("/certificates/", {"code": "NOTHING"}).status_code == 404


def test_typing_a_code_leads_to_its_certificate(client):
    certificate = CertificateFactory()
    typed = f" {certificate.code[:4].lower()}-{certificate.code[4:]}"

    response = client.get("/certificates/", {"code": typed})

    assert response.url == f"/certificates/{certificate.code}/"


def test_an_event_is_found_by_search(client, event):
    touch("training", event.pk)
    drain()

    (hit,) = client.get("/en/search/", {"q": "shenhe"}).context["results"].hits

    assert (hit.title, hit.url) == ("Audit methods", "/en/training/audit-course/")


@pytest.fixture
def staff(client, settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = False
    post = StaffPostFactory()
    client.force_login(post.user)
    return post


def test_staff_plan_announce_and_certify_in_their_desk(client, staff):
    response = client.post(
        "/admin/training/plan/",
        {
            "title": "新课",
            "slug": "New-Course",
            "organiser": staff.authority.pk,
            "kind": "policy",
            "mode": "online",
            "starts_at": "2026-03-20T09:00",
            "ends_at": "2026-03-20T17:00",
            "registration_closes_at": "2026-03-19T17:00",
            "hours": "6",
            "capacity": "30",
            "fee": "0",
            "certificate_issuer": "例示中心",
        },
    )
    event = TrainingEvent.objects.get()
    assert response.status_code == 302
    assert event.slug == "new-course"
    assert event.starts_at.hour == 1

    client.post(f"/admin/training/{event.pk}/announce/")
    registration = RegistrationFactory(event=event)
    client.post(
        f"/admin/training/{event.pk}/attendance/", {f"hours_{registration.pk}": "6"}
    )
    client.post(f"/admin/training/{event.pk}/close/")
    client.post(f"/admin/training/{event.pk}/certify/")

    event.refresh_from_db()
    registration.refresh_from_db()
    assert event.state == EventState.HELD
    assert registration.certificate.hours == 6
    desk = client.get(f"/admin/training/{event.pk}/").content.decode()
    assert registration.certificate.number in desk
    assert client.get("/admin/training/", {"when": ""}).status_code == 200


def test_dates_that_disagree_are_shown_beside_their_field(client, staff):
    event = coming(organiser=staff.authority, slug="mine")

    response = client.post(
        f"/admin/training/{event.pk}/change/",
        {
            "title": "新课",
            "slug": "mine",
            "organiser": staff.authority.pk,
            "kind": "policy",
            "mode": "online",
            "starts_at": "2026-03-20T09:00",
            "ends_at": "2026-03-19T17:00",
            "registration_closes_at": "2026-03-19T17:00",
            "hours": "6",
            "capacity": "30",
            "fee": "0",
        },
    )

    assert response.status_code == 422
    assert "ends_at" in response.context["form"].errors


def test_certificates_are_offered_where_an_issuer_is_named_only(client, staff):
    told = {"organiser": staff.authority, "held": True}
    offered = "颁发证书</button>"

    for issuer, shown in (("例示中心", True), ("", False)):
        event = TrainingEventFactory(certificate_issuer=issuer, **told)
        desk = client.get(f"/admin/training/{event.pk}/").content.decode()
        assert (offered in desk) is shown


def test_whoever_thinks_better_of_a_form_comes_back_to_the_event(client, staff):
    event = coming(organiser=staff.authority)

    form = client.get(f"/admin/training/{event.pk}/cancel/").content.decode()

    assert f'href="/admin/training/{event.pk}/"' in form


def test_the_list_says_which_event_waits_to_be_closed(client, staff):
    TrainingEventFactory(organiser=staff.authority)
    coming(organiser=staff.authority)

    desk = client.get("/admin/training/").content.decode()

    assert desk.count("已结束，待办结") == 1


def test_participants_are_exported(client, staff):
    event = coming(organiser=staff.authority)
    RegistrationFactory(event=event, name="=cmd")

    response = client.get(
        f"/admin/training/{event.pk}/participants/", {"export": "csv"}
    )

    assert "'=cmd" in b"".join(response.streaming_content).decode()


def test_another_organisers_event_is_not_there(client, staff):
    event = coming()

    for path in ["", "change/", "cancel/", "attendance/", "participants/?export=csv"]:
        assert client.get(f"/admin/training/{event.pk}/{path}").status_code == 404
    assert client.post(f"/admin/training/{event.pk}/announce/").status_code == 404


def test_the_form_leads_whoever_has_a_place_to_the_event(client, event, user):
    form = f"/training/{event.slug}/register/"
    client.post(form, {"name": "例示学员"})

    response = client.get(form)

    assert response.status_code == 302
    assert response["Location"] == event.get_absolute_url()
