from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from core.clocks import start_clock
from core.models import JournalEntry
from reference.models import (
    EmissionFactor,
    Holiday,
    Jurisdiction,
    LegalTerm,
    Service,
    Unit,
)
from reference.selectors import legal_term
from reference.viewsets import ReferenceGroup
from tests.factories.accounts import UserFactory
from tests.factories.marketplace_jobs import JobFactory

pytestmark = pytest.mark.django_db

KINDS = [viewset.model for viewset in ReferenceGroup.items]


def address(model, view, *args):
    return reverse(f"{model._meta.model_name}:{view}", args=args)


@pytest.fixture
def operator(client, settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = False
    user = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(user)
    return client


@pytest.mark.parametrize("model", KINDS)
@pytest.mark.parametrize("view", ["index", "add"])
def test_every_kind_has_a_list_and_a_form(operator, model, view):
    assert operator.get(address(model, view)).status_code == 200


@pytest.mark.parametrize("model", KINDS)
def test_every_kind_has_a_form_for_its_rows(operator, model):
    row = model.objects.first()

    assert operator.get(address(model, "edit", row.pk)).status_code == 200


@pytest.mark.parametrize("model", KINDS)
def test_every_kind_downloads(operator, model):
    response = operator.get(address(model, "index"), {"export": "csv"})

    assert response["Content-Type"].startswith("text/csv")
    assert b"shipped" not in b"".join(response.streaming_content)


def test_the_list_filters_what_is_unverified(operator):
    response = operator.get(address(LegalTerm, "index"), {"unverified": "true"})

    keys = {row.key for row in response.context["object_list"]}
    assert "expert.term" in keys
    assert "case.decision" not in keys


def test_an_edit_is_saved_and_journalled(operator):
    factor = EmissionFactor.objects.get(key="grid.gansu.2023")
    form = operator.get(address(EmissionFactor, "edit", factor.pk)).context["form"]
    typed = {k: v for k, v in form.initial.items() if v is not None}

    response = operator.post(
        address(EmissionFactor, "edit", factor.pk), typed | {"value": "0.45"}
    )

    factor.refresh_from_db()
    assert response.status_code == 302
    assert factor.value == Decimal("0.45")
    assert JournalEntry.objects.get().action == "reference.row.edited"


def test_the_key_of_a_row_cannot_be_changed(operator):
    service = Service.objects.get(key="audit")

    operator.post(
        address(Service, "edit", "audit"),
        {"key": "stolen", "name": "审核", "position": 2, "name_en": "Audit"},
    )

    service.refresh_from_db()
    assert not Service.objects.filter(key="stolen").exists()


def test_the_key_of_a_legal_term_cannot_be_changed(operator):
    term = LegalTerm.objects.get(key="expert.term")
    form = operator.get(address(LegalTerm, "edit", term.pk)).context["form"]
    typed = {k: v for k, v in form.initial.items() if v is not None}

    operator.post(address(LegalTerm, "edit", term.pk), typed | {"key": "stolen"})

    assert LegalTerm.objects.filter(key="expert.term").exists()
    assert not LegalTerm.objects.filter(key="stolen").exists()


def test_an_added_holiday_moves_the_clocks_that_waited_for_it(operator):
    place = Jurisdiction.objects.get(pk="620100")
    term = legal_term("case.hearing_request", date(2027, 2, 1)).as_term()
    clock = start_clock(
        kind="example", subject=place, term=term, starts_on=date(2027, 2, 1)
    )

    operator.post(
        address(Holiday, "add"), {"day": "2027-02-08", "name": "春节", "name_en": ""}
    )

    clock.refresh_from_db()
    assert Holiday.objects.filter(day=date(2027, 2, 8)).exists()
    assert clock.due_on == date(2027, 2, 9)


def test_a_place_added_lies_below_its_parent(operator):
    operator.post(
        address(Jurisdiction, "add"),
        {
            "code": "620172",
            "name": "例示区",
            "short_name": "例示区",
            "level": "county",
            "parent": "620100",
        },
    )

    assert Jurisdiction.objects.get(pk="620172").path == "620000/620100/620172/"


def test_a_row_in_use_is_not_removed(operator):
    refused = operator.post(address(Jurisdiction, "delete", "620100"))

    assert refused.status_code == 422
    assert "行政区划" in refused.content.decode()
    assert Jurisdiction.objects.filter(pk="620100").exists()
    assert not JournalEntry.objects.exists()


def test_a_row_that_several_point_at_is_not_cut_off_from_them(operator):
    service = Service.objects.get(key="audit")
    job = JobFactory()
    job.services.add(service)

    asked = operator.get(address(Service, "delete", "audit")).content.decode()
    refused = operator.post(address(Service, "delete", "audit"))

    assert "需求：1" in asked
    assert "确认删除" not in asked
    assert refused.status_code == 422
    assert list(job.services.all()) == [service]


def test_whoever_removes_a_row_is_asked_first(operator):
    asked = operator.get(address(Holiday, "delete", "2026-10-01")).content.decode()

    assert "确认删除" in asked
    assert "随平台提供" in asked
    assert Holiday.objects.filter(day=date(2026, 10, 1)).exists()


def test_the_history_of_a_row_says_what_was_changed(operator):
    unit = Unit.objects.get(key="t")
    form = operator.get(address(Unit, "edit", "t")).context["form"]
    typed = {k: v for k, v in form.initial.items() if v is not None}
    operator.post(address(Unit, "edit", "t"), typed | {"name_en": "metric ton"})

    history = operator.get(address(Unit, "history", "t")).content.decode()

    assert f"{unit.name_en} → metric ton" in history
    assert history.count(" → ") == 1


def test_a_row_nobody_uses_is_removed(operator):
    operator.post(address(Holiday, "delete", "2026-10-01"))

    assert not Holiday.objects.filter(day=date(2026, 10, 1)).exists()
    assert JournalEntry.objects.get().action == "reference.row.removed"


def test_people_without_the_permission_are_turned_away(client):
    client.force_login(UserFactory())

    response = client.post(address(Holiday, "delete", "2026-10-01"))

    assert response.status_code in {302, 403}
    assert Holiday.objects.filter(day=date(2026, 10, 1)).exists()


def test_a_truth_is_said_in_words(operator):
    page = operator.get(address(Holiday, "index")).content.decode()

    assert "True" not in page
    assert "False" not in page
