from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms import services
from cms.journal import TrainingAction
from cms.models import Attendance, Certificate, Registration, TrainingEvent
from cms.states import EventState, RegistrationState
from core.journal import journal_of
from core.models import OutboxMessage
from core.refusals import MoveRefused, Refusal
from tests.conftest import NOON
from tests.factories.accounts import (
    MembershipFactory,
    OrganisationFactory,
    StaffPostFactory,
    UserFactory,
)
from tests.factories.training import (
    ENDS_AT,
    STARTS_AT,
    AttendanceFactory,
    CertificateFactory,
    RegistrationFactory,
    TrainingEventFactory,
)

pytestmark = pytest.mark.django_db

CONFIRMED, WAITING = RegistrationState.CONFIRMED, RegistrationState.WAITING


@pytest.fixture
def event():
    return TrainingEventFactory(capacity=1)


def staff_of(event):
    return StaffPostFactory(authority=event.organiser).user


def register(event, user=None, organisation=None, at=NOON):
    return services.register_for_event(
        event_id=event.pk,
        name="学员",
        organisation=organisation,
        actor=user or UserFactory(),
        at=at,
    )


def states(event):
    found = Registration.objects.filter(event=event).order_by("pk")
    return [registration.state for registration in found]


def test_places_are_given_out_in_order_and_then_people_wait(event):
    for _ in range(3):
        register(event)

    assert states(event) == [CONFIRMED, WAITING, WAITING]
    assert OutboxMessage.objects.count() == 3


def test_a_registration_leaves_one_journal_entry(event):
    registration = register(event)

    (entry,) = journal_of(registration)
    assert entry.action == TrainingAction.REGISTERED


def test_nobody_registers_twice(event):
    user = UserFactory()
    register(event, user)

    with pytest.raises(Refusal):
        register(event, user)

    assert states(event) == [CONFIRMED]


def test_one_may_register_again_after_cancelling(event):
    user = UserFactory()
    first = register(event, user)
    services.cancel_registration(registration_id=first.pk, actor=user, at=NOON)

    register(event, user)

    assert states(event) == [RegistrationState.CANCELLED, CONFIRMED]


@pytest.mark.parametrize("trait", ["draft", "held", "cancelled"])
def test_an_event_that_is_not_open_takes_nobody(trait):
    event = TrainingEventFactory(**{trait: True})

    with pytest.raises(Refusal):
        register(event)

    assert states(event) == []


def test_registration_ends_when_it_closes(event):
    with pytest.raises(Refusal):
        register(event, at=event.registration_closes_at)

    assert states(event) == []


def test_one_registers_for_an_organisation_one_works_for(event):
    member = MembershipFactory()

    registration = register(event, member.user, member.organisation)

    assert registration.organisation == member.organisation
    with pytest.raises(PermissionDenied):
        register(event, UserFactory(), member.organisation)


def test_a_place_given_back_goes_to_who_waited_longest(event):
    first, second, _third = (register(event) for _ in range(3))

    services.cancel_registration(registration_id=first.pk, actor=first.user, at=NOON)

    assert states(event) == [RegistrationState.CANCELLED, CONFIRMED, WAITING]
    letter = OutboxMessage.objects.latest("pk")
    assert (letter.to_user, letter.template) == (second.user, "cms/training_place")


def test_a_place_is_given_back_by_its_holder_or_the_organiser_only(event):
    registration = register(event)

    with pytest.raises(PermissionDenied):
        services.cancel_registration(
            registration_id=registration.pk, actor=UserFactory(), at=NOON
        )

    assert states(event) == [CONFIRMED]


def test_a_place_is_given_back_once(event):
    registration = register(event)
    give_back = {"registration_id": registration.pk, "actor": registration.user}
    services.cancel_registration(**give_back, at=NOON)

    with pytest.raises(MoveRefused):
        services.cancel_registration(**give_back, at=NOON)


def test_a_place_is_not_given_back_once_the_event_has_begun(event):
    registration = register(event)

    with pytest.raises(Refusal):
        services.cancel_registration(
            registration_id=registration.pk, actor=registration.user, at=STARTS_AT
        )

    assert states(event) == [CONFIRMED]


def test_more_places_let_waiting_people_in(event):
    for _ in range(3):
        register(event)

    services.change_event(event_id=event.pk, capacity=2, actor=staff_of(event), at=NOON)

    assert states(event) == [CONFIRMED, CONFIRMED, WAITING]


