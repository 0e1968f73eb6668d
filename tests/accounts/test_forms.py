import pytest
from django.utils import translation

from accounts.forms import OrganisationField, OrganisationsField
from accounts.models import Organisation
from tests.factories.accounts import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("field_class", [OrganisationField, OrganisationsField])
@pytest.mark.parametrize(
    ("language", "name"), [("zh-hans", "例示公司"), ("en", "Example Company")]
)
def test_organisations_are_offered_by_their_names_in_the_readers_language(
    field_class, language, name
):
    OrganisationFactory(name="例示公司", name_en="Example Company")
    field = field_class(queryset=Organisation.objects.all())

    with translation.override(language):
        offered = [label for value, label in field.choices if value]

    assert offered == [name]
