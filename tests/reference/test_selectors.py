from datetime import date

import pytest

from reference.selectors import NoLawInForce, article, legal_term
from tests.factories.reference import LegalTermFactory

pytestmark = pytest.mark.django_db

LAST_DAY_OF_OLD_LAW = date(2026, 8, 14)
FIRST_DAY_OF_CODE = date(2026, 8, 15)


@pytest.mark.parametrize("asked", ["cppl.39", "code.1221"])
@pytest.mark.parametrize(
    ("on", "found"),
    [(LAST_DAY_OF_OLD_LAW, "cppl.39"), (FIRST_DAY_OF_CODE, "code.1221")],
)
def test_an_article_is_chosen_by_the_day_of_the_conduct(asked, on, found):
    assert article(asked, on).key == found


def test_an_article_without_a_topic_has_no_stand_in():
    with pytest.raises(NoLawInForce):
        article("code.1054", LAST_DAY_OF_OLD_LAW)


@pytest.mark.parametrize(
    ("on", "years"), [(date(2026, 3, 31), 3), (date(2026, 4, 1), 1)]
)
def test_a_term_is_chosen_by_the_day_of_the_conduct(on, years):
    assert legal_term("publicity.general.max", on).amount == years


def test_an_unknown_term_is_refused():
    with pytest.raises(NoLawInForce):
        legal_term("no.such.term", FIRST_DAY_OF_CODE)


def test_a_term_ends_on_the_eve_of_its_last_day():
    LegalTermFactory(key="x", valid_until=date(2026, 1, 1))

    assert legal_term("x", date(2025, 12, 31)).key == "x"
    with pytest.raises(NoLawInForce):
        legal_term("x", date(2026, 1, 1))


@pytest.mark.parametrize(
    "key",
    ["measures.16", "measures.8", "measures.11", "measures.12", "measures.17",
     "code.967", "penalty.44", "penalty.45", "penalty.63", "penalty.64",
     "penalty.48", "penalty.60", "repair.tiers"],
)  # fmt: skip
def test_articles_read_in_their_sources_are_marked_so(key):
    assert not article(key, date(2026, 9, 1)).unverified


def test_the_sanction_clause_is_marked_unverified():
    assert article("measures.35", date(2026, 9, 1)).unverified
