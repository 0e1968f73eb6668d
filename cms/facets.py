"""How a search is narrowed, in the field's names."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audits.states import Stage
from cms.states import EventState
from core.keeping import Kept
from core.search import FacetKind
from core.search.documents import kinds
from experts.states import DrawState
from marketplace.states.jobs import JobState
from providers.enums import QualityBand
from reference.models import IndustryLabel, Jurisdiction, Service
from reference.models.base import in_reader_language

_KEPT_SECONDS: Final = 60.0
_Names = Mapping[str, tuple[str, str]]


class Labels:
    """Names of a small reference table, by key and in its order.

    Every search shows them: a name changed by an operator shows within a minute.
    """

    def __init__(self, rows: Callable[[], QuerySet[Any]], name: str) -> None:
        """Take the rows, and the field that holds the Chinese name."""
        self._rows = rows
        self._name = name
        self._known = Kept(self._names, seconds=_KEPT_SECONDS)

    def __call__(self, keys: Iterable[str]) -> Mapping[str, str]:
        """Return the names of those of the keys that are known."""
        wanted = set(keys)
        return {
            key: in_reader_language(*names)
            for key, names in self._known().items()
            if key in wanted
        }

    def _names(self) -> _Names:
        # Whole rows, with what they were shipped as, would be read for nothing.
        read = self._rows().values_list("pk", self._name, f"{self._name}_en")
        return {key: (chinese, english) for key, chinese, english in read}


LABELS: Final = {
    "service": Labels(Service.objects.all, "name"),
    "label": Labels(IndustryLabel.objects.all, "name"),
    "place": Labels(Jurisdiction.objects.units, "short_name"),
}
# States as the public is told them, by the kind of document they belong to.
STATES: Final[Mapping[str, type[TextChoices]]] = {
    "job": JobState,
    "audit": Stage,
    "draw": DrawState,
    "training": EventState,
}


def _states(keys: Iterable[str]) -> Mapping[str, str]:
    wanted = set(keys)
    return {
        f"{kind}-{state}": f"{kinds()[kind].label} · {state.label}"
        for kind, states in STATES.items()
        for state in states
        if f"{kind}-{state}" in wanted
    }


def _bands(keys: Iterable[str]) -> Mapping[str, str]:
    wanted = set(keys)
    return {str(band): str(band.label) for band in QualityBand if band in wanted}


FACETS: Final = (
    FacetKind("state", pgettext_lazy("search", "State"), _states),
    FacetKind("service", _("Service"), LABELS["service"]),
    FacetKind("label", _("Key industry"), LABELS["label"]),
    FacetKind("place", _("Place"), LABELS["place"]),
    FacetKind("quality", _("Quality index"), _bands),
)
