"""Bands of the quality index, written down so that searches can count them.

The index is worked out whenever it is shown. It fades from day to day and is held
against the pool, so bands are written with each fact and once a day for everybody.
"""

from collections.abc import Collection
from datetime import date, datetime

from providers.models import ProviderProfile
from providers.quality_index import band_of
from providers.selectors import quality_by_provider


def refresh_bands(*, at: datetime, on: date) -> int:
    """Write the band of every provider; return how many had another before."""
    everybody = ProviderProfile.objects.values_list("organisation", flat=True)
    return write_bands(list(everybody), on)


def write_bands(provider_ids: Collection[int], on: date) -> int:
    """Write the bands of providers on a day; return how many had another before."""
    quality = quality_by_provider(provider_ids, on)
    profiles = ProviderProfile.objects.filter(organisation__in=provider_ids)
    changed = []
    for profile in profiles:
        band = band_of(quality[profile.organisation_id].index)
        if profile.quality_band != band:
            profile.quality_band = band
            changed.append(profile)
    ProviderProfile.objects.bulk_update(changed, ["quality_band"])
    return len(changed)
