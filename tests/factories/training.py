"""Training for tests: an event on 20 March 2026, before and after it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from cms.models import Attendance, Certificate, Registration, TrainingEvent
from cms.states import EventState, RegistrationState, TrainingKind, TrainingMode
from tests.factories.accounts import OrganisationFactory, UserFactory

ANNOUNCED_AT = datetime(2026, 3, 1, 1, tzinfo=UTC)
STARTS_AT = datetime(2026, 3, 20, 1, tzinfo=UTC)
ENDS_AT = datetime(2026, 3, 21, 9, tzinfo=UTC)


class TrainingEventFactory(DjangoModelFactory):
    class Meta:
        model = TrainingEvent

    class Params:
        draft = factory.Trait(state=EventState.DRAFT, announced_at=None)
        held = factory.Trait(
            state=EventState.HELD, held_at=datetime(2026, 3, 22, 1, tzinfo=UTC)
        )
        cancelled = factory.Trait(
            state=EventState.CANCELLED,
            cancelled_at=datetime(2026, 3, 10, 1, tzinfo=UTC),
            cancel_reason="场地检修",
        )

    slug = factory.Sequence(lambda n: f"course-{n}")
    title = factory.Sequence(lambda n: f"清洁生产审核培训第{n}期")
    title_en = factory.Sequence(lambda n: f"Audit course {n}")
    kind = TrainingKind.AUDITOR
    mode = TrainingMode.ONSITE
    state = EventState.ANNOUNCED
    organiser = factory.SubFactory(OrganisationFactory, authority=True)
    jurisdiction_id = "620100"
    venue = "例示会议中心"
    topics = "审核程序\n指标体系"
    hours = Decimal("12.0")
    capacity = 2
    certificate_issuer = "例示中心"
    starts_at = STARTS_AT
    ends_at = ENDS_AT
    registration_closes_at = datetime(2026, 3, 18, 9, tzinfo=UTC)
    announced_at = ANNOUNCED_AT


class RegistrationFactory(DjangoModelFactory):
    class Meta:
        model = Registration

    class Params:
        waiting = factory.Trait(state=RegistrationState.WAITING)
        cancelled = factory.Trait(
            state=RegistrationState.CANCELLED,
            cancelled_at=datetime(2026, 3, 5, 1, tzinfo=UTC),
        )

    event = factory.SubFactory(TrainingEventFactory)
    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"学员{n}")
    state = RegistrationState.CONFIRMED
    registered_at = factory.Sequence(
        lambda n: datetime(2026, 3, 2, 1, n % 60, tzinfo=UTC)
    )


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    registration = factory.SubFactory(RegistrationFactory)
    hours = Decimal("12.0")
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = datetime(2026, 3, 21, 10, tzinfo=UTC)


class CertificateFactory(DjangoModelFactory):
    class Meta:
        model = Certificate

    class Params:
        revoked = factory.Trait(revoked_on=date(2026, 4, 1), revoke_reason="误发")

    registration = factory.SubFactory(RegistrationFactory, event__held=True)
    number = factory.Sequence(lambda n: f"QY-TC-2026-{n:04d}")
    code = factory.Sequence(lambda n: f"CODE{n:08d}")
    name = "学员"
    hours = Decimal("12.0")
    issuer = "例示中心"
    issued_on = date(2026, 3, 22)
