"""The guides of the demo world say what the portal does."""

import pytest
from django.utils.translation import override

from cms.demo.guides import HIRE
from marketplace.states.jobs import Visibility


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", HIRE.zh), ("en", HIRE.en)], ids=["zh", "en"]
)
@pytest.mark.parametrize("choice", Visibility)
def test_the_guide_for_enterprises_names_who_may_read_and_bid(language, words, choice):
    with override(language):
        label = str(choice.label)

    assert label in str(words)