def test_places_that_are_taken_cannot_be_removed():
    event = TrainingEventFactory(capacity=2)
    RegistrationFactory.create_batch(2, event=event)

    with pytest.raises(Refusal) as caught:
        services.change_event(
            event_id=event.pk, capacity=1, actor=staff_of(event), at=NOON
        )

    event.refresh_from_db()
    assert caught.value.field == "capacity"
    assert event.capacity == 2


@given(
    capacity=st.integers(1, 4),
    steps=st.lists(st.tuples(st.booleans(), st.integers(0, 9)), max_size=12),
)
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_places_are_never_more_than_taken_nor_left_free_while_somebody_waits(
    capacity, steps
):
    event = TrainingEventFactory(capacity=capacity)
    for gives_back, index in steps:
        current = Registration.objects.filter(
            event=event, state__in=[CONFIRMED, WAITING]
        ).order_by("pk")
        if gives_back and current:
            chosen = current[index % len(current)]
            services.cancel_registration(
                registration_id=chosen.pk, actor=chosen.user, at=NOON
            )
        else:
            register(event)
        found = states(event)

        assert found.count(CONFIRMED) == min(
            capacity, found.count(CONFIRMED) + found.count(WAITING)
        )


def details(organiser, **changes):
    return {
        "slug": "new",
        "title": "新课",
        "kind": "policy",
        "mode": "online",
        "organiser": organiser,
        "hours": Decimal(2),
        "capacity": 10,
        "starts_at": STARTS_AT,
        "ends_at": ENDS_AT,
        "registration_closes_at": STARTS_AT,
        **changes,
    }


def test_an_event_is_planned_announced_and_closed():
    post = StaffPostFactory()

    event = services.plan_event(actor=post.user, at=NOON, **details(post.authority))
    services.announce_event(event_id=event.pk, actor=post.user, at=NOON)
    services.close_event(event_id=event.pk, actor=post.user, at=ENDS_AT)

    event.refresh_from_db()
    assert event.state == EventState.HELD
    assert [entry.action for entry in journal_of(event)] == [
        TrainingAction.EVENT_PLANNED,
        TrainingAction.EVENT_ANNOUNCED,
        TrainingAction.EVENT_HELD,
    ]


def test_an_event_on_site_is_announced_with_a_venue_only():
    post = StaffPostFactory()
    nowhere = details(post.authority, mode="onsite", venue="")
    event = services.plan_event(actor=post.user, at=NOON, **nowhere)

    with pytest.raises(Refusal):
        services.announce_event(event_id=event.pk, actor=post.user, at=NOON)

    event.refresh_from_db()
    assert event.state == EventState.DRAFT


def test_an_announced_event_on_site_keeps_a_venue():
    event = TrainingEventFactory(venue="例示会议中心")
    post = StaffPostFactory(authority=event.organiser)

    with pytest.raises(Refusal):
        services.change_event(event_id=event.pk, actor=post.user, at=NOON, venue="")

    event.refresh_from_db()
    assert event.venue == "例示会议中心"


def test_an_event_is_planned_in_the_name_of_ones_own_authority_only():
    post = StaffPostFactory()
    other = OrganisationFactory(authority=True)

    with pytest.raises(PermissionDenied):
        services.plan_event(actor=post.user, at=NOON, **details(other))

    assert not TrainingEvent.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ends_at", datetime(2026, 3, 19, tzinfo=UTC)),
        ("registration_closes_at", datetime(2026, 4, 19, tzinfo=UTC)),
    ],
)
def test_dates_that_disagree_are_refused(field, value):
    post = StaffPostFactory()

    with pytest.raises(Refusal) as caught:
        services.plan_event(
            actor=post.user, at=NOON, **details(post.authority, **{field: value})
        )

    assert caught.value.field == field
    assert not TrainingEvent.objects.exists()


def test_an_event_is_not_closed_before_it_ends(event):
    with pytest.raises(Refusal):
        services.close_event(event_id=event.pk, actor=staff_of(event), at=NOON)

    event.refresh_from_db()
    assert event.state == EventState.ANNOUNCED


