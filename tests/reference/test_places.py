import pytest
from django.utils.translation import override

from reference.models import Jurisdiction

pytestmark = pytest.mark.django_db

GANSU_UNITS = [
    "620100", "620171", "620200", "620300", "620400", "620500", "620600", "620700",
    "620800", "620900", "621000", "621100", "621200", "622900", "623000",
]  # fmt: skip


def test_gansu_has_fifteen_units_lanzhou_new_area_among_them():
    assert list(Jurisdiction.objects.units().values_list("code", flat=True)) == (
        GANSU_UNITS
    )


@pytest.mark.parametrize(
    ("province", "count"), [("630000", 8), ("110000", 16), ("460000", 19)]
)
def test_another_province_needs_one_setting(settings, province, count):
    settings.PORTAL_PROVINCE = province

    assert Jurisdiction.objects.units().count() == count


def test_within_reaches_every_county_and_the_place_itself():
    lanzhou = Jurisdiction.objects.get(pk="620100")

    within = Jurisdiction.objects.within(lanzhou)

    assert within.count() == 10
    assert lanzhou in within


def test_the_stand_in_of_jiayuguan_is_statistical_and_no_unit():
    stand_in = Jurisdiction.objects.get(pk="620201")

    assert (stand_in.statistical, stand_in.is_unit) == (True, False)


def test_a_place_contains_itself_and_what_lies_in_it_only():
    gansu, lanzhou, jiuquan = (
        Jurisdiction.objects.get(pk=code) for code in ("620000", "620100", "620900")
    )

    assert gansu.contains(lanzhou)
    assert lanzhou.contains(lanzhou)
    assert not lanzhou.contains(jiuquan)
    assert not lanzhou.contains(gansu)


@pytest.mark.parametrize(
    ("language", "label"), [("zh-hans", "兰州新区"), ("en", "Lanzhou New Area")]
)
def test_a_label_is_in_the_readers_language(language, label):
    place = Jurisdiction.objects.get(pk="620171")

    with override(language):
        assert place.label == label


def test_every_place_lies_below_its_parent():
    for place in Jurisdiction.objects.select_related("parent"):
        above = place.parent.path if place.parent else ""

        assert place.path == f"{above}{place.code}/"
