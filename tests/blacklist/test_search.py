"""Published names in the portal's search."""

from datetime import datetime, time, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from blacklist import search, services
from blacklist.enums import EndReason
from core.clock import SHANGHAI
from core.models import SearchOutboxEntry
from core.search.visibility import visible_names
from tests.blacklist.conftest import later
from tests.factories.blacklist import NamePublicationFactory

pytestmark = pytest.mark.django_db


def test_a_document_says_what_the_page_says():
    row = NamePublicationFactory()

    document = search.document_of(row)

    assert document.title == row.party_name
    assert document.url == row.get_absolute_url()
    assert row.party_credit_code in document.codes
    assert document.facets == {"place": ["620000", "620100"]}


def test_every_change_of_a_publication_is_announced(steps, people):
    publication = steps.published()
    services.end_publication(
        publication_id=publication.pk,
        reason=EndReason.ERROR,
        explanation="x",
        actor=people.reviewer,
        at=later(25),
    )

    waiting = SearchOutboxEntry.objects.filter(kind="publication")
    assert {entry.object_key for entry in waiting} == {str(publication.pk)}


def test_what_has_ended_is_found_by_nobody(set_clock):
    set_clock(later(38))
    shown = NamePublicationFactory()
    NamePublicationFactory(ended=True)

    assert list(search._rows()) == [shown]


def test_a_name_is_seen_until_its_last_day_and_not_after_it(set_clock):
    row = NamePublicationFactory()
    name = (search.KIND, str(row.pk))

    seen = []
    for on in (row.max_until - timedelta(days=1), row.max_until):
        set_clock(datetime.combine(on, time(12), tzinfo=SHANGHAI))
        seen.append(visible_names([name], AnonymousUser()) == {name})

    assert seen == [True, False]
