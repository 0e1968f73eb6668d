import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from accounts.enums import OrganisationKind
from accounts.forms import (
    NamedOrganisationField,
    OrganisationField,
    OrganisationsField,
)
from accounts.models import Organisation
from reference.models import Jurisdiction
from tests.factories.accounts import OrganisationFactory, StaffPostFactory

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


@pytest.fixture
def typed():
    field = NamedOrganisationField(suggested=OrganisationKind.ENTERPRISE)
    field.queryset = Organisation.objects.all()
    return field.clean


@pytest.mark.parametrize(
    "write",
    [
        lambda one: one.credit_code,
        lambda one: one.credit_code.lower(),
        lambda one: one.name,
        lambda one: f"{one.name} {one.credit_code}",
        lambda one: one.name_en.upper(),
        lambda one: one.name[2:4],
        lambda one: one.credit_code[:17],
    ],
)
def test_an_organisation_is_found_however_it_is_typed(typed, write):
    one = OrganisationFactory(
        enterprise=True, name="例示焦化有限公司", name_en="Example Coking Co."
    )
    OrganisationFactory(enterprise=True, name="例示水泥有限公司")

    assert typed(write(one)) == one


def test_a_whole_name_is_not_taken_for_a_part_of_another(typed):
    one = OrganisationFactory(enterprise=True, name="例示焦化")
    OrganisationFactory(enterprise=True, name="例示焦化有限公司")

    assert typed("例示焦化") == one


@pytest.mark.parametrize(
    ("words", "told"), [("例示", "有多个单位符合"), ("查无", "没有该代码或名称")]
)
def test_words_that_mean_several_or_nobody_are_refused(typed, words, told):
    for name in ("例示焦化有限公司", "例示水泥有限公司"):
        OrganisationFactory(enterprise=True, name=name)

    with pytest.raises(ValidationError) as refused:
        typed(words)

    assert told in refused.value.messages[0]


def test_names_are_suggested_to_staff_within_their_territory(client, settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = False
    lanzhou = Jurisdiction.objects.get(pk="620100")
    authority = OrganisationFactory(authority=True, covers=[lanzhou])
    here = OrganisationFactory(
        enterprise=True, name="例示焦化有限公司", jurisdiction=lanzhou
    )
    OrganisationFactory(
        enterprise=True, name="例示水泥有限公司", jurisdiction_id="620200"
    )
    client.force_login(StaffPostFactory(authority=authority).user)

    page = reverse("organisations:names", args=["enterprise"])
    named = client.get(page, {"q": "例示"}).json()["suggestions"]

    assert [one["value"] for one in named] == [f"{here.name} {here.credit_code}"]
    assert client.get(page, {"q": ""}).json()["suggestions"] == []
