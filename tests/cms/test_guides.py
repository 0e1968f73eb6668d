"""The guides of the demo world say what the portal does."""

import re

import pytest
from django.utils.translation import override

from cms.demo.guides import CHECK, HIRE, REPORT
from marketplace.states.jobs import Visibility


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", HIRE.zh), ("en", HIRE.en)], ids=["zh", "en"]
)
@pytest.mark.parametrize("choice", Visibility)
def test_the_guide_for_enterprises_names_who_may_read_and_bid(language, words, choice):
    with override(language):
        label = str(choice.label)

    assert label in str(words)


@pytest.mark.django_db
@pytest.mark.parametrize("guide", [CHECK, REPORT], ids=["check", "report"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_guides_for_everybody_lead_to_the_forms(client, guide, language):
    addresses = re.findall(r'href="([^"]+)"', str(getattr(guide, language).body))

    assert len(addresses) == 2
    assert [client.get(address).status_code for address in addresses] == [200, 200]
    assert all(
        address.startswith("/en/") == (language == "en") for address in addresses
    )
