"""A crowd for benchmarks comes, is found, and goes without a trace."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command

from accounts.models import Organisation, User
from audits.models import AuditList, Disclosure, Listing, Round
from core.models import SearchOutboxEntry
from core.models.search import SearchEntry, SearchQueue
from core.search import search
from marketplace.models import Job
from providers.models import ProviderProfile
from tests.factories.accounts import OrganisationFactory

pytestmark = pytest.mark.django_db

SIZE = 30
FILLED = (Organisation, AuditList, Listing, Round, Disclosure, ProviderProfile, Job)


def scale(*arguments):
    call_command("scale", *arguments, verbosity=0)


def counts():
    return {model: model.objects.count() for model in (*FILLED, User, SearchEntry)}


@pytest.fixture
def crowd():
    scale("--size", str(SIZE))


def test_every_enterprise_has_one_public_round(crowd):
    rounds = Round.objects.public().filter(enterprise__kind="enterprise")

    assert Organisation.objects.enterprises().count() == SIZE
    assert rounds.values("enterprise").distinct().count() == SIZE


def test_there_is_a_provider_and_a_job_for_every_hundred(crowd):
    assert ProviderProfile.objects.listed().count() == 1
    assert Job.objects.public().count() == 1


@pytest.mark.parametrize("model", FILLED)
def test_its_rows_are_as_valid_as_those_of_people(crowd, model):
    rows = list(model.objects.all())

    for row in rows:
        row.full_clean()

    assert rows


def test_an_enterprise_is_found_by_name_and_by_number(crowd):
    one = Round.objects.select_related("enterprise").latest("pk")

    by_name = search(one.enterprise.name, user=AnonymousUser())
    by_number = search(one.number, user=AnonymousUser())

    assert by_name.hits[0].document.title == one.enterprise.name
    assert [hit.document.key for hit in by_number.hits] == [str(one.pk)]


def test_every_round_can_be_found(crowd):
    assert SearchEntry.objects.filter(kind="audit").count() == SIZE


def test_nothing_of_it_waits_to_be_indexed(crowd):
    assert not SearchOutboxEntry.objects.exists()


def test_later_changes_are_noted_as_before(crowd):
    audited = Round.objects.earliest("pk")

    Organisation.objects.filter(pk=audited.enterprise_id).update(name="改名示例公司")

    noted = SearchOutboxEntry.objects.filter(kind="audit")
    assert set(noted.values_list("object_key", flat=True)) == {str(audited.pk)}
    assert SearchQueue.objects.exists()


def test_the_same_records_are_invented_every_time(crowd):
    names = list(Organisation.objects.order_by("credit_code").values_list("name"))
    scale("--remove")

    scale("--size", str(SIZE))

    again = Organisation.objects.order_by("credit_code").values_list("name")
    assert list(again) == names


def test_removing_takes_out_what_was_added_and_no_more():
    OrganisationFactory()
    before = counts()
    scale("--size", str(SIZE), "--force")

    scale("--remove")

    assert counts() == before


def test_a_crowd_grows_to_the_size_asked_for(crowd):
    before = counts()

    scale("--size", "101")

    grown = counts()
    assert grown[Round] == 101
    assert grown[ProviderProfile] == before[ProviderProfile] + 1
    assert (grown[AuditList], grown[User]) == (before[AuditList], before[User])
    assert Round.objects.values("number").distinct().count() == 101


@pytest.mark.parametrize("size", ["30", "20"])
def test_a_crowd_that_is_large_enough_stays_as_it_is(crowd, size):
    before = counts()

    with pytest.raises(CommandError, match="30 such enterprises are here already"):
        scale("--size", size)

    assert counts() == before


def test_a_database_with_organisations_of_others_is_left_alone():
    OrganisationFactory()
    before = counts()

    with pytest.raises(CommandError, match="they may be real"):
        scale("--size", "5")

    assert counts() == before


def test_a_size_below_one_is_refused():
    with pytest.raises(CommandError, match="from 1 on"):
        scale("--size", "0")

    assert not Organisation.objects.exists()