def test_everybody_hears_when_an_event_is_called_off(event):
    RegistrationFactory(event=event)
    RegistrationFactory(event=event, waiting=True)
    RegistrationFactory(event=event, cancelled=True)

    services.cancel_event(
        event_id=event.pk, reason="场地检修", actor=staff_of(event), at=NOON
    )

    event.refresh_from_db()
    assert event.state == EventState.CANCELLED
    assert OutboxMessage.objects.count() == 2


@pytest.mark.parametrize("trait", ["held", "cancelled"])
def test_an_event_that_is_over_is_neither_changed_nor_called_off(trait):
    event = TrainingEventFactory(**{trait: True})
    staff = staff_of(event)

    with pytest.raises(MoveRefused):
        services.change_event(event_id=event.pk, title="x", actor=staff, at=NOON)
    with pytest.raises(MoveRefused):
        services.cancel_event(event_id=event.pk, reason="x", actor=staff, at=NOON)

    assert TrainingEvent.objects.get().title == event.title


def attend(event, hours, at=ENDS_AT):
    return services.record_attendance(
        event_id=event.pk, hours=hours, actor=staff_of(event), at=at
    )


def test_attendance_is_recorded_changed_and_removed(event):
    registration = RegistrationFactory(event=event)

    assert attend(event, {registration.pk: Decimal(6)}) == 1
    assert attend(event, {registration.pk: Decimal(12)}) == 1
    assert Attendance.objects.get().hours == 12

    assert attend(event, {registration.pk: Decimal(0)}) == 0
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("hours", [Decimal(13), Decimal(-1)])
def test_hours_beyond_the_events_own_are_refused(event, hours):
    registration = RegistrationFactory(event=event)

    with pytest.raises(Refusal):
        attend(event, {registration.pk: hours})

    assert not Attendance.objects.exists()


def test_attendance_is_for_confirmed_participants_of_the_event(event):
    stranger = RegistrationFactory()
    waiting = RegistrationFactory(event=event, waiting=True)

    for registration in (stranger, waiting):
        with pytest.raises(PermissionDenied):
            attend(event, {registration.pk: Decimal(1)})

    assert not Attendance.objects.exists()


def test_nobody_attends_before_the_event_begins(event):
    registration = RegistrationFactory(event=event)

    with pytest.raises(Refusal):
        attend(event, {registration.pk: Decimal(1)}, at=NOON)


def test_those_who_came_are_certified_once():
    event = TrainingEventFactory(held=True)
    came = AttendanceFactory(registration__event=event).registration
    RegistrationFactory(event=event)
    certify = {"event_id": event.pk, "actor": staff_of(event), "at": ENDS_AT}

    assert services.issue_certificates(**certify) == 1
    assert services.issue_certificates(**certify) == 0

    certificate = Certificate.objects.get()
    assert certificate.registration == came
    assert (certificate.hours, certificate.issuer) == (12, "例示中心")
    assert len(certificate.code) == 12
    assert certificate.number == "QY-TC-2026-0001"
    assert OutboxMessage.objects.get().to_user == came.user


def test_certificates_wait_until_the_event_is_closed(event):
    AttendanceFactory(registration__event=event)

    with pytest.raises(Refusal):
        services.issue_certificates(
            event_id=event.pk, actor=staff_of(event), at=ENDS_AT
        )

    assert not Certificate.objects.exists()


def test_a_certificate_is_revoked_once():
    certificate = CertificateFactory()
    staff = staff_of(certificate.registration.event)
    revoke = {"certificate_id": certificate.pk, "reason": "误发", "actor": staff}
    services.revoke_certificate(**revoke, at=NOON)

    with pytest.raises(Refusal):
        services.revoke_certificate(**revoke, at=ENDS_AT)

    certificate.refresh_from_db()
    assert certificate.revoked_on == NOON.date()


def test_only_the_organiser_runs_an_event(event):
    stranger = StaffPostFactory().user
    registration = RegistrationFactory(event=event)
    told = {"actor": stranger, "at": ENDS_AT}

    for step, more in [
        (services.announce_event, {}),
        (services.close_event, {}),
        (services.cancel_event, {"reason": "x"}),
        (services.change_event, {"title": "x"}),
        (services.record_attendance, {"hours": {registration.pk: Decimal(1)}}),
        (services.issue_certificates, {}),
    ]:
        with pytest.raises(PermissionDenied):
            step(event_id=event.pk, **told, **more)

    event.refresh_from_db()
    assert event.state == EventState.ANNOUNCED
    assert not journal_of(event).exists()
