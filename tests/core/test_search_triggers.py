"""The database itself notes what has to be indexed anew."""

import pytest
from django.db import connection, transaction

from accounts.models import FormerName, Organisation
from core.models import SearchOutboxEntry
from core.search.documents import kinds
from providers.models import ProviderProfile
from reference.models import Service
from tests.factories.marketplace_jobs import JobFactory
from tests.factories.providers import ProviderProfileFactory

pytestmark = pytest.mark.django_db


def noted():
    """Return what waits for the engine in the database, and forget it."""
    waiting = SearchOutboxEntry.objects.filter(engine="embedded")
    found = set(waiting.values_list("kind", "object_key"))
    SearchOutboxEntry.objects.all().delete()
    return found


@pytest.fixture
def profile():
    profile = ProviderProfileFactory()
    noted()
    return profile


def test_every_kind_says_what_its_documents_are_made_of():
    silent = [key for key, kind in kinds().items() if not kind.sources]

    assert silent == []


def test_a_new_row_is_noted():
    profile = ProviderProfileFactory()

    assert ("provider", str(profile.pk)) in noted()


def test_a_bulk_update_is_noted(profile):
    ProviderProfile.objects.filter(pk=profile.pk).update(introduction="新的介绍")

    assert noted() == {("provider", str(profile.pk))}


def test_a_statement_written_by_hand_is_noted(profile):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE providers_providerprofile SET introduction = 'x'")

    assert noted() == {("provider", str(profile.pk))}


def test_a_renamed_organisation_has_everything_about_it_noted(profile):
    job = JobFactory(enterprise=profile.organisation)
    noted()

    Organisation.objects.filter(pk=profile.organisation_id).update(name="新名称")

    assert noted() == {("provider", str(profile.pk)), ("job", str(job.pk))}


def test_a_change_that_no_document_shows_is_not_noted(profile):
    Organisation.objects.filter(pk=profile.organisation_id).update(contact_name="甲")

    assert noted() == set()


def test_services_and_former_names_are_noted(profile):
    profile.services.add(Service.objects.exclude(pk__in=profile.services.all())[0])
    by_service = noted()
    FormerName.objects.create(organisation=profile.organisation, name="旧名称")

    assert by_service == noted() == {("provider", str(profile.pk))}


def test_a_deleted_row_is_noted(profile):
    key = str(profile.pk)
    profile.delete()

    assert ("provider", key) in noted()


def test_a_change_taken_back_leaves_nothing(profile):
    with transaction.atomic():
        ProviderProfile.objects.update(introduction="新的介绍")
        transaction.set_rollback(True)

    assert noted() == set()
