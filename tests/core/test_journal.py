import pytest
from django.db import IntegrityError, transaction
from django.db.transaction import TransactionManagementError
from django.utils.translation import override

from accounts.journal import AccountAction
from blacklist.enums import Tier
from blacklist.journal import CaseAction
from core.journal import journal_of, record
from core.journal.actions import sentence_of
from core.models import JournalEntry
from core.money import Money
from core.numbers import next_number
from tests.conftest import NOON
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    user = UserFactory()
    return record(
        AccountAction.INVITATION_SENT, user, actor=user, at=NOON, email="a@b.test"
    )


def test_an_entry_reads_as_a_sentence(entry):
    assert entry.sentence == "邀请 a@b.test 加入"


@pytest.mark.parametrize(
    ("fact", "shown"),
    [("2026-11-27", "2026年11月27日"), ("2026-02-30", "2026-02-30")],
)
def test_a_day_in_a_sentence_reads_as_a_day(fact, shown):
    sentence = sentence_of(AccountAction.INVITATION_SENT, {"email": fact})

    assert sentence == f"邀请 {shown} 加入"


def test_an_entry_is_found_by_its_target(entry):
    assert list(journal_of(entry.actor)) == [entry]


def test_facts_are_kept_exactly(entry):
    kept = record(
        AccountAction.INVITATION_SENT,
        entry.actor,
        actor=None,
        at=NOON,
        amount=Money("12.30"),
        day=NOON.date(),
    )

    assert kept.facts == {"amount": "12.30", "day": "2026-03-10"}


def test_an_undeclared_action_is_refused(entry):
    with pytest.raises(LookupError):
        record("no.such.action", entry.actor, actor=None, at=NOON)

    assert JournalEntry.objects.count() == 1


@pytest.mark.parametrize("step", ["update", "delete"])
def test_the_database_itself_keeps_entries_as_they_are(entry, step):
    row = JournalEntry.objects.filter(pk=entry.pk)

    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(action="other") if step == "update" else row.delete()

    entry.refresh_from_db()
    assert entry.action == AccountAction.INVITATION_SENT


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_a_transaction():
    user = UserFactory()

    with pytest.raises(TransactionManagementError):
        record(AccountAction.PROFILE_UPDATED, user, actor=user, at=NOON)

    assert not JournalEntry.objects.exists()


def test_numbers_of_a_series_follow_each_other():
    numbers = [next_number("J", NOON.date()) for _ in range(3)]

    assert numbers == ["QY-J-2026-0001", "QY-J-2026-0002", "QY-J-2026-0003"]


@pytest.mark.parametrize(
    ("language", "shown"), [("zh-hans", "一般"), ("en", "General")]
)
def test_a_choice_in_a_sentence_reads_in_the_readers_language(language, shown):
    facts = {"tier": Tier.GENERAL, "tier_label": "一般"}

    with override(language):
        assert shown in sentence_of(CaseAction.PROPOSED, facts)


def test_a_choice_that_is_no_more_reads_as_it_was_written():
    facts = {"tier": "abolished", "tier_label": "旧档"}

    assert "旧档" in sentence_of(CaseAction.PROPOSED, facts)
