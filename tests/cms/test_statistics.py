import csv
import io

import pytest

from cms.statistics import FIGURES, by_place, measured
from reference.models import IndustryLabel, Jurisdiction
from tests.conftest import NOON
from tests.factories.audits import PublishedResultFactory
from tests.factories.training import TrainingEventFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return TrainingEventFactory(
        held=True, jurisdiction=Jurisdiction.objects.get(pk="620102")
    )


def test_every_figure_counts_nothing_on_an_empty_portal():
    assert {one.figure.key: one.value for one in measured(NOON)} == {
        figure.key: 0 for figure in FIGURES
    }


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_page_shows_targets_and_figures(client, event, language):
    response = client.get(f"{language}/statistics/")

    values = {one.figure.key: one.value for one in response.context["figures"]}
    shares = {one.target.pk: one.share for one in response.context["targets"]}
    assert response.status_code == 200
    assert values["training"] == 1
    assert shares["key_industries"] == 0
    assert shares["cod_reduction"] is None


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.key)
def test_every_figure_leads_to_its_records(client, figure):
    assert client.get(f"/statistics/{figure.key}/").status_code == 200


def test_the_records_of_a_figure_can_be_followed_and_downloaded(client, event):
    page = client.get("/statistics/training/")
    download = client.get("/statistics/training/", {"export": "csv"})

    assert [record.url for record in page.context["records"]] == [
        event.get_absolute_url()
    ]
    text = b"".join(download.streaming_content).decode("utf-8-sig")
    assert event.title in text
    assert f"http://testserver{event.get_absolute_url()}" in text


def test_a_county_counts_for_the_unit_it_lies_in(event):
    rows = {row.place.pk: row.values for row in by_place(NOON.replace(month=12))}

    assert rows["620100"][-1] == 1
    assert sum(values[-1] for values in rows.values()) == 1


@pytest.mark.parametrize(
    ("table", "rows"), [("figures", 12), ("targets", 7), ("places", 15)]
)
def test_every_table_has_its_file(client, table, rows):
    response = client.get("/statistics/", {"export": "csv", "table": table})

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text)))) == rows + 1


@pytest.mark.parametrize(
    "query", [{"export": "exe"}, {"export": "csv", "table": "secrets"}]
)
def test_a_file_that_is_not_offered_is_not_found(client, query):
    assert client.get("/statistics/", query).status_code == 404


def test_a_figure_that_is_not_there_is_not_found(client):
    assert client.get("/statistics/nothing/").status_code == 404


def test_columns_that_no_record_fills_are_left_out(client, event):
    result = PublishedResultFactory()
    result.round.enterprise.labels.add(IndustryLabel.objects.first())

    training = client.get("/statistics/training/").content.decode()
    industries = client.get("/statistics/key_industries/").content.decode()

    assert '<th scope="col">日期</th>' in training
    assert '<th scope="col">记录</th>' in industries
    assert '<th scope="col">日期</th>' not in industries


@pytest.mark.parametrize(
    ("key", "header"),
    [("training", "记录,地区,日期,网址"), ("key_industries", "记录,网址")],
)
def test_a_file_of_records_has_the_columns_of_the_page(client, key, header):
    response = client.get(f"/statistics/{key}/", {"export": "csv"})

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert text.splitlines()[0] == header


def test_the_file_of_targets_is_in_the_words_of_the_reader(client):
    response = client.get("/en/statistics/", {"export": "csv", "table": "targets"})

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert "Key" not in rows[0]
    assert (rows[0]["Planned"], rows[0]["Unit"]) == ("14", "industries")
