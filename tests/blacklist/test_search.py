"""Published names in the portal's search."""

import pytest

from blacklist import search, services
from blacklist.enums import EndReason
from core.models import SearchOutboxEntry
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
    shown, gone = NamePublicationFactory(), NamePublicationFactory(ended=True)

    assert list(search._rows()) == [shown]
    assert list(search._visible_to(None, [str(shown.pk), str(gone.pk)])) == [shown]
