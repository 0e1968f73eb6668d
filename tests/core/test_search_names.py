import pytest

from core.search.names import endings, ends_so, plain, plain_terms
from core.search.text import query_terms


@pytest.mark.parametrize(
    ("name", "without"),
    [
        ("平凉例示水泥有限公司", "平凉例示水泥"),
        ("例示水泥有限责任公司", "例示水泥"),
        ("例示集团有限公司", "例示"),
        ("例示水泥厂", "例示水泥"),
        ("例示水泥", "例示水泥"),
        ("有限公司", "有限公司"),
        ("工厂", "工厂"),
    ],
)
def test_a_legal_form_is_left_aside_where_a_name_remains(name, without):
    assert plain(name) == without


@pytest.mark.parametrize("asked", ["例示水泥", "水泥", "lishishuini", "lssn"])
def test_a_company_ends_in_its_name_and_in_how_that_sounds(asked):
    assert ends_so("平凉例示水泥有限公司", asked)
    assert asked in endings("平凉例示水泥有限公司")


@pytest.mark.parametrize("asked", ["例示", "公司", "泥", "pingliang"])
def test_a_company_does_not_end_in_the_rest(asked):
    assert not ends_so("平凉例示水泥有限公司", asked)


def test_only_a_company_has_endings():
    assert endings("例示水泥节水改造") == []
    assert not ends_so("例示水泥节水改造", "节水改造")


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("例示水泥厂 审核", ["例示水泥", "审核"]),
        ("Sample Cement Co. Ltd", ["sample", "cement"]),
        ("Ltd", ["ltd"]),
    ],
)
def test_terms_lose_their_legal_forms(query, left):
    assert [term.text for term in plain_terms(query_terms(query))] == left
