import csv
import io

import pytest
from django.http import Http404
from django_filters import CharFilter, FilterSet, NumberFilter

from core.lists import Column, ListPage, Sort
from core.models import NumberSequence

pytestmark = pytest.mark.django_db


class SeriesFilter(FilterSet):
    prefix = CharFilter(field_name="prefix", lookup_expr="icontains")
    year = NumberFilter(field_name="year")

    class Meta:
        model = NumberSequence
        fields = []


class SeriesList(ListPage):
    queryset = NumberSequence.objects.all()
    template_name = "core/test_list.html"
    filterset_class = SeriesFilter
    paginate_by = 2
    export_name = "series"
    sorts = [
        Sort("prefix", "By series", "prefix"),
        Sort("last", "By number", ["-last", "year"]),
    ]
    columns = [
        Column("prefix", "Series", lambda row: row.prefix),
        Column("last", "Last", lambda row: row.last),
    ]


@pytest.fixture
def series():
    return [
        NumberSequence.objects.create(prefix=prefix, year=2026, last=last)
        for prefix, last in [("B", 2), ("A", 2), ("C", 9)]
    ]


@pytest.fixture
def ask(rf):
    def answer(view=SeriesList, **query):
        return view.as_view()(rf.get("/", query))

    return answer


def shown(response):
    return [row.prefix for row in response.context_data["page_obj"]]


def test_the_first_sort_is_the_default(series, ask):
    response = ask()

    assert shown(response) == ["A", "B"]
    assert response.context_data["sort"] == "prefix"
    assert response.context_data["total"] == 3
    assert response.context_data["exports"] == ["csv", "xlsx"]


def test_a_reader_chooses_an_order_and_the_key_breaks_ties(series, ask):
    assert shown(ask(sort="last")) == ["C", "B"]


def test_an_unknown_order_gives_the_default(series, ask):
    assert shown(ask(sort="; drop table")) == ["A", "B"]


def test_filters_narrow_the_list(series, ask):
    response = ask(prefix="c")

    assert shown(response) == ["C"]
    assert response.context_data["total"] == 1


def test_a_filter_that_makes_no_sense_is_explained_and_shows_nothing(series, ask):
    response = ask(year="last year", prefix="a")

    assert response.status_code == 400
    assert shown(response) == []
    assert "year" in response.context_data["filterset"].form.errors


def test_a_filter_that_makes_no_sense_exports_nothing(series, ask):
    assert ask(year="x", export="csv").status_code == 400


@pytest.mark.parametrize("page", ["0", "-1", "3", "x", "1.5", "9" * 40, "²"])
def test_a_page_that_is_not_there_is_not_found(series, ask, page):
    with pytest.raises(Http404):
        ask(page=page)


def test_an_empty_list_has_one_page(ask):
    assert shown(ask()) == []


def test_the_last_page_can_be_asked_for_by_name(series, ask):
    assert shown(ask(page="last")) == ["C"]


def test_a_download_holds_every_page_of_what_was_filtered_and_sorted(series, ask):
    response = ask(export="csv", sort="last", prefix="")

    text = b"".join(response.streaming_content).decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(text))) == [
        ["Series", "Last"],
        ["C", "9"],
        ["B", "2"],
        ["A", "2"],
    ]


def test_a_download_in_an_unknown_format_is_not_found(series, ask):
    with pytest.raises(Http404):
        ask(export="exe")


def test_a_list_without_columns_offers_no_download(series, ask):
    class Bare(SeriesList):
        columns = ()

    with pytest.raises(Http404):
        ask(Bare, export="csv")
    assert ask(Bare).context_data["exports"] == []


def test_a_list_costs_the_same_queries_with_one_row_and_with_many(
    ask, django_assert_num_queries
):
    NumberSequence.objects.create(prefix="A", year=2026)
    with django_assert_num_queries(2):
        shown(ask())

    NumberSequence.objects.create(prefix="B", year=2026)
    NumberSequence.objects.create(prefix="C", year=2026)
    with django_assert_num_queries(2):
        shown(ask())
