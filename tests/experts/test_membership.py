"""Joining, consenting, withdrawing; what is erased and what stays."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from core.files import can_fetch_file
from core.journal import journal_of
from core.models import OutboxMessage, StoredFile
from core.refusals import MoveRefused, Refusal
from experts.journal import ExpertAction
from experts.models import (
    Consent,
    DutyRecord,
    Expert,
    ExpertApplication,
    ExpertProfile,
    Replacement,
)
from experts.search import expert_document
from experts.selectors import expert_of, panel_of, published_experts, record_of
from experts.services import (
    add_evidence,
    admit_expert,
    declare_tie,
    end_tie,
    give_consent,
    nominate_expert,
    refuse_application,
    remove_absence,
    remove_evidence,
    renew_term,
    restore_expert,
    save_application,
    state_absence,
    submit_application,
    suspend_expert,
    update_profile,
    withdraw_application,
    withdraw_consent,
)
from experts.services.applications import (
    AlreadyMember,
    ApplicationIncomplete,
    ConsentMissing,
)
from experts.services.consents import FieldUnknown
from experts.states import ApplicationState, ExpertState
from reference.models import Jurisdiction
from tests.experts.conftest import NOON
from tests.factories.accounts import OrganisationFactory, StaffPostFactory, UserFactory
from tests.factories.experts import (
    AbsenceFactory,
    EmploymentFactory,
    ExpertApplicationFactory,
    ExpertFactory,
    TieFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def particulars(world):
    return {
        "name": "甲",
        "employer": "例示大学",
        "title": "教授",
        "phone": "13900000002",
        "introduction": "",
        "years_in_field": 8,
        "jurisdiction": world.place,
        "specialities": ["energy", "law"],
        "labels": [],
    }


@pytest.fixture
def submitted(world):
    return ExpertApplicationFactory(submitted=True)


def pdf():
    return SimpleUploadedFile("证书.pdf", b"%PDF-1.7 example")


def test_an_application_goes_from_draft_to_membership(world, particulars):
    person = UserFactory()
    draft = save_application(actor=person, particulars=particulars, at=NOON)
    submit_application(
        application_id=draft.pk,
        agrees_to_serve=True,
        publish_fields=["name", "title"],
        actor=person,
        at=NOON,
    )

    expert = admit_expert(application_id=draft.pk, note="", actor=world.staff, at=NOON)

    draft.refresh_from_db()
    assert draft.state == ApplicationState.ADMITTED
    assert expert.number == "QY-E-2026-0001"
    term = expert.terms.get()
    assert (term.valid_from, term.valid_until) == (date(2026, 3, 10), date(2029, 3, 10))
    assert expert.employments.get().organisation_name == "例示大学"
    consents = {c.purpose: c.field_names for c in expert.consents.all()}
    assert consents == {"serve": frozenset(), "publish": {"name", "title"}}
    assert expert_of(person) == expert
    assert [entry.action for entry in journal_of(draft)] == [
        ExpertAction.APPLICATION_SAVED,
        ExpertAction.APPLICATION_SUBMITTED,
    ]
    assert [entry.action for entry in journal_of(expert)] == [ExpertAction.ADMITTED]
    assert OutboxMessage.objects.get().template == "experts/application_decided"


def test_nobody_joins_without_their_consent(world):
    draft = ExpertApplicationFactory()

    with pytest.raises(ConsentMissing):
        submit_application(
            application_id=draft.pk,
            agrees_to_serve=False,
            publish_fields=[],
            actor=draft.user,
            at=NOON,
        )

    draft.refresh_from_db()
    assert draft.state == ApplicationState.DRAFT


def test_nobody_consents_for_another(world):
    draft = ExpertApplicationFactory()

    with pytest.raises(PermissionDenied):
        submit_application(
            application_id=draft.pk,
            agrees_to_serve=True,
            publish_fields=[],
            actor=world.staff,
            at=NOON,
        )

    draft.refresh_from_db()
    assert draft.state == ApplicationState.DRAFT


@pytest.mark.parametrize(
    "gap", [{"title": ""}, {"jurisdiction": None}, {"years_in_field": None}]
)
def test_an_incomplete_application_is_not_handed_in(gap):
    draft = ExpertApplicationFactory(**gap)

    with pytest.raises(ApplicationIncomplete):
        submit_application(
            application_id=draft.pk,
            agrees_to_serve=True,
            publish_fields=[],
            actor=draft.user,
            at=NOON,
        )

    draft.refresh_from_db()
    assert draft.submitted_at is None


def test_a_field_that_is_never_public_cannot_be_consented_to():
    draft = ExpertApplicationFactory()

    with pytest.raises(FieldUnknown):
        submit_application(
            application_id=draft.pk,
            agrees_to_serve=True,
            publish_fields=["phone"],
            actor=draft.user,
            at=NOON,
        )

    draft.refresh_from_db()
    assert draft.state == ApplicationState.DRAFT


def test_members_do_not_apply_again(world, particulars):
    expert = ExpertFactory()

    with pytest.raises(AlreadyMember):
        save_application(actor=expert.user, particulars=particulars, at=NOON)

    assert not ExpertApplication.objects.exists()


@pytest.mark.parametrize("state", ["draft", "refused", "withdrawn"])
def test_only_a_submitted_application_is_decided(world, state):
    traits = {} if state == "draft" else {state: True}
    application = ExpertApplicationFactory(**traits)

    with pytest.raises(MoveRefused):
        admit_expert(application_id=application.pk, note="", actor=world.staff, at=NOON)

    assert not Expert.objects.exists()


def test_staff_of_another_place_do_not_decide(world, submitted):
    elsewhere = Jurisdiction.objects.get(pk="620900")
    authority = OrganisationFactory(authority=True, covers=[elsewhere])
    stranger = StaffPostFactory(authority=authority).user

    for decide in (admit_expert, refuse_application):
        with pytest.raises(PermissionDenied):
            decide(application_id=submitted.pk, note="x", actor=stranger, at=NOON)

    submitted.refresh_from_db()
    assert submitted.state == ApplicationState.SUBMITTED


def test_nobody_admits_themselves(world):
    own = ExpertApplicationFactory(submitted=True, user=world.staff)

    with pytest.raises(PermissionDenied):
        admit_expert(application_id=own.pk, note="", actor=world.staff, at=NOON)

    assert not Expert.objects.exists()


def test_a_refusal_has_reasons(world, submitted):
    with pytest.raises(Refusal):
        refuse_application(
            application_id=submitted.pk, note=" ", actor=world.staff, at=NOON
        )
    submitted.refresh_from_db()
    assert submitted.state == ApplicationState.SUBMITTED

    refuse_application(
        application_id=submitted.pk, note="年限不足", actor=world.staff, at=NOON
    )
    submitted.refresh_from_db()
    assert submitted.decision_note == "年限不足"
    assert "年限不足" in OutboxMessage.objects.get().body


def test_withdrawing_an_application_erases_what_it_said(tmp_path, settings):
    draft = ExpertApplicationFactory()
    add_evidence(application_id=draft.pk, upload=pdf(), actor=draft.user, at=NOON)

    withdraw_application(application_id=draft.pk, actor=draft.user, at=NOON)

    draft.refresh_from_db()
    said = (draft.name, draft.employer, draft.phone, draft.introduction)
    assert said == ("", "", "", "")
    assert not StoredFile.objects.exists()


def test_evidence_is_for_the_applicant_and_the_deciding_staff(world):
    draft = ExpertApplicationFactory()
    stored = add_evidence(
        application_id=draft.pk, upload=pdf(), actor=draft.user, at=NOON
    ).file
    assert can_fetch_file(draft.user, stored)
    assert not can_fetch_file(world.staff, stored)

    submit_application(
        application_id=draft.pk,
        agrees_to_serve=True,
        publish_fields=[],
        actor=draft.user,
        at=NOON,
    )

    assert can_fetch_file(world.staff, stored)
    assert not can_fetch_file(world.owner, stored)


def test_evidence_can_be_taken_off_a_draft():
    draft = ExpertApplicationFactory()
    evidence = add_evidence(
        application_id=draft.pk, upload=pdf(), actor=draft.user, at=NOON
    )

    remove_evidence(evidence_id=evidence.pk, actor=draft.user, at=NOON)

    assert not StoredFile.objects.exists()


def test_a_nomination_becomes_an_application_only_through_its_person(
    world, particulars
):
    nomination = nominate_expert(
        organisation=world.enterprise,
        email="Someone@Example.test",
        name="乙",
        actor=world.owner,
        at=NOON,
    )
    person = UserFactory(email="someone@example.test")

    draft = save_application(actor=person, particulars=particulars, at=NOON)

    assert draft == nomination
    assert draft.user == person
    assert draft.nominated_by == world.enterprise
    assert OutboxMessage.objects.get().to_address == "someone@example.test"


def test_nobody_is_nominated_twice(world):
    asked = {"organisation": world.enterprise, "name": "乙", "actor": world.owner}
    nominate_expert(email="a@example.test", at=NOON, **asked)

    with pytest.raises(AlreadyMember):
        nominate_expert(email="A@example.test", at=NOON, **asked)

    assert ExpertApplication.objects.count() == 1


def test_a_new_consent_takes_the_place_of_the_old_one():
    expert = ExpertFactory(publishing=["name", "title"])

    give_consent(expert_id=expert.pk, fields=["title"], actor=expert.user, at=NOON)

    publish = Consent.objects.filter(expert=expert, purpose="publish")
    assert publish.count() == 2
    assert publish.open().get().field_names == {"title"}
    card = expert_document(published_experts().get(pk=expert.pk))
    assert card.title == expert.number


def test_an_empty_consent_is_refused():
    expert = ExpertFactory(publishing=True)

    with pytest.raises(Refusal):
        give_consent(expert_id=expert.pk, fields=[], actor=expert.user, at=NOON)

    assert Consent.objects.open().filter(purpose="publish").count() == 1


def test_nobody_else_touches_a_consent(world):
    expert = ExpertFactory(publishing=True)

    with pytest.raises(PermissionDenied):
        withdraw_consent(
            expert_id=expert.pk, purpose="publish", actor=world.staff, at=NOON
        )

    assert published_experts().filter(pk=expert.pk).exists()


def test_leaving_the_pool_erases_the_person_and_keeps_the_record(world, drawn):
    expert = panel_of(drawn).first().expert
    TieFactory(expert=expert)
    EmploymentFactory(expert=expert)
    AbsenceFactory(expert=expert)

    withdraw_consent(expert_id=expert.pk, purpose="serve", actor=expert.user, at=NOON)

    expert.refresh_from_db()
    drawn.refresh_from_db()
    assert expert.state == ExpertState.ENDED
    assert not ExpertProfile.objects.filter(expert=expert).exists()
    rows = (expert.ties, expert.employments, expert.absences)
    assert not any(row.exists() for row in rows)
    assert Replacement.objects.get().reason == "not_serving"
    assert panel_of(drawn).count() == 3
    assert DutyRecord.objects.filter(expert=expert, kind="replaced").exists()
    assert expert.number.encode() in record_of(drawn)
    assert expert_of(expert.user) is None


def test_who_left_can_apply_again(world, particulars):
    expert = ExpertFactory(ended=True, profile=None)

    draft = save_application(actor=expert.user, particulars=particulars, at=NOON)
    submit_application(
        application_id=draft.pk,
        agrees_to_serve=True,
        publish_fields=[],
        actor=expert.user,
        at=NOON,
    )
    again = admit_expert(application_id=draft.pk, note="", actor=world.staff, at=NOON)

    assert again.number != expert.number
    assert expert_of(expert.user) == again


def test_a_new_employer_ends_the_employment_before(world, particulars):
    expert = ExpertFactory()
    old = EmploymentFactory(expert=expert, organisation_name=expert.profile.employer)

    update_profile(
        expert_id=expert.pk,
        particulars=particulars | {"employer": "新单位"},
        actor=expert.user,
        at=NOON,
    )

    old.refresh_from_db()
    assert old.until == date(2026, 3, 10)
    assert expert.employments.get(until=None).organisation_name == "新单位"


def test_a_tie_is_declared_and_ended(world):
    expert = ExpertFactory()
    tie = declare_tie(
        expert_id=expert.pk,
        kind="adviser",
        organisation_name=world.provider.name,
        since=date(2024, 1, 1),
        until=None,
        note="",
        actor=expert.user,
        at=NOON,
    )
    assert tie.organisation == world.provider

    with pytest.raises(Refusal):
        end_tie(bond=tie, until=date(2023, 1, 1), actor=expert.user, at=NOON)
    end_tie(bond=tie, until=date(2025, 1, 1), actor=expert.user, at=NOON)

    tie.refresh_from_db()
    assert tie.until == date(2025, 1, 1)


def test_days_out_of_order_are_refused():
    expert = ExpertFactory()
    first, last = date(2026, 3, 2), date(2026, 3, 1)

    with pytest.raises(Refusal):
        declare_tie(
            expert_id=expert.pk,
            kind="equity",
            organisation_name="甲公司",
            since=first,
            until=last,
            note="",
            actor=expert.user,
            at=NOON,
        )
    with pytest.raises(Refusal):
        state_absence(
            expert_id=expert.pk,
            first_day=first,
            last_day=last,
            actor=expert.user,
            at=NOON,
        )

    assert not expert.ties.exists()
    assert not expert.absences.exists()


def test_days_gone_by_are_no_absence():
    expert = ExpertFactory()
    day = NOON.date() - timedelta(days=2)

    with pytest.raises(Refusal):
        state_absence(
            expert_id=expert.pk,
            first_day=day,
            last_day=day,
            actor=expert.user,
            at=NOON,
        )

    assert not expert.absences.exists()


def test_an_absence_can_be_taken_back():
    absence = AbsenceFactory()

    remove_absence(absence_id=absence.pk, actor=absence.expert.user, at=NOON)

    assert not absence.expert.absences.exists()


def test_a_suspension_has_a_reason_and_an_end(world, drawn):
    expert = panel_of(drawn).first().expert
    told = {"expert_id": expert.pk, "actor": world.staff, "at": NOON}
    with pytest.raises(Refusal):
        suspend_expert(reason="", **told)

    suspend_expert(reason="三次未到会", **told)
    expert.refresh_from_db()
    assert expert.state == ExpertState.SUSPENDED
    assert not panel_of(drawn).filter(expert=expert).exists()

    restore_expert(**told)
    expert.refresh_from_db()
    assert (expert.state, expert.suspension_reason) == (ExpertState.ACTIVE, "")


def test_a_term_is_renewed_after_the_last_one(world):
    expert = ExpertFactory()

    term = renew_term(expert_id=expert.pk, actor=world.staff, at=NOON)

    assert (term.valid_from, term.valid_until) == (date(2028, 1, 5), date(2031, 1, 5))


def test_members_do_not_manage_themselves():
    expert = ExpertFactory()

    with pytest.raises(PermissionDenied):
        renew_term(expert_id=expert.pk, actor=expert.user, at=NOON)

    assert expert.terms.count() == 1
