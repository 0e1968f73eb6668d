import pytest

from core.search.slips import alternatives, meant
from core.search.text import query_terms


def understood(query, *names):
    readings = meant(query_terms(query), names)
    return [" ".join(term.text for term in reading) for reading in readings]


@pytest.mark.parametrize(
    "query",
    ["例是水泥", "例水泥", "例示示水泥", "示例水泥", "例示钢水泥", "例钢水泥"],
    ids=["sounds alike", "missing", "doubled", "swapped", "one too many", "wrong"],
)
def test_a_slip_in_a_name_is_undone(query):
    assert understood(query, "平凉例示水泥有限公司") == ["例示水泥"]


@pytest.mark.parametrize("query", ["例示水泥", "示水", "外示水泥厂矿"])
def test_what_a_name_holds_or_comes_too_far_from_is_no_slip(query):
    assert understood(query, "平凉例示水泥有限公司") == []


@pytest.mark.parametrize(
    ("query", "reading"),
    [
        ("cemnet", "cement"),
        ("cemennt", "cement"),
        ("cemet works", "cement work"),
        ("semple", "sample"),
        ("pinlianglishi", "pingliangli"),
    ],
)
def test_a_slip_in_a_latin_word_is_undone(query, reading):
    name = "平凉例示水泥有限公司\nsample cement works"

    assert understood(query, name)[0].startswith(reading)


@pytest.mark.parametrize(
    "query", ["12345", "ma0010002a", "水泥", "sam", "天马行空", "simpel cemet"]
)
def test_numbers_short_words_and_two_slips_are_left_alone(query):
    assert understood(query, "平凉例示水泥有限公司\nsample cement 12346") == []


def test_what_keeps_every_letter_is_meant_before_what_does_not():
    assert understood("例水泥", "例示水泥", "兰水泥") == ["例示水泥"]


def test_what_more_names_bear_stands_first():
    names = ("甲例示水泥", "例外水泥", "例示水泥乙")

    assert understood("例水泥", *names) == ["例示水泥", "例外水泥"]


def test_what_is_left_of_a_term_is_asked_for_beside_the_others():
    ways = alternatives(query_terms("例是水泥 厂"))

    texts = [sorted(term.text for term in way) for way in ways]
    assert ["厂", "水泥"] in texts
    assert all("厂" in way for way in texts)
