"""The bands of the quality index that a search counts."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import given
from hypothesis import strategies as st

from core.search import search
from core.search.outbox import drain
from providers.bands import refresh_bands
from providers.enums import ObservationKind, QualityBand
from providers.quality_index import band_of
from providers.services import Source, record_observation, retract_observation
from tests.conftest import NOON
from tests.factories.providers import ProviderProfileFactory, QualityObservationFactory

TODAY = date(2026, 3, 10)
TENTHS = st.integers(0, 1000).map(lambda tenths: Decimal(tenths) / 10)


@given(index=TENTHS)
def test_an_index_lies_in_the_highest_band_that_it_reaches(index):
    marks = [int(band) for band in QualityBand if band != QualityBand.NONE]

    assert int(band_of(index)) == max(mark for mark in marks if mark <= index)


def test_without_an_index_there_is_no_band():
    assert band_of(None) == QualityBand.NONE


def observed(profile, value):
    return record_observation(
        provider=profile.organisation,
        kind=ObservationKind.EVALUATION,
        value=Decimal(value),
        weight=Decimal(20),
        source=Source(profile, "例示", "Example"),
        observed_on=TODAY,
        at=NOON,
    )


@pytest.mark.django_db
def test_a_fact_brings_its_provider_into_a_band_and_its_loss_out_of_it():
    profile = ProviderProfileFactory()

    fact = observed(profile, "0.95")
    profile.refresh_from_db()
    with_fact = profile.quality_band
    retract_observation(observation_id=fact.pk, reason="例示", at=NOON)
    profile.refresh_from_db()

    assert with_fact == QualityBand.NINETY
    assert profile.quality_band == QualityBand.NONE


@pytest.mark.django_db
def test_a_search_is_narrowed_to_a_band():
    good, poor = ProviderProfileFactory(), ProviderProfileFactory()
    observed(good, "1")
    observed(poor, "0")
    refresh_bands(at=NOON, on=TODAY)
    drain()
    good.refresh_from_db()

    found = search("", user=AnonymousUser(), facets={"quality": [good.quality_band]})

    assert [hit.document.key for hit in found.hits] == [str(good.pk)]
    bands = next(facet for facet in found.facets if facet.name == "quality")
    assert sum(option.count for option in bands.options) == 2


@pytest.mark.django_db
def test_facts_that_faded_leave_no_band_on_the_day_they_are_gone():
    profile = ProviderProfileFactory(quality_band=QualityBand.SIXTY)
    QualityObservationFactory(
        provider=profile.organisation, observed_on=date(2020, 1, 1)
    )

    changed = refresh_bands(at=NOON, on=TODAY)
    again = refresh_bands(at=NOON, on=TODAY)

    profile.refresh_from_db()
    assert profile.quality_band == QualityBand.NONE
    assert (changed, again) == (1, 0)
