import pytest

from accounts.models import Organisation
from core.staff_lists import ROWS_PER_PAGE
from reference.filters import provincial_units
from reference.models import Jurisdiction
from tests.factories.accounts import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/organisations/"


@pytest.fixture
def operator(client, settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = False
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def test_a_long_list_is_shown_page_by_page(operator):
    OrganisationFactory.create_batch(ROWS_PER_PAGE + 1)

    first = operator.get(LIST).context
    second = operator.get(LIST, {"p": 2}).context

    assert len(first["object_list"]) == ROWS_PER_PAGE
    assert len(second["object_list"]) == Organisation.objects.count() - ROWS_PER_PAGE


def test_the_places_offered_are_those_of_the_province(operator):
    filters = operator.get(LIST).context["filters"]

    offered = set(filters.form.fields["jurisdiction"].queryset)
    assert offered == set(provincial_units())


def test_a_place_stands_for_everything_below_it(operator):
    city = Jurisdiction.objects.get(code="620100")
    county = Jurisdiction.objects.filter(parent=city).first()
    below = OrganisationFactory(jurisdiction=county)
    OrganisationFactory(jurisdiction=Jurisdiction.objects.get(code="620200"))

    found = operator.get(LIST, {"jurisdiction": city.pk}).context["object_list"]

    assert list(found) == [below]
