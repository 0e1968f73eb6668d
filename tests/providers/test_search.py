import pytest
from django.contrib.auth.models import AnonymousUser

from core.search import search, touch
from core.search.outbox import drain
from providers.search import document
from providers.services import withdraw_listing
from tests.conftest import NOON
from tests.factories.accounts import MembershipFactory
from tests.factories.providers import ProviderProfileFactory

pytestmark = pytest.mark.django_db


def test_a_document_says_what_people_search_for():
    profile = ProviderProfileFactory(services=["design"])
    profile.organisation.former_names.create(name="旧称节能")

    found = document(profile)

    assert found.title == profile.organisation.name
    assert "旧称节能" in found.body
    assert found.facets["service"] == ["design"]
    assert list(found.codes) == [profile.organisation.credit_code]


def test_a_listing_is_found_until_it_is_withdrawn():
    profile = ProviderProfileFactory()
    code = profile.organisation.credit_code
    actor = MembershipFactory(organisation=profile.organisation).user
    touch("provider", profile.pk)
    drain()
    before = search(code, user=AnonymousUser()).total

    withdraw_listing(profile_id=profile.pk, actor=actor, at=NOON)
    stale = search(code, user=AnonymousUser()).total
    drain()

    assert (before, stale) == (1, 0)
    assert search(code, user=AnonymousUser()).total == 0
