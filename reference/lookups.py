"""Places and industries by whatever people write in a table.

A lookup is made once per import and reads its rows with one query each; it is
then a parser for cells (see ``core.sheets``). What is ambiguous is refused
with the candidates: nothing is guessed.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.sheets.values import Noted, Unreadable, filled, fold, plain
from reference.models import Industry, IndustryLabel, Jurisdiction

_SEPARATORS = re.compile(r"[、;；,，/\n]+")
_SHOWN = 3


class PlaceLookup:
    """Reads a place: code, name, short name, or names from the province down.

    Of places with one name, the portal's own province comes first.
    """

    def __call__(self, value: object) -> Jurisdiction | None:
        """Return the place a cell names; raise Unreadable otherwise."""
        written = plain(value)
        if written is None:
            return None
        found = self._places.get(fold(written), [])
        home = [place for place in found if place.path.startswith(self._home)]
        candidates = home or found
        if not candidates:
            raise Unreadable(_("No place is called “%(name)s”."), name=written[:40])
        if len(candidates) > 1:
            raise _several(written, [self._full(p) for p in candidates])
        return candidates[0]

    @cached_property
    def _home(self) -> str:
        return f"{settings.PORTAL_PROVINCE}/"

    @cached_property
    def _rows(self) -> dict[str, Jurisdiction]:
        return Jurisdiction.objects.in_bulk()

    @cached_property
    def _places(self) -> dict[str, list[Jurisdiction]]:
        places: dict[str, list[Jurisdiction]] = defaultdict(list)
        for place in self._rows.values():
            for written in dict.fromkeys(fold(name) for name in self._names(place)):
                places[written].append(place)
        return places

    def _names(self, place: Jurisdiction) -> Iterator[str]:
        yield place.code
        yield from (name for name in self._own_names(place) if name)
        above = [self._rows[code] for code in place.ancestor_codes[:-1]]
        for start in range(len(above)):
            for prefix in self._joined(above[start:]):
                for name in (place.name, place.short_name):
                    yield prefix + name

    def _own_names(self, place: Jurisdiction) -> tuple[str, ...]:
        english = (place.name_en, place.short_name_en)
        return (place.name, place.short_name, *english)

    def _joined(self, places: list[Jurisdiction]) -> Iterator[str]:
        yield "".join(place.name for place in places)
        yield "".join(place.short_name for place in places)

    def _full(self, place: Jurisdiction) -> str:
        names = (self._rows[code].name for code in place.ancestor_codes)
        return f"{''.join(names)} {place.code}"


@dataclass(frozen=True, slots=True)
class IndustryReading:
    """What a cell says about industries: classified codes, policy labels."""

    industries: list[Industry] = field(default_factory=list)
    labels: list[IndustryLabel] = field(default_factory=list)


class IndustryLookup:
    """Reads industries: codes with or without their section letter, or names.

    Several may stand in one cell, separated by 、 or a comma.
    """

    def __call__(self, value: object) -> IndustryReading | Noted | None:
        """Return the industries a cell names; raise Unreadable otherwise.

        A class the table lacks stands for its group, with a note.
        """
        written = plain(value)
        if written is None:
            return None
        whole = self._find(written)
        if whole is not None:
            return _reading([whole])
        parts = [part.strip() for part in _SEPARATORS.split(written)]
        coarser: list[str] = []
        found = [self._needed(part, coarser) for part in parts if part]
        if coarser:
            return Noted(_reading(found), _coarser(coarser))
        return _reading(found)

    def _needed(self, written: str, coarser: list[str]) -> Industry | IndustryLabel:
        found = self._find(written) or self._group_of(written, coarser)
        if found is None:
            raise Unreadable(_("No industry is called “%(name)s”."), name=written[:40])
        return found

    def _find(self, written: str) -> Industry | IndustryLabel | None:
        key = fold(written)
        match = re.match(r"[a-t]?(\d{2,4})", key)
        if match and match[1] in self._codes:
            industry = self._codes[match[1]]
            rest = key[match.end() :]
            if not rest or rest == fold(industry.name):
                return industry
        return self._names.get(key) or self._names.get(key.removesuffix("行业"))

    def _group_of(self, written: str, coarser: list[str]) -> Industry | None:
        match = re.fullmatch(r"[a-t]?(\d{3})\d", fold(written))
        group = self._codes.get(match[1]) if match else None
        if group is not None:
            coarser.append(written)
        return group

    @cached_property
    def _codes(self) -> dict[str, Industry]:
        return Industry.objects.in_bulk()

    @cached_property
    def _names(self) -> dict[str, Any]:
        names: dict[str, Any] = {}
        # The broader industry of one name wins: it says no more than the cell.
        for industry in sorted(self._codes.values(), key=lambda row: -len(row.path)):
            names[fold(industry.name)] = industry
            if industry.name_en:
                names[fold(industry.name_en)] = industry
        for label in IndustryLabel.objects.all():
            names[fold(label.name)] = names[fold(label.name_en)] = label
        return names


def _reading(found: list[Industry | IndustryLabel]) -> IndustryReading:
    unique = list(dict.fromkeys(found))
    return IndustryReading(
        [row for row in unique if isinstance(row, Industry)],
        [row for row in unique if isinstance(row, IndustryLabel)],
    )


def _coarser(codes: list[str]) -> str | Promise:
    return filled(
        _("%(codes)s is not in our table; the group it belongs to was taken."),
        codes="、".join(codes),
    )


def _several(written: str, candidates: list[str]) -> Unreadable:
    return Unreadable(
        _("Several places are called “%(name)s”: %(candidates)s."),
        name=written[:40],
        candidates="、".join(candidates[:_SHOWN]),
    )
