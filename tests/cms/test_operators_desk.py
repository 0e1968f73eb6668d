from datetime import UTC, datetime

import pytest

from core.operations import operations
from tests.factories.accounts import StaffPostFactory, UserFactory
from tests.factories.core import OutboxMessageFactory

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 9, 1, 16, tzinfo=UTC)


@pytest.fixture
def desk(client, settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = False

    def of(user):
        client.force_login(user)
        return client.get("/admin/").content.decode()

    return of


def test_letters_that_failed_are_counted_and_named():
    OutboxMessageFactory(sent_at=NIGHT)
    OutboxMessageFactory(sent_at=None)
    OutboxMessageFactory(sent_at=None, failed_at=NIGHT, failure="550 unknown")

    now = operations()

    assert now.letters_waiting == 2
    assert [letter.failure for letter in now.failed_letters] == ["550 unknown"]


def test_the_operator_sees_how_the_portal_runs(desk):
    OutboxMessageFactory(sent_at=None, failed_at=NIGHT, failure="550 unknown")

    page = desk(UserFactory(is_staff=True, is_superuser=True))

    assert "平台运行情况" in page
    assert "550 unknown" in page


def test_the_authority_does_not(desk):
    OutboxMessageFactory(sent_at=None, failed_at=NIGHT, failure="550 unknown")

    page = desk(StaffPostFactory().user)

    assert "平台运行情况" not in page
    assert "550 unknown" not in page
