import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from accounts.models import User
from reference.models import Jurisdiction
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("time", ["first", "second"])
def test_a_test_that_empties_the_database_leaves_the_migrated_rows(time):
    assert not User.objects.exists()
    assert Jurisdiction.objects.filter(pk="620100").exists()
    assert ContentType.objects.get_for_model(User).model == "user"
    assert Page.objects.filter(depth=1).exists()

    UserFactory()
