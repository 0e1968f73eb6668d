import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from reference.data_files import shipped_tables
from reference.models import (
    Article,
    CoalFactor,
    EmissionFactor,
    Holiday,
    Industry,
    IndustryLabel,
    Instrument,
    Jurisdiction,
    LegalTerm,
    PlanTarget,
    Service,
)
from reference.services import LoadReport, load_reference_data
from tests.factories.reference import HolidayFactory

pytestmark = pytest.mark.django_db


def test_a_fresh_database_is_complete():
    report = load_reference_data()

    assert report == LoadReport(created=0, updated=0, kept=0)
    assert Jurisdiction.objects.count() == 3351
    assert Industry.objects.filter(level="division").count() == 97
    assert IndustryLabel.objects.count() == 14
    assert Service.objects.count() == 6


def test_a_value_that_an_operator_edited_stays():
    LegalTerm.objects.filter(key="expert.term").update(amount=4)

    report = load_reference_data()

    assert report == LoadReport(created=0, updated=0, kept=1)
    assert LegalTerm.objects.get(key="expert.term").amount == 4


def test_an_edited_value_is_replaced_when_asked():
    LegalTerm.objects.filter(key="expert.term").update(amount=4)

    report = load_reference_data(overwrite=True)

    assert report == LoadReport(created=0, updated=1, kept=0)
    assert LegalTerm.objects.get(key="expert.term").amount == 3


def test_a_value_nobody_edited_follows_the_files():
    factor = EmissionFactor.objects.get(key="grid.gansu.2023")
    factor.value = Decimal("0.4")
    factor.shipped |= {"value": "0.4"}
    factor.save()

    report = load_reference_data()

    factor.refresh_from_db()
    assert report == LoadReport(created=0, updated=1, kept=0)
    assert factor.value == Decimal("0.4471")


def test_other_columns_follow_while_the_edited_one_stays():
    factor = EmissionFactor.objects.get(key="grid.gansu.2023")
    factor.value = Decimal("0.45")
    factor.document = "old"
    factor.shipped |= {"document": "old"}
    factor.save()

    first, second = load_reference_data(), load_reference_data()

    factor.refresh_from_db()
    assert (first, second) == (LoadReport(0, 1, 1), LoadReport(0, 0, 1))
    assert factor.value == Decimal("0.45")
    assert factor.document != "old"


def test_a_deleted_row_comes_back():
    Holiday.objects.filter(day=date(2026, 10, 1)).delete()

    assert load_reference_data() == LoadReport(created=1, updated=0, kept=0)


def test_a_row_that_an_operator_added_is_left_alone():
    added = HolidayFactory(day=date(2027, 1, 1))

    assert load_reference_data() == LoadReport(0, 0, 0)
    assert Holiday.objects.filter(pk=added.pk).exists()


def test_the_command_says_how_many_rows_it_touched(capsys):
    Holiday.objects.filter(day=date(2026, 10, 1)).delete()

    call_command("load_reference")

    assert "1" in capsys.readouterr().out


def test_every_bilingual_row_has_its_english():
    missing = [
        (table.model, row.get("key") or row.get("code"))
        for table in shipped_tables()
        for row in table.rows
        for name in ("name", "title", "description", "gist", "label", "note", "basis")
        if row.get(name) and f"{name}_en" in row and not row[f"{name}_en"]
    ]

    assert missing == []


def test_no_key_is_shipped_twice():
    for table in shipped_tables():
        keys = [tuple(row[key] for key in table.keys) for row in table.rows]

        assert len(keys) == len(set(keys)), table.model


@pytest.mark.parametrize(
    ("model", "column"),
    [
        *((model, "source") for model in (Instrument, Article, LegalTerm, PlanTarget)),
        (IndustryLabel, "source"),
        (CoalFactor, "document"),
        (EmissionFactor, "document"),
    ],
)
def test_every_source_is_named_in_chinese(model, column):
    sources = model.objects.exclude(**{column: ""}).values_list(column, flat=True)

    assert [one for one in sources if not re.search(r"[\u4e00-\u9fff]", one)] == []
